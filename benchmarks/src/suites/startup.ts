import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { quartiles, type Quartiles } from '../measure.js';

/** How long one part of starting takes, over all fresh processes. */
export interface StartupPart {
  readonly name: string;
  /** milliseconds, one per process */
  readonly samples: readonly number[];
  readonly median: Quartiles;
}

/** The goal for all of it, on the TypeScript engines; see docs/benchmarks.md. */
export const STARTUP_GOAL = 60;

/** From the first import to the first answer: what a short script waits for. */
const ANSWER = `
  const times = [performance.now()];
  const { createRuntime } = await import('@parquetframe/core');
  times.push(performance.now());
  const { default: tsReference } = await import('@parquetframe/engine-ts-reference');
  times.push(performance.now());
  const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
  times.push(performance.now());
  const frame = pf.fromRows([{ x: 1 }, { x: 2 }], { schema: { x: 'int32' } }).filter(row => row.x.gt(1));
  const rows = await frame.toRows();
  times.push(performance.now());
  if (rows.length !== 1) throw new Error('another answer');
  await pf.close();
  console.log(JSON.stringify([times[4] - times[0], ...times.slice(1).map((time, i) => time - times[i])]));`;

/** What dependency injection costs of it, by itself. */
const INJECTION = `
  const start = performance.now();
  await import('reflect-metadata');
  await import('tsyringe');
  console.log(JSON.stringify([performance.now() - start]));`;

const NODE = `console.log(JSON.stringify([performance.now()]));`;

const clone = fileURLToPath(new URL('../../../', import.meta.url));

/** What the answer needs, and the folder of the clone that it is published from. */
const PUBLISHED = [
  ['@parquetframe/core', 'core'],
  ['@parquetframe/engine-ts-reference', 'engines/ts-reference'],
] as const;

interface Program {
  readonly text: string;
  /** Programs find packages from the folder that they are run in. */
  readonly folder: string;
  readonly parts: readonly string[];
}

const programs = (published: string): readonly Program[] => [
  {
    text: ANSWER,
    folder: published,
    parts: ['import to first answer', '  core is imported', '  engine is imported', '  runtime is made', '  first answer'],
  },
  { text: ANSWER, folder: path.join(clone, 'benchmarks'), parts: ['the same from the modules that tsc compiled'] },
  { text: INJECTION, folder: path.join(clone, 'core'), parts: ['tsyringe and reflect-metadata alone'] },
  { text: NODE, folder: published, parts: ['Node itself, before the program begins'] },
];

/** Runs each program in so many fresh processes, in turn, each round beginning with another. The packages are in the form that is published, as users have them. */
export function startup(processes: number): readonly StartupPart[] {
  const cache = path.join(clone, '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside the clone, so that the libraries they need are found as if they were installed beside them.
  const published = mkdtempSync(path.join(cache, 'startup-'));
  try {
    for (const [name, folder] of PUBLISHED) publishTo(path.join(published, 'node_modules', name), path.join(clone, folder));
    return timed(programs(published), processes);
  } finally {
    rmSync(published, { recursive: true, force: true });
  }
}

function publishTo(destination: string, folder: string): void {
  mkdirSync(destination, { recursive: true });
  copyFileSync(path.join(folder, 'package.json'), path.join(destination, 'package.json'));
  execFileSync(process.execPath, [path.join(clone, 'scripts/published.mjs'), 'write', path.join(destination, 'dist')], {
    cwd: folder,
  });
}

function timed(given: readonly Program[], processes: number): readonly StartupPart[] {
  const samples = new Map<string, number[]>(given.flatMap(({ parts }) => parts.map(part => [part, []])));
  for (let i = 0; i < processes; i++) {
    const first = i % given.length;
    for (const { text, folder, parts } of [...given.slice(first), ...given.slice(0, first)]) {
      const times: unknown = JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '--eval', text], { cwd: folder, encoding: 'utf8' }),
      );
      if (!Array.isArray(times)) throw new TypeError('a program gave no times');
      for (const [at, part] of parts.entries()) samples.get(part)?.push(Number(times[at]));
    }
  }
  return [...samples].map(([name, own]) => ({ name, samples: own, median: quartiles(own) }));
}
