import type { RowOptions } from '../contract/data/index.js';
import { checkOptionNames, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import type { Determinism } from '../contract/plan/index.js';
import { PUBLIC_RUN_OPTIONS, type RunOptions } from '../executor/index.js';
import type { Int64 } from './column-types.js';

/** What frames and graphs are told once and hand on. */
export interface FrameSettings<I extends Int64 = Int64> {
  /** pins what is derived from here to an engine; nothing falls back. `auto` takes a pin away. */
  readonly engine?: string | undefined;
  readonly determinism?: Determinism | undefined;
  /** how int64 and uint64 appear in rows; default as the runtime says, else `bigint` */
  readonly int64?: I | undefined;
}

export const FRAME_SETTINGS = optionNames<FrameSettings>()({ engine: true, determinism: true, int64: true });
export const ROW_OPTIONS = optionNames<RowOptions>()({ int64: true, timestamp: true });

/** Settings that make sense. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkSettings(taker: string, given: FrameSettings, known: readonly string[] = FRAME_SETTINGS): void {
  checkOptionNames(taker, given, known);
  const { engine, determinism, int64 } = given;
  requireEngine(taker, engine);
  requireChoice(taker, 'determinism', determinism, ['exact', 'fast']);
  requireChoice(taker, 'int64', int64, INT64_FORMS);
}

/** Options of rows that make sense. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkRowOptions(taker: string, given: RowOptions | undefined, known: readonly string[] = ROW_OPTIONS): void {
  checkOptionNames(taker, given, known);
  requireChoice(taker, 'int64', given?.int64, INT64_FORMS);
  requireChoice(taker, 'timestamp', given?.timestamp, ['date', 'bigint']);
}

/** Options of a call that runs a frame. What they say is checked where it is run. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkRun(taker: string, given: RunOptions | undefined, more: readonly string[] = []): void {
  checkOptionNames(taker, given, [...PUBLIC_RUN_OPTIONS, ...more]);
  requireEngine(taker, given?.engine);
  requireEngine(taker, given?.prefer, 'prefer');
  requireFlag(taker, 'rewrite', given?.rewrite);
}

const INT64_FORMS: readonly Int64[] = ['bigint', 'number', 'string'];

function requireEngine(taker: string, engine: unknown, option = 'engine'): void {
  if (engine === undefined || (typeof engine === 'string' && engine !== '')) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker}: ${option} must be the id of an engine, received ${received(engine)}`,
    {
      details: { option },
    },
  );
}

function requireFlag(taker: string, option: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: ${option} must be true or false, received ${received(value)}`, {
    details: { option },
  });
}

export function requireChoice(taker: string, option: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some(choice => choice === value)) return;
  const names = choices.map(choice => JSON.stringify(choice)).join(' or ');
  throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: ${option} must be ${names}, received ${received(value)}`, {
    details: { option },
  });
}

/** `auto` is not a pin. */
export const pinned = (engine: string | undefined): string | undefined => (engine === 'auto' ? undefined : engine);
