import {
  isDecline,
  type Kernel,
  type PreparedInput,
  type Replica,
  type Sizes,
  type Statistics,
  type TableData,
} from '@parquetframe/core/engine';
import { caseText } from '../case-text.js';
import { releaseAll } from '../replicas.js';
import type { Outcome } from '../driver.js';
import { engineOutcome, Mismatch, ready, type ReadyCase } from '../examine.js';
import type { TestedOperation } from '../operation-cases.js';
import type { CasePreparer } from '../prepare.js';
import type { Session } from '../session.js';
import type { OperationCheck } from './check.js';
import { manyRowsCase } from './many-rows.js';

const ROWS = 20_011;
/** An estimate may be coarse; beyond this it is made up, and either refuses what fits or lets through what does not. */
const TOO_LITTLE = 1 / 4;
const TOO_MUCH = 1000;
/** Engines may keep something of their own whatever the data. */
const FLOOR = 64 * 2 ** 20;

/** Sizes that an engine states are those of its results; what it expects to need, and says that a result takes, is of the right order. */
export const estimates: OperationCheck = {
  name: 'estimates',
  async run(session, tested) {
    const driver = await session.driver();
    const large = await manyRowsCase(session, tested, ROWS);
    const small = tested.cases.literals.filter(({ expect }) => !(expect && 'error' in expect)).slice(0, 6);
    let cases = 0;
    for (const given of [...small, ...(large ? [large] : [])]) {
      const item = await ready(session, tested, given, 'exact');
      if (!item) continue;
      const outcome = await engineOutcome(driver, item, { keep: true });
      if (outcome.outcome !== 'result') continue;
      try {
        const kernel = await driver.bind(item.bound);
        const problem =
          statedProblem(outcome) ??
          (isDecline(kernel)
            ? undefined
            : estimateProblem(kernel, await statisticsOf(session, tested, item, outcome), outcome, tested.definition.name));
        if (problem !== undefined) throw new Mismatch(`${problem}\n${caseText(item.given)}`);
      } finally {
        await releaseAll([...outcome.held, ...outcome.inputs]);
      }
      cases++;
    }
    return { cases };
  },
};

type Result = Extract<Outcome, { outcome: 'result' }>;

function statedProblem({ result, held }: Result): string | undefined {
  const stated = held.find(({ bytes }) => bytes !== undefined && !(Number.isFinite(bytes) && bytes >= 0));
  if (stated) return `a replica says that it takes ${String(stated.bytes)} bytes`;
  const { rows, vertices, arcs } = result.sizes;
  const truth = truthOf(result);
  for (const [name, value] of Object.entries({ rows, vertices, arcs })) {
    const right = truth[name];
    if (value !== undefined && right !== undefined && value !== right)
      return `the statistics say ${value} ${name}, the result has ${right}`;
  }
  const bytes = memoryOf(held);
  const real = truth['bytes'];
  if (real !== undefined && bytes > TOO_MUCH * real + FLOOR) return `the replica says ${bytes} bytes, its data takes ${real}`;
  return undefined;
}

function truthOf(result: Result['result']): Sizes {
  if (result.kind === 'table') return { rows: result.table.length, bytes: tableBytesOf(result.table) };
  if (result.kind === 'graph') return { vertices: result.graph.vertexCount, arcs: result.graph.arcCount };
  return {};
}

/** What the result itself takes, as the engine counts it. */
const memoryOf = (held: readonly Replica[]): number => held[0]?.bytes ?? 0;

/** What dispatch would tell the kernel, had it guessed the result right. */
async function statisticsOf(
  session: Session,
  { definition }: TestedOperation,
  { prepared }: ReadyCase,
  { result }: Result,
): Promise<Statistics> {
  const preparer = await session.preparer();
  const ports: Sizes[] = [];
  for (const input of prepared.inputs) ports.push(await sizesOf(preparer, input));
  const sizes = { ...result.sizes, ...truthOf(result) };
  return { ports, result: sizes, work: definition.work(ports, prepared.options, sizes) };
}

function estimateProblem(kernel: Kernel, statistics: Statistics, { held }: Result, operation: string): string | undefined {
  const cost = kernel.estimate?.(statistics);
  if (!cost) return undefined;
  const { ports, result } = statistics;
  const taken = memoryOf(held);
  const most = TOO_MUCH * (taken + (result['bytes'] ?? 0) + ports.reduce((sum, { bytes = 0 }) => sum + bytes, 0)) + FLOOR;
  if (cost.peakBytes > most)
    return `${operation} expects to need ${cost.peakBytes} bytes for a result of ${taken}: nobody could run it`;
  if (taken > FLOOR / 1024 && cost.peakBytes < taken * TOO_LITTLE)
    return `${operation} expects to need ${cost.peakBytes} bytes, its result alone takes ${taken}`;
  if (cost.seconds > 3600) return `${operation} expects to take ${cost.seconds} s`;
  return undefined;
}

/** Of a Parquet file also what its footer says: dispatch has read it before it plans a scan. */
async function sizesOf(preparer: CasePreparer, input: PreparedInput): Promise<Sizes> {
  if (input.kind === 'table') return { rows: input.table.length, bytes: tableBytesOf(input.table) };
  if (input.kind === 'graph') return { ...input.facts, vertices: input.graph.vertexCount, arcs: input.graph.arcCount };
  const { bytes, path } = input.file;
  if (!path.endsWith('.parquet')) return { bytes };
  const { sizes } = await preparer.run('parquet.metadata', [input], {});
  return { bytes, ...sizes };
}

const tableBytesOf = ({ batches }: TableData): number =>
  batches.reduce((sum, batch) => sum + batch.columns.reduce((total, column) => total + columnBytes(column), 0), 0);

const columnBytes = (column: TableData['batches'][number]['columns'][number]): number =>
  column.buffers.reduce((sum, buffer) => sum + (buffer?.byteLength ?? 0), 0) +
  (column.children ?? []).reduce((sum, child) => sum + columnBytes(child), 0) +
  (column.dictionary ? columnBytes(column.dictionary) : 0);
