import type { Runtime } from '@parquetframe/core';
import type { OperationDefinition } from '@parquetframe/core/engine';
import { Option, type Command } from 'commander';
import { enginesWith } from '../../engines.js';
import { wholeNumber } from '../arguments.js';
import { UsageError, type CommandIo } from '../io.js';
import { checkOutput, jsonChunks, writeTable } from '../output.js';
import { progressLine } from '../progress.js';
import { previewText } from '../text-table.js';
import { withRuntime } from '../with-runtime.js';
import { ALGORITHMS, algorithm, commandName, edgeGraph, ordered, type GraphOptions } from './graph-algorithms.js';
import { addFlags, missingFlag } from './graph-flags.js';

interface GraphCommand extends GraphOptions {
  readonly top?: number;
  readonly output?: string;
  readonly json?: boolean;
}

/** Rows printed when neither --top nor --json nor --output says otherwise. */
const PREVIEW = 20;

export function addGraph(program: Command, io: CommandIo): void {
  const graph = program.command('graph').description('graph algorithms on an edge list (CSV, also gzipped, or Parquet)');
  for (const operation of ALGORITHMS) {
    const command = graph
      .command(commandName(operation))
      .description(operation.summary)
      .argument('<edges>', 'edge list: .csv, .csv.gz or .parquet')
      .option('--src <column>', 'column that edges start from', 'src')
      .option('--dst <column>', 'column that edges lead to', 'dst')
      .option('--weight <column>', 'weight column')
      .option('--undirected', 'edges have no direction');
    addFlags(command, operation);
    command
      .addOption(
        new Option('--class <class>', 'exact: the same bytes from every engine').choices(['exact', 'fast']).default('exact'),
      )
      .option('--top <n>', 'only the first N rows: highest rank, count or degree, nearest, smallest component', wholeNumber)
      .option('--output <file>', 'write all rows to a .csv, .parquet, .json or .arrow file')
      .option('--engine <name>', 'engine to run with, and to build with if it can', 'auto')
      .option('--json', 'print JSON')
      .action((edges: string, options: GraphCommand) => {
        const missing = missingFlag(operation, options);
        if (missing !== undefined) throw new UsageError(`${commandName(operation)} needs ${missing}`);
        const verbose = program.opts<{ verbose?: boolean }>().verbose === true;
        return withRuntime(io, enginesWith(options.engine), runtime => run(operation, runtime, edges, options, verbose, io));
      });
  }
}

async function run(
  operation: OperationDefinition,
  runtime: Runtime,
  edges: string,
  options: GraphCommand,
  verbose: boolean,
  io: CommandIo,
): Promise<void> {
  const { output, top, json } = options;
  const format = output === undefined ? undefined : await checkOutput(output);
  const progress = progressLine(io, commandName(operation));
  const settings = { signal: io.signal, onProgress: progress.onProgress };
  try {
    await using graph = edgeGraph(runtime, edges, options);
    // What follows the algorithm is another plan: --engine pins nothing of it, and the notes of the result stay the algorithm's.
    await using result = await (await algorithm(operation, graph, options, io.signal)).collect(settings);
    await using table =
      top === undefined ? undefined : await ordered(operation, runtime.fromArrow(result.data)).limit(top).collect(settings);
    const shown = table ?? result;
    if (output !== undefined && format !== undefined) {
      await writeTable(runtime, shown, output, format, io.signal);
      progress.done();
      io.stderr(`${output}: ${String(shown.length)} rows\n`);
    } else if (json) {
      progress.done();
      for (const chunk of jsonChunks(shown)) {
        io.signal.throwIfAborted();
        io.stdout(chunk);
        await io.drained();
      }
    } else {
      progress.done();
      io.stdout(previewText(shown, top ?? PREVIEW));
    }
    if (result.notes['converged'] === false)
      io.stderr(
        `parquetframe: PageRank did not converge: error ${JSON.stringify(result.notes['error'])} after ${JSON.stringify(result.notes['iterations'])} iterations; raise --max-iterations\n`,
      );
    if (verbose)
      for (const stage of [...result.provenance.stages, ...(table?.provenance.stages ?? [])])
        io.stderr(`${stage.operations.join(' → ')} on ${stage.engine}, ${(stage.seconds * 1000).toFixed(1)} ms (${stage.why})\n`);
  } finally {
    progress.done();
  }
}
