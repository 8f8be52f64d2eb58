import { createRuntime } from '@parquetframe/core';
import type { Runtime, Table } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { isolate } from '@parquetframe/process-host';
import type { Finished } from './measure.js';

/** One runtime with every engine; each side pins its own. Nothing is learned from earlier runs. */
export const openRuntime = (): Promise<Runtime> =>
  createRuntime({ engines: [tsReference(), workerPool(), rustNapi(), isolate(rustNapi())], wisdom: 'off', uncertified: 'allow' });

/** The engines of the default runtime: none in a process of its own, which takes tens of milliseconds to start from one that holds gigabytes. */
export const openDefaultRuntime = (): Promise<Runtime> =>
  createRuntime({ engines: [rustNapi(), workerPool(), tsReference()], wisdom: 'off', uncertified: 'allow' });

/** Engines that are here and claim all of these operations. */
export const enginesFor = (runtime: Runtime, ...operations: readonly string[]): string[] =>
  runtime
    .engines()
    .filter(
      ({ availability, manifest }) =>
        availability.available && operations.every(name => Object.hasOwn(manifest.operations, name)),
    )
    .map(({ id }) => id);

/** Engines that are registered but cannot run, with the reason. */
export const missingEngines = (runtime: Runtime): string[] =>
  runtime.engines().flatMap(({ id, availability }) => (availability.available ? [] : [`${id}: ${availability.reason}`]));

/** A collected table as the end of a run; `answer` reads it before it is closed. */
export const tableFinished = <S>(table: Table<S>, answer: (table: Table<S>) => number): Finished => ({
  answer: () => answer(table),
  close: () => table.close(),
});
