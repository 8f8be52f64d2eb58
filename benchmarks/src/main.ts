/**
 * Side-by-side benchmarks.
 *
 *   npm run bench -- [--suite quick|tables|duckdb|engines|graphs|sums|loop|startup] [--rounds N] [--scale N] [--engine ID] [--json FILE]
 *   npm run bench -- --suite duckdb [--only WORDS]... [--memory] [--markdown FILE] [--rounds N] [--scale N] [--json FILE]
 *   npm run bench -- --suite engines [--engine ID] [--only WORDS]... [--rounds N] [--scale N] [--json FILE]
 *   npm run bench -- [--suite quick|tables|graphs] --against REF [--pairs N] [--rounds N] [--scale N]
 *
 * All sides of a case run in this process, in turn. Ratios are medians of the rounds' ratios, spreads are quartiles. `--json` keeps the raw samples and the machine.
 * `duckdb` asks our native engine and DuckDB the same questions about 10 M rows (2^scale with `--scale`): those whose names have WORDS in them, with the peak memory of each side in a process of its own by `--memory`.
 * `engines` asks the same questions about 1 M rows of our native engine and another, `ts-reference` unless `--engine` names one.
 * `startup` times fresh processes. `--against` runs the suite here and on another commit in turn, which is built in a folder of its own. `loop` prints for how long calls over 10 M rows (2^scale with `--scale`) hold the event loop, on the reference engine, on the fastest of the default engines and on threads, or on `--engine`, such as `rust-napi@process`; calls that an engine does not do are left out.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Runtime } from '@parquetframe/core';
import { compareAgainst } from './against.js';
import { missingEngines, openDefaultRuntime, openRuntime } from './contestants.js';
import { machine } from './machine.js';
import { measure, type Case, type CaseResult, type Effort } from './measure.js';
import { formatCase, formatDecision, formatStartup } from './report.js';
import { decisions, type DecisionResult } from './suites/decision.js';
import { figures, type Figure } from './suites/duckdb/index.js';
import { formatFigure, markdownFigures, means } from './suites/duckdb/report.js';
import { besideNative } from './suites/engines.js';
import { blockings } from './suites/loop.js';
import { graphCases } from './suites/graphs.js';
import { sumCases } from './suites/sums.js';
import { startup } from './suites/startup.js';
import { tableCases } from './suites/tables.js';

const SUITES = ['quick', 'tables', 'duckdb', 'engines', 'graphs', 'sums', 'loop', 'startup'] as const;
const USAGE = `usage: npm run bench -- [--suite ${SUITES.join('|')}] [--rounds N] [--scale N] [--json FILE]
       npm run bench -- --suite duckdb [--only WORDS]... [--memory] [--markdown FILE] [--rounds N] [--scale N] [--json FILE]
       npm run bench -- --suite engines [--engine ID] [--only WORDS]... [--rounds N] [--scale N] [--json FILE]
       npm run bench -- [--suite quick|tables|graphs] --against REF [--pairs N] [--rounds N] [--scale N]`;

interface Settings {
  readonly suite: (typeof SUITES)[number];
  readonly against: string | undefined;
  readonly pairs: number | undefined;
  readonly rounds: number | undefined;
  readonly scale: number | undefined;
  readonly json: string | undefined;
  readonly engine: string | undefined;
  readonly only: readonly string[];
  readonly memory: boolean;
  readonly markdown: string | undefined;
}

function settings(): Settings {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: 'quick' },
      rounds: { type: 'string' },
      scale: { type: 'string' },
      json: { type: 'string' },
      against: { type: 'string' },
      pairs: { type: 'string' },
      engine: { type: 'string' },
      only: { type: 'string', multiple: true, default: [] },
      memory: { type: 'boolean', default: false },
      markdown: { type: 'string' },
    },
  });
  const suite = SUITES.find(name => name === values.suite);
  if (suite === undefined) throw new TypeError(`there is no suite ${JSON.stringify(values.suite)}`);
  const { against } = values;
  if (against !== undefined && !['quick', 'tables', 'graphs'].includes(suite))
    throw new TypeError(`the suite ${suite} cannot be compared with another commit: it has no sides`);
  return {
    suite,
    against,
    pairs: positive('pairs', values.pairs),
    rounds: positive('rounds', values.rounds),
    scale: positive('scale', values.scale),
    json: values.json,
    engine: values.engine,
    only: values.only,
    memory: values.memory,
    markdown: values.markdown,
  };
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new TypeError(`--${name} must be a positive integer, received ${JSON.stringify(text)}`);
  return value;
}

/** Cases are made one suite after another: each holds its data until its last case is closed. */
async function* cases(runtime: Runtime, { suite, scale }: Settings): AsyncGenerator<Case> {
  if (suite === 'sums') yield* sumCases(runtime, scale === undefined ? ROWS : 2 ** scale);
  if (suite === 'quick' || suite === 'tables') yield* await tableCases(runtime, suite === 'quick');
  if (suite === 'quick') yield* await graphCases(runtime, { kind: 'kron', scale: scale ?? 13, simple: true, graphology: true });
  if (suite === 'graphs') {
    yield* await graphCases(runtime, { kind: 'kron', scale: Math.min(scale ?? 16, 16), simple: true, graphology: true });
    yield* await graphCases(runtime, { kind: 'kron', scale: scale ?? 20, simple: false, graphology: false });
    yield* await graphCases(runtime, { kind: 'urand', scale: scale ?? 20, simple: false, graphology: false });
  }
}

