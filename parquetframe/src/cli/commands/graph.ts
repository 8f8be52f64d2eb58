import { isInteger, rowsOf, sliceTable } from '@parquetframe/core/engine';
import type { DataFrame, GraphFrame, Runtime } from '@parquetframe/core';
import { Option, type Command } from 'commander';
import { toJson, UsageError, type CommandIo } from '../io.js';
import { checkOutput, writeFrame } from '../output.js';
import { progressLine } from '../progress.js';
import { cellText, textTable } from '../text-table.js';
import { enginesWith } from '../../engines.js';
import { withRuntime } from '../with-runtime.js';

interface GraphOptions {
  readonly src: string;
  readonly dst: string;
  readonly weight?: string;
  readonly undirected?: boolean;
  readonly source?: readonly string[];
  readonly maxDepth?: number;
  readonly damping?: number;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly class: 'exact' | 'fast';
  readonly top?: number;
  readonly output?: string;
  readonly engine: string;
  readonly json?: boolean;
}

type Algorithm = 'bfs' | 'pagerank' | 'wcc' | 'degree';
/** Rows printed when neither --top nor --json nor --output says otherwise. */
const PREVIEW = 20;

export function addGraph(program: Command, io: CommandIo): void {
  const graph = program.command('graph').description('graph algorithms on an edge list (CSV, also gzipped, or Parquet)');
  const descriptions: { readonly [name in Algorithm]: string } = {
    bfs: 'hops from --source: vertex, distance, predecessor',
    pagerank: 'vertex, rank',
    wcc: 'weakly connected components: vertex, component',
    degree: 'vertex, in, out',
  };
  for (const name of Object.keys(descriptions) as Algorithm[]) {
    const command = graph
      .command(name)
      .description(descriptions[name])
      .argument('<edges>', 'edge list: .csv, .csv.gz or .parquet')
      .option('--src <column>', 'column that edges start from', 'src')
      .option('--dst <column>', 'column that edges lead to', 'dst')
      .option('--weight <column>', 'weight column')
      .option('--undirected', 'edges have no direction')
      .addOption(
        new Option('--class <class>', 'exact: the same bytes from every engine').choices(['exact', 'fast']).default('exact'),
      )
      .option('--top <n>', 'only the first N rows: highest rank or degree, nearest, smallest component', integer)
      .option('--output <file>', 'write all rows to a .csv, .parquet, .json or .arrow file')
      .option('--engine <name>', 'engine to build and run with', 'auto')
      .option('--json', 'print JSON');
    if (name === 'bfs') command.option('--source <id...>', 'source vertices').option('--max-depth <n>', 'hops at most', integer);
    if (name === 'pagerank')
      command
        .option('--damping <d>', 'probability to follow an edge', number)
        .option('--tolerance <t>', 'L1 change at which to stop', number)
        .option('--max-iterations <n>', 'iterations at most', integer);
    command.action((edges: string, options: GraphOptions) =>
      withRuntime(io, enginesWith(options.engine), runtime =>
        run(name, runtime, edges, options, program.opts<{ verbose?: boolean }>().verbose === true, io),
      ),
    );
  }
}

