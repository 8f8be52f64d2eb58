import path from 'node:path';
import {
  heldReplica,
  ParquetFrameError,
  type EngineContext,
  type EngineManifest,
  type JsonObject,
  type KernelCall,
  type KernelResult,
  type Replica,
  type Sizes,
} from '@parquetframe/core/engine';
import { readList, readObject } from '../wire/read.js';
import { readPayload } from '../wire/payload.js';
import type { WireInput } from '../wire/requests.js';
import { decodeValue, encodeValue } from '../wire/value.js';
import { readReplica, readResidency, type InnerReplica } from './answers.js';
import type { Connection } from './connection.js';
import type { Answer } from './pending.js';
import type { Session } from './session.js';
import type { Spaces } from './spaces.js';
import type { Supervisor } from './supervisor.js';

/** The value of a replica that lives in a child: of use to that child alone. */
export class ChildHandle {
  constructor(
    readonly connection: Connection,
    readonly handle: number,
  ) {}
}

/** What the engine, its kernels and its transfers share on this side. */
export interface EngineHost {
  readonly id: string;
  readonly manifest: EngineManifest;
  readonly context: EngineContext;
  readonly supervisor: Supervisor;
  readonly spaces: Spaces;
  /** how often a space was lost while its child lived on */
  readonly epochs: Map<string, number>;
  readonly messageDeadline: number;
}

/** A dataset of the child as a replica here. @param slot what a stream watches for its cancellation, until it is released */
export function childReplica(host: EngineHost, session: Session, inner: InnerReplica, slot?: number): Replica {
  const residency = host.spaces.outward(inner.residency);
  const { connection } = session;
  const born = host.epochs.get(residency.space) ?? 0;
  let released = false;
  const release = (): void => {
    if (released) return;
    released = true;
    connection.tell('drop', { handle: inner.handle });
    if (slot !== undefined) connection.releaseSlot(slot);
  };
  if (residency.space === 'file') return heldReplica(residency, inner.value, inner.bytes, release);
  return {
    residency,
    value: new ChildHandle(connection, inner.handle),
    bytes: inner.bytes,
    ...(inner.deferred ? { deferred: true } : {}),
    lost: () => connection.over !== undefined || (host.epochs.get(residency.space) ?? 0) !== born,
    release,
  };
}

/** @throws ParquetFrameError `ENGINE_CRASH` when the input was in a child that is gone: it must be rebuilt first */
export function wireInput(host: EngineHost, session: Session, { residency, value }: Replica): WireInput {
  if (value instanceof ChildHandle) {
    if (value.connection === session.connection) return { handle: value.handle };
    throw new ParquetFrameError('ENGINE_CRASH', `${host.id}: an input was lost with process ${value.connection.pid}`, {
      details: { engine: host.id, lost: residency.space },
    });
  }
  if (residency.space === 'file') return { residency, value: encodeValue(absolute(value)) };
  if (residency.layout === 'record') return { residency, value: encodeValue(value) };
  throw new ParquetFrameError('INTERNAL', `${host.id}: an input in ${residency.space}/${residency.layout} is not of its process`);
}

/** The child keeps the folder it was started in; this process may have changed its own since. */
const absolute = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string'
    ? { ...value, path: path.resolve(value.path) }
    : value;

/** The result of a run or transfer in the child. @throws ProtocolError */
export function readResult(host: EngineHost, session: Session, { header, bodies, slot }: Answer): KernelResult {
  const replica = readObject(header, 'replica');
  const statistics = decodeValue(header['statistics'] ?? null);
  const notes = decodeValue(header['notes'] ?? null);
  const facts = {
    ...(isObject(statistics) ? { statistics: statistics as Sizes } : {}),
    ...(isObject(notes) ? { notes: notes as JsonObject } : {}),
  };
  if (replica['described'] !== undefined) {
    if (slot !== undefined) session.connection.releaseSlot(slot);
    const value = readPayload(readObject(replica, 'described'), bodies);
    return { replica: heldReplica(readResidency(replica['residency']), value, bodies[0]?.byteLength), ...facts };
  }
  return {
    replica: childReplica(host, session, readReplica(replica), slot),
    also: readList(header, 'also').map(other => childReplica(host, session, readReplica(other))),
    ...facts,
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

export const callFields = ({ threads, memory }: KernelCall): { readonly threads: number; readonly memory: number } => ({
  threads,
  // JSON has no infinity.
  memory: Math.min(memory, Number.MAX_SAFE_INTEGER),
});
