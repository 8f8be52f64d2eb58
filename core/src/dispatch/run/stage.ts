import {
  HEAP_ARROW,
  heldReplica,
  residencyKey,
  sameResidency,
  type BatchStream,
  type Dataset,
  type FileReference,
  type JsonObject,
  type Replica,
  type Residency,
} from '../../contract/data/index.js';
import { isDecline, resultFault, type Decline, type KernelResult } from '../../contract/index.js';
import { isParquetFrameError, ParquetFrameError, withFileNames } from '../../contract/errors/index.js';
import type { Sizes } from '../../contract/operations/index.js';
import type { Demand } from './admission.js';
import type { Datasets } from './datasets.js';
import type { Pick } from '../place/decision.js';
import { debug, stageChannel, type StageEvent } from './events.js';
import { KernelFailure, RunDeclined } from './failure.js';
import { closedRoom, openRoom } from './inside.js';
import type { SourceNeed } from '../../contract/sources/index.js';
import { kindOf, planned, type LogicalInput } from '../resolve/logical.js';
import { isPruned } from '../transfer/fetch.js';
import { kernelCall, moveDataset, supervised } from '../transfer/moves.js';
import { NO_MOVE } from '../transfer/transfer-paths.js';
import type { Move } from '../../executor/provenance.js';
import type { Session } from './session.js';
import { crashesSoFar, type RegisteredEngine } from '../../registry/index.js';

export interface StageResult {
  readonly replicas: readonly Replica[];
  readonly sizes: Sizes;
  readonly notes: JsonObject;
  readonly seconds: number;
  readonly threads: number;
  readonly alone: boolean;
  readonly moves: readonly Move[];
}

export interface StageHost {
  readonly datasets: Datasets;
  /** whose kernels call back into it */
  readonly owner: object;
}

/** What else a stage is told. */
export interface StageOrder {
  readonly pick: Pick;
  readonly inputs: readonly Dataset[];
  readonly want: Residency;
  readonly why: string;
  /** no longer only ready: it asks for its cores now, or has failed */
  readonly announced: () => void;
  /** statistics are not used to fetch less */
  readonly unpruned?: boolean;
}

/** Runs one placed fragment: moves its inputs, waits for cores and memory, runs the kernel. Its inputs are datasets by now. */
export async function runStage(order: StageOrder, session: Session, host: StageHost): Promise<StageResult> {
  const { pick, inputs } = order;
  const streams: { readonly dataset: Dataset; readonly stream: Replica }[] = [];
  const fetched: Replica[] = [];
  for (const dataset of inputs) {
    dataset.leases++;
    host.datasets.touch(dataset);
  }
  try {
    const moves: Move[] = [];
    const replicas: Replica[] = [];
    const mayPrune = order.want.once !== true && !order.unpruned;
    for (const [index, port] of pick.ports.entries()) {
      const dataset = inputs[index];
      if (!dataset) throw new ParquetFrameError('INTERNAL', 'a port has no dataset');
      const alive = host.datasets.alive(dataset);
      // It may have been brought there since the decision, for another port of the same dataset.
      const there = alive.find(({ residency }) => sameResidency(residency, port.want) && residency.once !== true);
      const source = there ?? alive.find(({ residency }) => sameResidency(residency, port.option.residency));
      if (!source)
        throw new ParquetFrameError('DATASET_LOST', `${dataset.label} is no longer in ${residencyKey(port.option.residency)}`);
      const path = there ? NO_MOVE : port.path;
      const need = path === NO_MOVE ? undefined : needOf(pick, port.input, session, mayPrune);
      const moved = await moveDataset(dataset, source, path, kindOf(port.input), session, host.datasets, need);
      if (moved.replica !== source && moved.replica.residency.once === true && kindOf(port.input).kind === 'file') {
        fetched.push(moved.replica);
        session.fileNames.set((moved.replica.value as FileReference).path, dataset.label);
      }
      moves.push(...moved.moves);
      replicas.push(moved.replica);
      if (moved.replica === source && source.residency.once === true) {
        dataset.replicas = dataset.replicas.filter(known => known !== source);
        streams.push({ dataset, stream: source });
      }
    }
    checkFacts(pick, inputs, session);
    const result = await runKernel(order, replicas, session, host);
    // What is computed later may read them later.
    const isLate = result.replicas.some(({ residency, deferred }) => residency.once === true || deferred === true);
    const held = isLate ? fetched.splice(0) : [];
    return { ...result, replicas: held.length === 0 ? result.replicas : result.replicas.map(r => holding(r, held)), moves };
  } catch (error) {
    // What the predicate rules out was not fetched, and this engine looked there all the same.
    if (fetched.some(isPruned) && isCorrupt(error)) return await runStage({ ...order, unpruned: true }, session, host);
    // Nothing was read: whoever takes it now finds its streams as they were.
    if (error instanceof RunDeclined) for (const { dataset, stream } of streams) dataset.replicas = [...dataset.replicas, stream];
    throw error;
  } finally {
    order.announced();
    for (const dataset of inputs) dataset.leases--;
    for (const replica of fetched) await replica.release();
  }
}