const ROWS = 10_000_000;

/** Each question once more in another engine of ours: how many times as long it takes there. */
async function besideOurs(
  runtime: Runtime,
  { scale, rounds = 5, only, engine = 'ts-reference' }: Settings,
): Promise<CaseResult[]> {
  const asked = { engine, rows: scale === undefined ? ROWS / 10 : 2 ** scale, effort: { rounds, seconds: 20 }, only };
  console.log(`\n${asked.rows.toLocaleString('en')} rows; time over that of the native engine`);
  const all: CaseResult[] = [];
  for await (const result of besideNative(runtime, asked)) {
    all.push(result);
    const side = result.sides.find(({ side }) => side === engine);
    const why = result.failed.map(({ side, error }) => `${side}: ${error}`).join('; ');
    console.log(
      `  ${result.name.padEnd(44)} ${side ? `${(1 / side.ratio.median).toFixed(1)} (${side.median.median.toFixed(0)} ms)` : why}`,
    );
  }
  return all;
}

/** At least three rounds of each question, and no more than five within seven seconds, so that all of them take a quarter of an hour. */
async function besideDuckDb(runtime: Runtime, { scale, rounds = 5, only, memory, markdown }: Settings): Promise<Figure[]> {
  const asked = { rows: scale === undefined ? ROWS : 2 ** scale, effort: { rounds, seconds: 7 }, only, memory };
  console.log(`\n${asked.rows.toLocaleString('en')} rows; time, and peak memory, over DuckDB's: below 1 is better`);
  const all: Figure[] = [];
  for await (const figure of figures(runtime, asked)) {
    all.push(figure);
    console.log(formatFigure(figure));
  }
  console.log(`\ngeometric means\n  ${means(all).join('\n  ')}`);
  if (markdown !== undefined) writeFileSync(markdown, markdownFigures(all));
  return all;
}

const LOOP_ROUNDS = 3;

async function loop(runtime: Runtime, { scale, engine: only, rounds = LOOP_ROUNDS }: Settings): Promise<void> {
  const rows = scale === undefined ? ROWS : 2 ** scale;
  const inColumn = (milliseconds: number): string => milliseconds.toFixed(0).padStart(5);
  for (const engine of only === undefined ? ['ts-reference', 'auto', 'worker-pool'] : [only]) {
    console.log(
      `\n${engine}: longest block of the event loop in ms; own work in it without garbage collection, and in the first round`,
    );
    for await (const { call, seconds, longest, own, first } of blockings(runtime, rows, engine, rounds))
      console.log(`  ${call.padEnd(40)} ${inColumn(longest)} ${inColumn(own)} ${inColumn(first)}   of ${seconds.toFixed(2)} s`);
  }
}

/** The suite on another commit and here, with the options that both know. */
function againstCommit(ref: string, { suite, rounds, scale, pairs }: Settings): void {
  const option = (name: string, value: number | undefined): string[] => (value === undefined ? [] : [`--${name}`, String(value)]);
  const args = ['--suite', suite, ...option('rounds', rounds ?? 3), ...option('scale', scale)];
  compareAgainst({ ref, args, pairs: pairs ?? 5 });
}

async function main(given: Settings): Promise<void> {
  const about = machine();
  const effort: Effort =
    given.suite === 'quick' ? { rounds: given.rounds ?? 9, seconds: 5 } : { rounds: given.rounds ?? 9, seconds: 120 };
  console.log(
    `${about.cpu}, ${about.cores} cores, ${about.memoryGiB} GiB, Node ${about.node}, load ${about.loadBefore.toFixed(2)}`,
  );
  if (given.against !== undefined) {
    againstCommit(given.against, given);
    return;
  }
  if (given.suite === 'startup') {
    console.log(formatStartup(startup(given.rounds ?? 15)));
    return;
  }
  const isDefault =
    given.suite === 'duckdb' || given.suite === 'engines' || (given.suite === 'loop' && given.engine === undefined);
  const runtime = await (isDefault ? openDefaultRuntime() : openRuntime());
  for (const line of missingEngines(runtime)) console.log(`not here: ${line}`);
  const results: CaseResult[] = [];
  let choosing: DecisionResult[] = [];
  try {
    if (given.suite === 'loop') {
      await loop(runtime, given);
      return;
    }
    if (given.suite === 'engines') results.push(...(await besideOurs(runtime, given)));
    if (given.suite === 'duckdb') results.push(...(await besideDuckDb(runtime, given)));
    for await (const benchmark of cases(runtime, given)) {
      const result = await measure(benchmark, effort);
      await benchmark.close?.();
      results.push(result);
      console.log(`\n${formatCase(result)}`);
    }
    if (given.suite === 'quick') {
      choosing = await decisions(runtime);
      console.log('\ndispatch');
      for (const decision of choosing) console.log(`  ${formatDecision(decision)}`);
    }
  } finally {
    await runtime.close();
  }
  if (given.json !== undefined) {
    writeFileSync(
      given.json,
      `${JSON.stringify({ machine: about, suite: given.suite, cases: results, decisions: choosing }, null, 1)}\n`,
    );
    console.log(`\nraw samples: ${given.json}`);
  }
  if (results.some(({ sides, failed }) => failed.length > 0 || sides.some(side => !side.agrees))) process.exitCode = 1;
}

let given: Settings;
try {
  given = settings();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(2);
}
await main(given);
