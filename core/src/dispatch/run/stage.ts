import {
  HEAP_ARROW,
  heldReplica,
  residencyKey,
  sameResidency,
  type BatchStream,
  type Dataset,
  type JsonObject,
  type Replica,
  type Residency,
} from '../../contract/data/index.js';
import { resultFault, type KernelResult } from '../../contract/index.js';
import { isParquetFrameError, ParquetFrameError } from '../../contract/errors/index.js';
import type { Sizes } from '../../contract/operations/index.js';
import type { Admission } from './admission.js';
import type { Datasets } from './datasets.js';
import type { Pick } from '../place/decide.js';
import { debug, stageChannel } from './events.js';
import { kindOf } from '../resolve/logical.js';
import { kernelCall, moveDataset, supervised } from '../transfer/moves.js';
import { NO_MOVE } from '../transfer/transfer-paths.js';
import type { Move } from '../../executor/provenance.js';
import type { Session } from './session.js';

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
  readonly admission: Admission;
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
      const alive = host.datasets.alive(dataset);
      // It may have been brought there since the decision, for another port of the same dataset.
      const there = alive.find(({ residency }) => sameResidency(residency, port.want) && residency.once !== true);
      const source = there ?? alive.find(({ residency }) => sameResidency(residency, port.option.residency));
      if (!source)
        throw new ParquetFrameError('DATASET_LOST', `${dataset.label} is no longer in ${residencyKey(port.option.residency)}`);
      const path = there ? NO_MOVE : port.path;
      const moved = await moveDataset(dataset, source, path, kindOf(port.input), session, host.datasets);
      moves.push(...moved.moves);
      replicas.push(moved.replica);
      if (moved.replica.residency.once === true) dataset.replicas = dataset.replicas.filter(known => known !== moved.replica);
    }
    checkFacts(pick, inputs);
    const { signal } = session.cancellation;
    const demand = { threads: kernel.cpu === 'one' ? 1 : host.admission.threads, bytes: pick.cost.peakBytes };
    const lease = await host.admission.acquire(demand, signal).catch((error: unknown) => {
      throw signal.aborted ? session.cancellation.reason : error;
    });
    try {
      await host.datasets.makeRoom(host.admission.bytes);
      session.cancellation.check();
      const started = performance.now();
      const call = kernelCall(session, replicas, region.values, want, lease.threads, host.datasets.budget);
      const event = {
        operations: region.steps.map(step => step.definition.name),
        engine: engine.id,
        signature: region.fragment.signature,
        why,
      };
      debug('%s on %s (%s)', event.operations.join(' → '), engine.id, why);
      const running = stageChannel.tracePromise(async () => kernel.run(call), event);
      const result = await supervised(running, inputs, session);
      const seconds = (performance.now() - started) / 1000;
      return { ...described(result, engine.id, want), seconds, threads: lease.threads, alone: lease.alone, moves };
    } finally {
      lease.release();
    }
  } finally {
    for (const dataset of inputs) dataset.leases--;
  }
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

/** What a kernel threw, typed. Anything without a code is a defect of the engine, and falls back like a crash. */
export function typedFailure(error: unknown, engine: string): ParquetFrameError {
  if (isParquetFrameError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ParquetFrameError('ENGINE_DEFECT', `engine ${engine} threw an untyped error: ${message}`, {
    cause: error,
    details: { engine },
  });
}

/** A stream that ends with the call's error once it is aborted, past its deadline, or its runtime is closed. */
export function guarded(replica: Replica, session: Session): Replica {
  const stream = replica.value as BatchStream;
  const value: BatchStream = {
    schema: stream.schema,
    async *[Symbol.asyncIterator]() {
      for await (const batch of stream) {
        session.cancellation.check();
        yield batch;
      }
    },
  };
  return heldReplica(replica.residency, value, replica.bytes, () => replica.release());
}
