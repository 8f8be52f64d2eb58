import type { Decline, Fragment, Json, JsonObject, Kind, Residency, SourceFacts, Step } from '@parquetframe/core/engine';
import { readCount } from './read.js';

/**
 * What the host asks of the child, by message type. The child trusts these shapes: the sender showed the token and speaks the same protocol version. The answers are
 * checked field by field, because the process that sends them may be damaged.
 */
export interface Requests {
  /** loads, probes and (unless only probing) opens the engine */
  readonly open: {
    readonly source: { readonly url: string; readonly options: Json };
    readonly probeOnly: boolean;
    readonly threads: number;
    readonly memory: number;
    /** encoded value: `EngineContext.settings` */
    readonly settings: Json;
  };
  readonly covers: { readonly step: Step };
  readonly bind: {
    readonly root: Step;
    readonly determinism: Fragment['determinism'];
    readonly parameters: readonly Json[];
    /** per port that was asked about: how its file was written, null where nothing is known */
    readonly facts: { readonly [port: string]: SourceFacts | null };
  };
  readonly unbind: { readonly kernel: number };
  readonly run: {
    readonly kernel: number;
    readonly inputs: readonly WireInput[];
    /** encoded values */
    readonly arguments: readonly Json[];
    readonly want: Residency;
    readonly threads: number;
    readonly memory: number;
  };
  readonly transfer: {
    readonly transfer: number;
    readonly input: WireInput;
    readonly kind: Kind;
    readonly threads: number;
    readonly memory: number;
  };
  /** answered with the dataset as payload */
  readonly fetch: { readonly handle: number; readonly kind: Kind['kind'] };
  /** comes with the dataset as payload */
  readonly store: { readonly described: JsonObject; readonly residency: Residency };
  /** answered with the next batch of a stream, or `done` */
  readonly pull: { readonly handle: number };
  readonly drop: { readonly handle: number };
  readonly close: { readonly [none: string]: never };
}
export type RequestType = keyof Requests;

/** A dataset of the child by its handle, or a file by its reference. */
export type WireInput = { readonly handle: number } | { readonly residency: Residency; readonly value: Json };

/** The one place where typed messages become JSON and back; they consist of JSON, which interfaces cannot say to the compiler. */
export const requestJson = (request: Requests[RequestType]): JsonObject => request as unknown as JsonObject;
export const requestFrom = <T extends RequestType>(_type: T, header: JsonObject): Requests[T] => header as unknown as Requests[T];
/** Every request that can be cancelled has one: which word of the child's shared memory says so. */
export const slotFrom = (header: JsonObject): number => readCount(header, 'slot');

export const declineJson = ({ code, reason, remedy }: Decline): JsonObject => ({ code, reason, remedy });
