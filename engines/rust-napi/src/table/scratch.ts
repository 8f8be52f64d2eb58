import { ParquetFrameError, bindingStrings, joinKeysOf, windowsOf } from '@parquetframe/core/engine';
import type { EngineContext, Replica, Scratch, Step } from '@parquetframe/core/engine';

/** Inputs of this part of the memory are read without a folder for what does not fit: they nearly always do. */
const SMALL = 1 / 64;
/** Bytes on disk for each byte of a file, and at least. */
const UNPACKED = 2;
const LEAST = 1 << 20;

/** What a run may take. */
export interface Room {
  /** bytes of memory */
  readonly memory: number;
  /** a folder for the rest */
  readonly scratch?: string;
}

/** The result of a run and the folder that it still reads from. */
export interface Spilled<T> {
  readonly result: T;
  readonly scratch: Scratch | undefined;
}

/**
 * Runs what may put a part of its rows on disk: with a folder where the inputs are large, else in memory, and once more with a folder where that is not enough. Whoever
 * gets the result disposes of the folder when nothing is read from it any more.
 */
export async function runSpilling<T>(
  context: Pick<EngineContext, 'scratch'>,
  inputs: readonly Replica[],
  memory: number,
  run: (room: Room) => Promise<T>,
): Promise<Spilled<T>> {
  const bytes = inputs.reduce((sum, input) => sum + inputBytes(input), 0);
  if (bytes <= memory * SMALL) {
    try {
      return { result: await run({ memory }), scratch: undefined };
    } catch (error) {
      if (!(error instanceof ParquetFrameError && error.code === 'OUT_OF_MEMORY')) throw error;
    }
  }
  const scratch = await context.scratch(Math.max(LEAST, bytes * UNPACKED));
  try {
    return { result: await run({ memory, scratch: scratch.path }), scratch };
  } catch (error) {
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
}

/** What gives rows as they come. */
const STREAMS: ReadonlySet<string> = new Set(['parquet.scan', 'table.concat', 'table.filter', 'table.project', 'table.limit']);

/** What looks at all rows before it gives one, and whether they can be divided into parts that are worked on one by one. Anything else has them in memory. */
const SPILLS: { readonly [operation: string]: (step: Step) => boolean } = {
  'table.join': step => joinKeysOf(step).length > 0,
  'table.sort': () => true,
  'table.distinct': step => step.binding['keep'] !== 'last',
  'table.aggregate': step => bindingStrings(step, 'keys').length > 0,
  'table.groupHead': step => bindingStrings(step, 'keys').length > 0,
  'table.window': step => windowsOf(step).every(({ partitionBy }) => partitionBy.length > 0),
};

/** Whether a plan may put rows on disk, and never needs all of them in memory. */
export function maySpill(steps: readonly Step[]): boolean {
  const whole = steps.filter(({ operation }) => !STREAMS.has(operation));
  return whole.length > 0 && whole.every(step => SPILLS[step.operation]?.(step) === true);
}

/** Bytes of a table, or of a file. */
function inputBytes({ bytes, value }: Replica): number {
  if (typeof value === 'object' && value !== null && 'path' in value && 'bytes' in value) return Number(value.bytes);
  return bytes ?? 0;
}
