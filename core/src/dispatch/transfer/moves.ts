import { residencyKey, type Dataset, type Kind, type Replica, type Residency } from '../../contract/data/index.js';
import type { KernelCall, KernelResult, Transfer } from '../../contract/index.js';
import type { SourceNeed } from '../../contract/sources/index.js';
import type { Datasets } from '../run/datasets.js';
import { crashesSoFar } from '../../registry/index.js';
import type { Move } from '../../executor/provenance.js';
import type { Session } from '../run/session.js';
import type { TransferPath } from './transfer-paths.js';

/** A transfer that did not finish: the fault of the engine whose transfer it is, not of the kernel that wanted the dataset. */
export class MoveFailure extends Error {
  constructor(
    readonly transfer: Transfer,
    readonly dataset: Dataset,
    readonly source: Replica,
    /** `crashesSoFar()` when it was started */
    readonly began: number,
    cause: unknown,
  ) {
    super('a transfer failed', { cause });
  }
}

/**
 * Moves one dataset along a path. New replicas are kept with the dataset, so that it is moved once.
 * @throws MoveFailure
 */
export async function moveDataset(
  dataset: Dataset,
  from: Replica,
  path: TransferPath,
  kind: Kind,
  session: Session,
  datasets: Datasets,
  need?: SourceNeed,
): Promise<{ readonly replica: Replica; readonly moves: readonly Move[] }> {
  let replica = from;
  const moves: Move[] = [];
  for (const transfer of path.transfers) {
    const started = performance.now();
    if (!transfer.alias) await datasets.makeRoom(transfer.estimate(dataset.sizes['bytes'] ?? 0).peakBytes);
    const result = await transferred(transfer, dataset, replica, kind, session, datasets, need);
    const read = replica;
    if (read.residency.once === true) dataset.replicas = dataset.replicas.filter(known => known !== read);
    moves.push({
      from: residencyKey(transfer.from),
      to: residencyKey(transfer.to),
      bytes: result.replica.bytes ?? 0,
      seconds: (performance.now() - started) / 1000,
      alias: transfer.alias,
    });
    replica = result.replica;
    // A stream is for whoever had it made, and for nobody else.
    const kept = [replica, ...(result.also ?? [])].filter(({ residency }) => residency.once !== true);
    dataset.replicas = [...dataset.replicas, ...kept];
    dataset.sizes = { ...dataset.sizes, ...result.statistics };
  }
  return { replica, moves };
}

async function transferred(
  transfer: Transfer,
  dataset: Dataset,
  source: Replica,
  kind: Kind,
  session: Session,
  datasets: Datasets,
  need: SourceNeed | undefined,
): Promise<KernelResult> {
  const memory = datasets.budget;
  const call = kernelCall(session, [source], [], transfer.to, { threads: 1, memory, progress: () => undefined });
  const began = crashesSoFar();
  try {
    return await supervised((async () => transfer.run(call, kind, need))(), [dataset], session);
  } catch (error) {
    session.cancellation.check();
    // A stream that was read in part cannot be read again.
    if (source.residency.once === true) dataset.replicas = dataset.replicas.filter(known => known !== source);
    throw new MoveFailure(transfer, dataset, source, began, error);
  }
}

/** What a kernel or transfer of this call is run with. */
export function kernelCall(
  session: Session,
  inputs: readonly Replica[],
  values: readonly unknown[],
  want: Residency,
  { threads, memory, progress }: Pick<KernelCall, 'threads' | 'memory' | 'progress'>,
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
    progress,
    checkpoint: cancellation.checkpoint,
  };
}

/**
 * Waits for a kernel or transfer. One that is let go (an abort past the grace period) still reads its inputs, which stay leased until it ends;
 * what it gives after all is released, since nobody waits for it any more.
 */
export async function supervised(
  running: Promise<KernelResult>,
  inputs: readonly Dataset[],
  session: Session,
): Promise<KernelResult> {
  for (const dataset of inputs) dataset.leases++;
  const done = (): void => {
    for (const dataset of inputs) dataset.leases--;
  };
  running.then(done, done);
  try {
    return await session.cancellation.settle(running);
  } catch (error) {
    running.then(releaseResult).catch(() => undefined);
    throw error;
  }
}

async function releaseResult({ replica, also = [] }: KernelResult): Promise<void> {
  for (const held of [replica, ...also]) await held.release();
}
