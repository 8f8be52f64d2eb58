import type { Explanation, Provenance, Stage } from './provenance.js';

/** Data that prints as text for people, in `console.log` and templates, and stays plain data for everything else. */
export function printed<T extends object>(data: T, text: () => string): T {
  Object.defineProperty(data, 'toString', { value: text });
  Object.defineProperty(data, Symbol.for('nodejs.util.inspect.custom'), { value: text });
  return data;
}

/** Three digits, in the unit that suits. */
export function duration(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(2)} s`;
  return seconds >= 1e-3 || seconds === 0 ? `${(seconds * 1e3).toPrecision(3)} ms` : `${(seconds * 1e6).toPrecision(3)} µs`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What ran where and why, a stage per paragraph. */
export function provenanceText({ stages, seconds, rebuilt }: Provenance): string {
  const lines = stages.flatMap((stage, index) => stageLines(stage, index + 1));
  lines.push(`${duration(seconds)} in all${rebuilt.length > 0 ? `; rebuilt: ${rebuilt.join(', ')}` : ''}`);
  return lines.join('\n');
}

function stageLines(stage: Stage, number: number): readonly string[] {
  const { operations, engine, engineVersion, seconds, rows, moves, fallbacks, notes } = stage;
  const size = rows === undefined ? '' : `, ${String(rows)} rows`;
  const lines = [`${String(number)}. ${operations.join(' → ')}  on ${engine} ${engineVersion}  (${duration(seconds)}${size})`];
  for (const { engine: other, outcome, code, reason } of fallbacks)
    lines.push(`     after ${other} (${outcome}, ${code}: ${reason})`);
  lines.push(`     ${stage.why}`);
  for (const move of moves) {
    const how = move.alias ? 'shared, not copied' : `${megabytes(move.bytes)} in ${duration(move.seconds)}`;
    lines.push(`     moved ${move.from} → ${move.to}: ${how}`);
  }
  for (const [name, value] of Object.entries(notes)) lines.push(`     ${name}: ${JSON.stringify(value)}`);
  return lines;
}

/** Which engine would run which part, what it would cost, and what else there was. */
export function explanationText({ stages, rewrites, seconds }: Explanation): string {
  const lines: string[] = [];
  const width = Math.max(0, ...stages.flatMap(({ considered }) => considered.map(({ engine }) => engine.length)));
  for (const [index, stage] of stages.entries()) {
    const cost = `${duration(stage.seconds)} ${stage.basis}, peak ${megabytes(stage.peakBytes)}`;
    lines.push(`${String(index + 1)}. ${stage.operations.join(' → ')}  on ${stage.engine}  (${cost})`);
    for (const other of stage.considered) {
      const price = other.seconds === undefined ? '' : `${duration(other.seconds)} `;
      lines.push(`     ${other.engine.padEnd(width)}  ${price}${other.reason}`);
    }
  }
  if (rewrites.length > 0) lines.push(`rewritten: ${rewrites.join('; ')}`);
  lines.push(`${duration(seconds)} in all`);
  return lines.join('\n');
}