/** What a fragment reads of a file, by the step that it enters. */
function needOf({ candidate }: Pick, input: LogicalInput, { values }: Session, mayPrune: boolean): SourceNeed | undefined {
  const step = candidate.region.steps.find(({ inputs }) => inputs[0] === input);
  const reads = step?.definition.plan?.fetches?.(planned(step));
  if (!step || !reads) return undefined;
  const { columns, predicate: expression } = reads;
  return { columns, predicate: expression && mayPrune ? { expression, values: values.of(step) } : undefined };
}

const isCorrupt = (error: unknown): boolean =>
  error instanceof KernelFailure && isParquetFrameError(error.cause) && error.cause.code === 'DATA_CORRUPT';

/** A result that is read later, with the files that it reads. */
const holding = (replica: Replica, files: readonly Replica[]): Replica => ({
  residency: replica.residency,
  value: replica.value,
  bytes: replica.bytes,
  ...(replica.deferred === true ? { deferred: true } : {}),
  lost: () => replica.lost?.() === true,
  async release() {
    await replica.release();
    for (const file of files) await file.release();
  },
});

/** Waits for cores and memory, then runs. @throws KernelFailure once the kernel has begun; RunDeclined */
async function runKernel(
  { pick, inputs, want, why, announced }: StageOrder,
  replicas: readonly Replica[],
  session: Session,
  host: StageHost,
): Promise<Omit<StageResult, 'moves'>> {
  const { region, kernel, engine } = pick.candidate;
  const demand = demandOf(pick, want, session, host.datasets);
  const { lease, admission } = await session.entry.acquire(demand, session.cancellation, announced);
  const room = mayCallBack(engine, replicas) ? openRoom(host.owner, session, { admission, demand, lease }) : closedRoom(lease);
  try {
    await host.datasets.makeRoom(admission.bytes);
    await host.datasets.makeRoomIn(want.space, pick.cost.peakBytes);
    session.cancellation.check();
    // Planning and finding room may have taken a turn of the event loop already.
    const pause = session.cancellation.checkpoint();
    if (pause) await pause;
    const threads = kernel.cpu === 'none' ? 0 : Math.max(1, lease.threads);
    const memory = host.datasets.budget;
    const progress = (fraction: number): void => {
      session.progress(pick, fraction);
    };
    const values = region.isOpen ? region.steps.flatMap(step => session.values.of(step)) : region.values;
    const call = kernelCall(session, replicas, values, want, { threads, memory, progress });
    const event: { -readonly [field in keyof StageEvent]: StageEvent[field] } = {
      operations: region.steps.map(step => step.definition.name),
      engine: engine.id,
      signature: region.fragment.signature,
      why,
    };
    debug('%s on %s (%s)', event.operations.join(' → '), engine.id, why);
    let done: Described | undefined;
    const began = crashesSoFar();
    const run = async (): Promise<KernelResult> => {
      const started = performance.now();
      const result: KernelResult | Decline = await kernel.run(call);
      if (isDecline(result)) throw new RunDeclined(result);
      done = described(result, engine.id, want);
      event.seconds = (performance.now() - started) / 1000;
      const { rows } = done.sizes;
      if (rows !== undefined) event.rows = rows;
      return result;
    };
    const running = room
      .run(() => stageChannel.tracePromise(run, event))
      .catch((error: unknown) => {
        throw error instanceof RunDeclined ? error : new KernelFailure(began, error);
      });
    const result = await supervised(running, inputs, session);
    done ??= described(result, engine.id, want);
    return { ...done, seconds: event.seconds ?? 0, threads: lease.threads, alone: lease.alone };
  } finally {
    room.end();
  }
}

