import {
  HEAP_ARROW,
  residencyKey,
  type Dataset,
  type JsonObject,
  type Kind,
  type Replica,
  type Residency,
} from '../data/index.js';
import type { KernelCall, KernelResult } from '../engine/index.js';
import { isParquetFrameError, ParquetFrameError } from '../errors/index.js';
import type { Sizes } from '../operations/index.js';
import type { CpuLease } from './admission.js';
import type { Datasets } from './datasets.js';
import type { Pick } from './decide.js';
import { debug, stageChannel } from './events.js';
import { kindOf } from './logical.js';
import type { Move } from './provenance.js';
import type { Session } from './session.js';
import type { TransferPath } from './transfer-paths.js';

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
  readonly cpu: CpuLease;
}

/** Moves one dataset along a path. New replicas are kept with the dataset, so that it is moved once. */
export async function moveDataset(
  dataset: Dataset,
  from: Replica,
  path: TransferPath,
  kind: Kind,
  session: Session,
  host: StageHost,
): Promise<{ readonly replica: Replica; readonly moves: readonly Move[] }> {
  let replica = from;
  const moves: Move[] = [];
  for (const transfer of path.transfers) {
    const started = performance.now();
    if (!transfer.alias)
      await host.datasets.makeRoom(transfer.estimate(dataset.sizes['bytes'] ?? 0).peakBytes + session.heldBytes);
    const result = await session.cancellation.settle(
      Promise.resolve(transfer.run(makeCall(session, [replica], [], transfer.to, 1, host.datasets.budget), kind)),
    );
    if (from.residency.once === true || replica.residency.once === true)
      dataset.replicas = dataset.replicas.filter(known => known !== replica);
    moves.push({
      from: residencyKey(transfer.from),
      to: residencyKey(transfer.to),
      bytes: result.replica.bytes ?? 0,
      seconds: (performance.now() - started) / 1000,
      alias: transfer.alias,
    });
    replica = result.replica;
    dataset.replicas = [...dataset.replicas, replica, ...(result.also ?? [])];
    dataset.sizes = { ...dataset.sizes, ...result.statistics };
  }
  return { replica, moves };
}

function makeCall(
  session: Session,
  inputs: readonly Replica[],
  values: readonly unknown[],
  want: Residency,
  threads: number,
  memory: number,
): KernelCall {
  const { cancellation } = session;
  return {
    inputs,
    arguments: values,
    want,
    signal: cancellation.signal,
    cancelled: cancellation.cancelled,
    threads,
    memory,
    progress: fraction => {
      session.progress(fraction);
    },
    checkpoint: cancellation.checkpoint,
  };
}

/** Runs one placed fragment: moves its inputs, waits for cores and memory, runs the kernel. Its inputs are datasets by now. */
export async function runStage(
  pick: Pick,
  inputs: readonly Dataset[],
  want: Residency,
  session: Session,
  host: StageHost,
  why: string,
): Promise<StageResult> {
  const { candidate } = pick;
  const { region, kernel, engine } = candidate;
  for (const dataset of inputs) {
    dataset.leases++;
    host.datasets.touch(dataset);
  }
  try {
    const moves: Move[] = [];
    const replicas: Replica[] = [];
    for (const [index, port] of pick.ports.entries()) {
      const dataset = inputs[index];
      if (!dataset) throw new ParquetFrameError('INTERNAL', 'a port has no dataset');
      const source = host.datasets
        .alive(dataset)
        .find(replica => residencyKey(replica.residency) === residencyKey(port.option.residency));
      if (!source)
        throw new ParquetFrameError('DATASET_LOST', `${dataset.label} is no longer in ${residencyKey(port.option.residency)}`);
      const moved = await moveDataset(dataset, source, port.path, kindOf(port.input), session, host);
      moves.push(...moved.moves);
      replicas.push(moved.replica);
      if (moved.replica.residency.once === true) dataset.replicas = dataset.replicas.filter(known => known !== moved.replica);
    }
    checkFacts(pick, inputs);
    await host.datasets.makeRoom(pick.cost.peakBytes + session.heldBytes);
    const lease = await host.cpu
      .acquire(kernel.cpu === 'one' ? 1 : host.cpu.total, session.cancellation.signal)
      .catch((error: unknown) => {
        throw session.cancellation.signal.aborted ? session.cancellation.reason : error;
      });
    const started = performance.now();
    try {
      session.cancellation.check();
      const call = makeCall(session, replicas, region.values, want, lease.threads, host.datasets.budget);
      const event = {
        operations: region.steps.map(step => step.definition.name),
        engine: engine.id,
        signature: region.fragment.signature,
        why,
      };
      debug('%s on %s (%s)', event.operations.join(' → '), engine.id, why);
      const running = stageChannel.tracePromise(async () => kernel.run(call), event);
      keepLeased(running, inputs);
      const result = await session.cancellation.settle(running);
      const seconds = (performance.now() - started) / 1000;
      return { ...described(result, engine.id, want), seconds, threads: lease.threads, alone: lease.alone, moves };
    } finally {
      lease.release();
    }
  } finally {
    for (const dataset of inputs) dataset.leases--;
  }
}

/** A kernel that outlives its caller (an abort past the grace period) still reads its inputs. */
function keepLeased(running: Promise<unknown>, inputs: readonly Dataset[]): void {
  for (const dataset of inputs) dataset.leases++;
  const done = (): void => {
    for (const dataset of inputs) dataset.leases--;
  };
  running.then(done, done);
}

/** Data-dependent errors that the facts of the inputs already tell. */
function checkFacts(pick: Pick, inputs: readonly Dataset[]): void {
  for (const step of pick.candidate.region.steps) {
    if (!step.definition.check) continue;
    step.definition.check(
      step.inputs.map(input => inputs[pick.candidate.region.ports.indexOf(input)]?.sizes ?? {}),
      step.options,
    );
  }
}

function described(result: KernelResult, engine: string, want: Residency): Described {
  const value: unknown = result;
  if (typeof value !== 'object' || value === null || !('replica' in value))
    throw new ParquetFrameError('ENGINE_DEFECT', `engine ${engine} returned no replica`);
  if (residencyKey(result.replica.residency) !== residencyKey(want)) {
    throw new ParquetFrameError(
      'ENGINE_DEFECT',
      `engine ${engine} returned a replica in ${residencyKey(result.replica.residency)}, asked was ${residencyKey(want)}`,
    );
  }
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

/** What a kernel threw, typed. Anything without a code is a defect of the engine, and falls back like a crash. */
export function typedFailure(error: unknown, engine: string): ParquetFrameError {
  if (isParquetFrameError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ParquetFrameError('ENGINE_DEFECT', `engine ${engine} threw an untyped error: ${message}`, {
    cause: error,
    details: { engine },
  });
}
