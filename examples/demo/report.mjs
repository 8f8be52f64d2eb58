/** bigint as a number where it is safe, else as a string. */
const plain = (_key, value) =>
  typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value;
export const toJson = report => `${JSON.stringify(report, plain, 2)}\n`;

const cell = value =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'number' && !Number.isInteger(value)
      ? value.toPrecision(5)
      : String(value);

function table(rows) {
  const [first] = rows;
  if (!first) return '  (no rows)\n';
  const header = Object.keys(first);
  const body = rows.map(row => header.map(name => cell(row[name])));
  const widths = header.map((name, i) => Math.max(name.length, ...body.map(cells => cells[i].length)));
  const numeric = header.map((_, i) => body.every(cells => /^-?[\d.e+-]+$|^–$/.test(cells[i])));
  const line = cells =>
    `  ${cells
      .map((text, i) => (numeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd()}\n`;
  return line(header) + line(widths.map(width => '─'.repeat(width))) + body.map(line).join('');
}

const milliseconds = value =>
  value === null ? 'failed' : value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const title = text => `\n${text}\n${'═'.repeat(text.length)}\n`;

function comparison({ title: name, engines, agree, agreement }) {
  const reference = engines.find(({ engine }) => engine === 'ts-reference')?.milliseconds;
  const rows = engines.map(({ engine, milliseconds: time, failure }) => ({
    engine,
    time: failure ?? milliseconds(time),
    'against ts-reference': reference && time ? `${(reference / time).toFixed(1)}×` : '–',
  }));
  return `\n${name}: ${agree ? `answers agree (${agreement})` : 'ANSWERS DIFFER'}\n${table(rows)}`;
}

/** The text in lines of at most 80 columns, indented. */
function wrapped(text, indent) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (indent + longer.length > 80) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map(line => `${' '.repeat(indent)}${line}\n`).join('');
}

/** What ran where, with the reason for the choice below each step. */
function decided(list) {
  const [header, rule, ...steps] = table(
    list.map(({ operations, engine, milliseconds: time }) => ({ step: operations, engine, time: milliseconds(time) })),
  ).split(/(?<=\n)/);
  return header + rule + steps.map((step, i) => step + wrapped(list[i].why, 6)).join('');
}

export function printReport(report) {
  const out = [];
  const native = report.engines.filter(({ id }) => id.startsWith('rust'));
  if (!native.some(({ available }) => available))
    out.push(`No native engine (${native[0]?.reason ?? 'none installed'}): everything below runs on the TypeScript engines.\n`);
  const { metadata } = report;
  out.push(
    title(`1. ${metadata.file}`),
    `  ${metadata.rows.toLocaleString('en-US')} rows in ${metadata.rowGroups} row groups, ${metadata.codecs.join(', ')}\n\n`,
    table(metadata.columns),
  );
  out.push(
    title(`2. ${report.table.question}`),
    table(report.table.rows),
    '\nran on\n',
    decided(report.table.decisions),
    ...report.table.comparisons.map(comparison),
  );
  const { graph } = report;
  out.push(
    title(`3. ${graph.question}`),
    `  ${graph.facts.vertices} airports, ${graph.facts.edges.toLocaleString('en-US')} flights, ${graph.components} component${graph.components === 1 ? '' : 's'}; farthest from ${graph.hops.source}: ${graph.hops.farthest}, ${graph.hops.hops} hops\n\n`,
  );
  out.push(
    table(graph.top.map(({ vertex, rank, name, city }) => ({ airport: vertex, rank, name, city }))),
    '\nran on\n',
    decided(graph.decisions),
    ...graph.comparisons.map(comparison),
  );
  out.push(title('4. A crash survived'), crash(report.crash));
  out.push(title('Summary'), summary(report));
  process.stdout.write(out.join(''));
}

function crash(step) {
  if (step.skipped) return `  skipped: ${step.skipped}\n`;
  const lines = step.killed.map(({ pid, at }) => `  killed process ${pid} at ${(at * 100).toFixed(1)} % of PageRank\n`);
  for (const { operations, engine, fallbacks } of step.stages)
    lines.push(`  ${operations} on ${engine}${fallbacks.map(f => `, after ${f.engine} crashed: ${f.code}`).join('')}\n`);
  if (step.rebuilt.length > 0) lines.push(`  rebuilt from its recipe: ${step.rebuilt.join(', ')}\n`);
  return lines.join('') + (step.agree ? '  the answer is the same, bit for bit\n' : '  THE ANSWER DIFFERS\n');
}

function summary(report) {
  const engines = report.engines.map(({ id, available, reason }) => ({
    engine: id,
    available: available ? 'yes' : `no: ${reason}`,
  }));
  const best = [...report.table.comparisons, ...report.graph.comparisons].map(({ title: name, engines: sides, agree }) => {
    const ran = sides.filter(side => side.milliseconds !== null).sort((a, b) => a.milliseconds - b.milliseconds);
    return {
      question: name,
      fastest: ran[0]?.engine,
      time: ran[0] ? milliseconds(ran[0].milliseconds) : '–',
      engines: ran.length,
      agree: agree ? 'yes' : 'NO',
    };
  });
  return `${table(engines)}\n${table(best)}\n  ${report.seconds.toFixed(1)} s in all; all answers ${report.agree ? 'agree' : 'DO NOT AGREE'}\n`;
}
