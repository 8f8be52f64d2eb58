import { execFileSync } from 'node:child_process';
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

const folderOf = (name: string): string => path.dirname(fileURLToPath(import.meta.resolve(name)));

const PROGRAMS = [
  {
    text: ANSWER,
    // Programs find packages from the folder that they are run in.
    folder: folderOf('@parquetframe/benchmarks'),
    parts: ['import to first answer', '  core is imported', '  engine is imported', '  runtime is made', '  first answer'],
  },
  { text: INJECTION, folder: folderOf('@parquetframe/core'), parts: ['tsyringe and reflect-metadata alone'] },
  { text: NODE, folder: folderOf('@parquetframe/core'), parts: ['Node itself, before the program begins'] },
];

/** Runs each program in so many fresh processes, in turn. */
export function startup(processes: number): readonly StartupPart[] {
  const samples = new Map<string, number[]>(PROGRAMS.flatMap(({ parts }) => parts.map(part => [part, []])));
  for (let i = 0; i < processes; i++) {
    for (const { text, folder, parts } of PROGRAMS) {
      const times: unknown = JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '--eval', text], { cwd: folder, encoding: 'utf8' }),
      );
      if (!Array.isArray(times)) throw new TypeError('a program gave no times');
      for (const [at, part] of parts.entries()) samples.get(part)?.push(Number(times[at]));
    }
  }
  return [...samples].map(([name, own]) => ({ name, samples: own, median: quartiles(own) }));
}
