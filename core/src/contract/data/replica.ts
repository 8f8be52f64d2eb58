import type { Json, MaybePromise } from './json.js';
import type { DataType, Schema } from './types.js';

/** Who owns the memory. `heap`, `shared` and `file` are core's; every other space is minted by `EngineContext.space()`. */
export type Space = 'heap' | 'shared' | 'file' | (string & { readonly [space]?: never });
declare const space: unique symbol;

/** How it is laid out. Layouts private to an engine are prefixed with its id, as in `rust-napi:csr+csc`. */
export type Layout = 'arrow' | 'batches' | 'csr+csc' | 'bytes' | 'record' | `${string}:${string}`;

export type Residency = {
  readonly space: Space;
  readonly layout: Layout;
  /** read once, in order (a stream); otherwise any number of times */
  readonly once?: true;
};

/** One physical copy of a dataset. `release` is idempotent; memory outlives every view made from it. */
export interface Replica<T = unknown> {
  readonly residency: Residency;
  readonly value: T;
  /** undefined when unknown; 0 when it aliases memory that another replica already counts */
  readonly bytes: number | undefined;
  /** its value is not computed yet (a query that a service runs when it is asked for): the time is booked where it is needed */
  readonly deferred?: true;
  /** true when the memory is gone (a crashed process, a closed session) */
  readonly lost?: () => boolean;
  release(): MaybePromise<void>;
}

export type Kind =
  | { readonly kind: 'table'; readonly schema: Schema }
  | { readonly kind: 'graph'; readonly directed: boolean; readonly weighted: boolean; readonly id: DataType }
  | { readonly kind: 'file'; readonly scheme: string }
  | { readonly kind: 'record' }
  | PluginKind;

/** A kind of a plugin, such as `example:model`: named with the plugin's own prefix, with whatever its operations need to know before anything is run. */
export type PluginKind = {
  readonly kind: `${string}:${string}`;
  readonly about?: Json;
};

/** The value of a replica in space `file`: enough to notice that the file was changed since. */
export interface FileReference {
  readonly path: string;
  readonly bytes: number;
  /** modification time in milliseconds */
  readonly modified: number;
}

export const HEAP_ARROW: Residency = { space: 'heap', layout: 'arrow' };
export const HEAP_BATCHES: Residency = { space: 'heap', layout: 'batches', once: true };
export const HEAP_GRAPH: Residency = { space: 'heap', layout: 'csr+csc' };
export const HEAP_RECORD: Residency = { space: 'heap', layout: 'record' };
export const SHARED_ARROW: Residency = { space: 'shared', layout: 'arrow' };
export const SHARED_GRAPH: Residency = { space: 'shared', layout: 'csr+csc' };
export const FILE_BYTES: Residency = { space: 'file', layout: 'bytes' };

export const residencyKey = (residency: Residency): string => `${residency.space}/${residency.layout}`;
export const sameResidency = (a: Residency, b: Residency): boolean => a.space === b.space && a.layout === b.layout;

export const heldReplica = <T>(
  residency: Residency,
  value: T,
  bytes: number | undefined,
  release: () => MaybePromise<void> = () => undefined,
): Replica<T> => ({
  residency,
  value,
  bytes,
  release,
});