/** A stream may be the user's own, and is read inside the kernel. */
const mayCallBack = ({ module }: RegisteredEngine, inputs: readonly Replica[]): boolean =>
  module.callsBack !== false || inputs.some(({ residency }) => residency.once === true);

/** What a stage asks for. What is made elsewhere takes no memory here; reading schemas for a plan is little, and is never kept waiting by what it is needed for. */
function demandOf({ candidate: { kernel }, cost }: Pick, want: Residency, session: Session, datasets: Datasets): Demand {
  if (session.isPlanning) return { threads: 0, bytes: 0 };
  const threads = kernel.cpu === 'none' ? 0 : kernel.cpu === 'one' ? 1 : session.entry.admission.threads;
  const { peakBytes, minBytes = peakBytes } = cost;
  return { threads, bytes: datasets.spaces.isHere(want.space) ? Math.max(minBytes, Math.min(peakBytes, datasets.budget)) : 0 };
}

/** Data-dependent errors that the facts of the inputs already tell. */
function checkFacts(pick: Pick, inputs: readonly Dataset[], { values }: Session): void {
  for (const step of pick.candidate.region.steps) {
    if (!step.definition.check) continue;
    step.definition.check(
      step.inputs.map(input => inputs[pick.candidate.region.ports.indexOf(input)]?.sizes ?? {}),
      values.optionsOf(step),
    );
  }
}

function described(result: KernelResult, engine: string, want: Residency): Described {
  const fault = resultFault(result, want);
  if (fault !== undefined)
    throw new ParquetFrameError('ENGINE_DEFECT', `engine ${engine} broke the contract: ${fault}`, { details: { engine } });
  const table =
    result.replica.residency.layout === HEAP_ARROW.layout ? (result.replica.value as { readonly length?: unknown }) : undefined;
  const rows = typeof table?.length === 'number' ? { rows: table.length } : {};
  const bytes = result.replica.bytes === undefined ? {} : { bytes: result.replica.bytes };
  return {
    replicas: [result.replica, ...(result.also ?? [])],
    sizes: { ...bytes, ...rows, ...result.statistics },
    notes: result.notes ?? {},
  };
}
type Described = { readonly replicas: readonly Replica[]; readonly sizes: Sizes; readonly notes: JsonObject };

/** A stream that names files as the user did, and ends with the call's error once it is aborted, past its deadline, or its runtime is closed. */
export function guarded(replica: Replica, session: Session, named: (error: unknown) => unknown): Replica {
  const stream = replica.value as BatchStream;
  const value: BatchStream = {
    schema: stream.schema,
    async *[Symbol.asyncIterator]() {
      try {
        for await (const batch of stream) {
          session.cancellation.check();
          yield batch;
        }
      } catch (error) {
        throw named(withFileNames(error, session.fileNames));
      }
    },
  };
  return heldReplica(replica.residency, value, replica.bytes, () => replica.release());
}
