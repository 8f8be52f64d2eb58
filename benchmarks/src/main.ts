/**
 * Side-by-side benchmarks.
 *
 *   npm run bench -- [--suite quick|tables|rows|windows|verbs|graphs|db-benchmark|sums|loop|startup] [--rounds N] [--scale N] [--engine ID] [--json FILE]
 *   npm run bench -- [--suite quick|tables|graphs] --against REF [--pairs N] [--rounds N] [--scale N]
 *
 * All sides of a case run in this process, in turn. Ratios are medians of the rounds' ratios, spreads are quartiles. `--json` keeps the raw samples and the machine.
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
import { dbBenchmarkCases } from './suites/db-benchmark.js';
import { decisions, type DecisionResult } from './suites/decision.js';
import { blockings } from './suites/loop.js';
import { graphCases } from './suites/graphs.js';
import { rowCases } from './suites/rows.js';
import { windowCases } from './suites/windows.js';
import { sumCases } from './suites/sums.js';
import { startup } from './suites/startup.js';
import { tableCases } from './suites/tables.js';
import { verbCases } from './suites/verbs.js';

const SUITES = ['quick', 'tables', 'rows', 'windows', 'verbs', 'graphs', 'db-benchmark', 'sums', 'loop', 'startup'] as const;
const USAGE = `usage: npm run bench -- [--suite ${SUITES.join('|')}] [--rounds N] [--scale N] [--json FILE]
       npm run bench -- [--suite quick|tables|graphs] --against REF [--pairs N] [--rounds N] [--scale N]`;

interface Settings {
  readonly suite: (typeof SUITES)[number];
  readonly against: string | undefined;
  readonly pairs: number | undefined;
  readonly rounds: number | undefined;
  readonly scale: number | undefined;
  readonly json: string | undefined;
  readonly engine: string | undefined;
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
  if (suite === 'sums') yield* sumCases(runtime, scale === undefined ? 10_000_000 : 2 ** scale);
  if (suite === 'rows') yield* rowCases(runtime, scale === undefined ? 10_000_000 : 2 ** scale);
  if (suite === 'windows') yield* windowCases(runtime, scale === undefined ? 10_000_000 : 2 ** scale);
  if (suite === 'verbs') yield* verbCases(runtime, scale === undefined ? 10_000_000 : 2 ** scale);
  if (suite === 'db-benchmark') yield* dbBenchmarkCases(runtime, scale === undefined ? 10_000_000 : 2 ** scale);
  if (suite === 'quick' || suite === 'tables') yield* await tableCases(runtime, suite === 'quick');
  if (suite === 'quick') yield* await graphCases(runtime, { kind: 'kron', scale: scale ?? 13, simple: true, graphology: true });
  if (suite === 'graphs') {
    yield* await graphCases(runtime, { kind: 'kron', scale: Math.min(scale ?? 16, 16), simple: true, graphology: true });
    yield* await graphCases(runtime, { kind: 'kron', scale: scale ?? 20, simple: false, graphology: false });
    yield* await graphCases(runtime, { kind: 'urand', scale: scale ?? 20, simple: false, graphology: false });
  }
}

const LOOP_ROUNDS = 3;

async function loop(runtime: Runtime, { scale, engine: only, rounds = LOOP_ROUNDS }: Settings): Promise<void> {
  const rows = scale === undefined ? 10_000_000 : 2 ** scale;
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
  const isDefault = given.suite === 'loop' && given.engine === undefined;
  const runtime = await (isDefault ? openDefaultRuntime() : openRuntime());
  for (const line of missingEngines(runtime)) console.log(`not here: ${line}`);
  const results: CaseResult[] = [];
  let choosing: DecisionResult[] = [];
  try {
    if (given.suite === 'loop') {
      await loop(runtime, given);
      return;
    }
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
