import type { EngineModule } from '@parquetframe/core';
import type * as Kit from '@parquetframe/conformance';
import tsReference from '@parquetframe/engine-ts-reference';
import type { Command } from 'commander';
import { allEngines } from '../../engines.js';
import { positiveNumber } from '../arguments.js';
import { toJson, UsageError, type CommandIo } from '../io.js';

interface ParityCommand {
  readonly operation?: readonly string[];
  readonly engines?: string;
  readonly engine: string;
  readonly cases: number;
  readonly functions?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

export function addParity(program: Command, io: CommandIo): void {
  program
    .command('parity')
    .description('compares engines with ts-reference on generated cases; needs the package fast-check')
    .option('--operation <name...>', 'only these operations')
    .option('--engines <ids>', 'only these engines, separated by commas')
    .option('--engine <name>', 'only this engine', 'auto')
    .option('--cases <n>', 'generated cases per operation and engine', positiveNumber, 200)
    .option('--functions <n>', 'also so many of every function by itself', positiveNumber)
    .option('--seed <n>', 'seed of the generator, to repeat a run', positiveNumber)
    .option('--json', 'print JSON')
    .action((options: ParityCommand) => run(options, io));
}

async function run(options: ParityCommand, io: CommandIo): Promise<void> {
  const { formatParity, parity } = await conformanceKit();
  const engines = await chosenEngines(options);
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  if (!options.json) io.stderr(`seed ${String(seed)}\n`);
  const report = await parity(engines, {
    reference: tsReference(),
    cases: options.cases,
    ...(options.functions === undefined ? {} : { functions: options.functions }),
    seed,
    ...(options.operation === undefined ? {} : { operations: options.operation }),
    signal: io.signal,
    onResult: result => {
      if (io.isTerminal && !options.json)
        io.stderr(`${[result.engine, result.operation, result.function].filter(Boolean).join(' ')}\n`);
    },
  });
  io.stdout(options.json ? toJson(report) : `${formatParity(report)}\n`);
  const failures = failed(report);
  if (failures.length > 0)
    throw new Error(
      `${String(failures.length)} of ${String(report.results.length)} comparisons failed; repeat with --seed ${String(seed)}`,
    );
}

const failed = (report: Kit.ParityReport): readonly Kit.ParityResult[] =>
  report.results.filter(result => result.outcome === 'different');

/** The kit is a package of its own, which applications need not install. */
async function conformanceKit(): Promise<Pick<typeof Kit, 'parity' | 'formatParity'>> {
  try {
    return await import('@parquetframe/conformance');
  } catch (cause) {
    throw new Error('parity needs the package @parquetframe/conformance: npm install @parquetframe/conformance', { cause });
  }
}

async function chosenEngines(options: ParityCommand): Promise<readonly EngineModule[]> {
  const all = await allEngines();
  const wanted = options.engines?.split(',').map(id => id.trim()) ?? (options.engine === 'auto' ? undefined : [options.engine]);
  if (!wanted) return all.filter(engine => engine.manifest.id !== 'ts-reference');
  const known = all.map(engine => engine.manifest.id);
  const missing = wanted.find(id => !known.includes(id));
  if (missing !== undefined) throw new UsageError(`there is no engine ${JSON.stringify(missing)}; there are ${known.join(', ')}`);
  return all.filter(engine => wanted.includes(engine.manifest.id));
}