async function run(
  name: Algorithm,
  runtime: Runtime,
  edges: string,
  options: GraphOptions,
  verbose: boolean,
  io: CommandIo,
): Promise<void> {
  if (name === 'bfs' && !options.source) throw new UsageError('bfs needs --source ID');
  if (options.output !== undefined) checkOutput(options.output);
  const engine = options.engine === 'auto' ? undefined : options.engine;
  const frame = readEdges(runtime, edges);
  await using graph = runtime.graph.fromEdges(frame, {
    src: options.src,
    dst: options.dst,
    ...(options.weight === undefined ? {} : { weight: options.weight }),
    directed: options.undirected !== true,
    ...(engine === undefined ? {} : { engine }),
  });
  const result = await algorithm(name, graph, frame, options);
  const progress = progressLine(io, name);
  const settings = { signal: io.signal, onProgress: progress.onProgress };
  try {
    if (options.output !== undefined) {
      const rows = await writeFrame(
        options.top === undefined ? result : ordered(name, result).limit(options.top),
        options.output,
        settings,
      );
      progress.done();
      io.stderr(`${options.output}: ${String(rows)} rows\n`);
      return;
    }
    const shown = options.top === undefined ? result : ordered(name, result).limit(options.top);
    await using table = await shown.collect(settings);
    progress.done();
    if (options.json) io.stdout(toJson(table.toRows()));
    else {
      const limit = options.top ?? PREVIEW;
      const rows = rowsOf(sliceTable(table.data, 0, Math.min(limit, table.length)));
      const columns = table.schema.map(f => f.name);
      io.stdout(
        textTable(
          columns,
          rows.map(row => columns.map(column => cellText((row as Record<string, unknown>)[column]))),
        ),
      );
      if (table.length > rows.length)
        io.stdout(`… ${String(table.length - rows.length)} more rows; --top N for the first by value, --output FILE for all\n`);
    }
    if (table.notes['converged'] === false)
      io.stderr(
        `pframe: PageRank did not converge: error ${JSON.stringify(table.notes['error'])} after ${JSON.stringify(table.notes['iterations'])} iterations; raise --max-iterations\n`,
      );
    if (verbose)
      for (const stage of table.provenance.stages)
        io.stderr(`${stage.operations.join(' → ')} on ${stage.engine}, ${(stage.seconds * 1000).toFixed(1)} ms (${stage.why})\n`);
  } finally {
    progress.done();
  }
}

/** Edge lists by extension. @throws UsageError for others */
export function readEdges(runtime: Runtime, path: string): DataFrame {
  if (/\.csv(\.gz)?$/i.test(path)) return runtime.readCsv(path);
  if (/\.parquet$/i.test(path)) return runtime.readParquet(path);
  throw new UsageError(`an edge list is a .csv, .csv.gz or .parquet file, received ${path}`);
}

async function algorithm(
  name: Algorithm,
  graph: Pick<GraphFrame, 'run'>,
  frame: DataFrame,
  options: GraphOptions,
): Promise<DataFrame> {
  const common = { class: options.class };
  switch (name) {
    case 'bfs':
      return graph.run('graph.bfs', defined({ sources: await sourceIds(frame, options), maxDepth: options.maxDepth }), common);
    case 'pagerank': {
      const { damping, tolerance, maxIterations } = options;
      return graph.run(
        'graph.pageRank',
        defined({ damping, tolerance, maxIterations, weighted: options.weight !== undefined }),
        common,
      );
    }
    case 'wcc':
      return graph.run('graph.wcc', {}, common);
    case 'degree':
      return graph.run('graph.degree', {}, common);
  }
}

const defined = (options: { readonly [option: string]: unknown }): { readonly [option: string]: unknown } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** Ids as the graph has them: numbers when the column holds integers. */
async function sourceIds(frame: DataFrame, options: GraphOptions): Promise<readonly (string | bigint)[]> {
  const schema = await frame.schema();
  const column = schema.find(f => f.name === options.src);
  const given = options.source ?? [];
  if (!column || !isInteger(column.type)) return given;
  return given.map(id => {
    if (/^-?\d+$/.test(id)) return BigInt(id);
    throw new UsageError(`the vertex ids of this graph are integers; --source received ${JSON.stringify(id)}`);
  });
}

function ordered(name: Algorithm, frame: DataFrame): DataFrame {
  switch (name) {
    case 'pagerank':
      return frame.sort([{ column: 'rank', descending: true }, { column: 'vertex' }]);
    case 'bfs':
      return frame.sort([{ column: 'distance' }, { column: 'vertex' }]);
    case 'wcc':
      return frame.sort([{ column: 'component' }, { column: 'vertex' }]);
    case 'degree':
      return frame.sort([{ column: 'in', descending: true }, { column: 'out', descending: true }, { column: 'vertex' }]);
  }
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new UsageError(`expected a number, received ${JSON.stringify(text)}`);
  return value;
}

function integer(text: string): number {
  const value = number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new UsageError(`expected a non-negative integer, received ${JSON.stringify(text)}`);
  return value;
}
