import { tracingChannel } from 'node:diagnostics_channel';
import { debuglog } from 'node:util';

/** Traces every stage: `tracing:parquetframe:stage:start`, `:asyncEnd`, `:error` … with `StageEvent` as message; `:asyncEnd` has its duration and rows. */
// Versions of Node's types name what is stored and what is told in either order.
export const stageChannel = tracingChannel<StageEvent, StageEvent>('parquetframe:stage');

export interface StageEvent {
  readonly operations: readonly string[];
  readonly engine: string;
  readonly signature: string;
  readonly why: string;
  /** of the kernel: in `asyncEnd`, when it has finished */
  readonly seconds?: number;
  /** of the result, where they are known: in `asyncEnd` */
  readonly rows?: number;
}

export const debug = debuglog('parquetframe');

const warned = new Set<string>();

/** One process warning per distinct fallback, or whatever else `code` says, with a stable code. */
export function warnOnce(key: string, message: string, code = 'PARQUETFRAME_FALLBACK'): void {
  debug('%s', message);
  if (warned.has(key)) return;
  warned.add(key);
  process.emitWarning(message, { type: 'ParquetFrameWarning', code });
}
