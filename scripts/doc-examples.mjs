/** Compiles and runs every example of the documentation and prints TAP. See lib/doc-examples.mjs for what counts as one. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExamples } from './lib/doc-examples.mjs';
import { run } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const folder = at('.cache', 'doc-examples');
const atOnce = 2;
const timeLimit = 120_000;

const examples = findExamples().map((example, index) => ({ ...example, file: `example-${String(index + 1).padStart(3, '0')}` }));

async function compile() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  const compilerOptions = {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    noUnusedLocals: false,
    outDir: '.',
    rootDir: '.',
  };
  const files = examples.map(({ file }) => `${file}.ts`);
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: at('tsconfig.base.json'), compilerOptions, files }),
  );
  for (const { file, code } of examples) writeFileSync(path.join(folder, `${file}.ts`), `${code}\nexport {};\n`);
  const { stdout } = await run(
    process.execPath,
    [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', folder, '--pretty', 'false'],
    { quiet: true },
  );
  const errors = new Map();
  let current = '';
  for (const line of stdout.split('\n')) {
    current = /(example-\d+)\.ts\(\d+,\d+\)/.exec(line)?.[1] ?? current;
    if (line.trim() !== '') errors.set(current, [...(errors.get(current) ?? []), line]);
  }
  return errors;
}

async function execute({ file }) {
  const work = path.join(folder, 'work', file);
  mkdirSync(work, { recursive: true });
  const script = path.join(folder, `${file}.js`);
  const { code, signal, output } = await run(process.execPath, ['--enable-source-maps', script], {
    cwd: work,
    quiet: true,
    timeout: timeLimit,
  });
  if (code === 0) return undefined;
  return signal === null ? output : `killed by ${signal} (limit ${timeLimit / 1000} s)\n${output}`;
}

const errors = examples.length > 0 ? await compile() : new Map();
const problems = new Array(examples.length);
let next = 0;
async function worker() {
  while (next < examples.length) {
    const index = next++;
    const example = examples[index];
    problems[index] = errors.get(example.file)?.join('\n') ?? (example.mode === 'run' ? await execute(example) : undefined);
  }
}
await Promise.all(Array.from({ length: atOnce }, worker));

process.stdout.write('TAP version 13\n');
const stray = errors.get('');
if (stray !== undefined) problems.push(stray.join('\n'));
for (const [index, problem] of problems.entries()) {
  const title = examples[index]?.name ?? 'compiling the examples';
  process.stdout.write(`${problem === undefined ? 'ok' : 'not ok'} ${index + 1} - ${title}\n`);
  if (problem !== undefined) process.stdout.write(`${problem.replace(/^/gm, '    ')}\n`);
}
process.stdout.write(`1..${problems.length}\n`);
process.exitCode = problems.some(problem => problem !== undefined) ? 1 : 0;
