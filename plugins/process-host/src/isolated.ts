/** Opens an isolated engine again somewhere else: the default export that the contract asks of an engine package. */
import type { EngineModule, Json } from '@parquetframe/core/engine';
import { isolate, type IsolatedEngine } from './isolate.js';
import type { IsolateOptions } from './options.js';

/** @param source what `isolate` put into `source.options` */
export default function isolated(source: Json): EngineModule {
  if (typeof source !== 'object' || source === null || !('engine' in source))
    throw new TypeError('the options of an isolated engine come from `source.options` of one');
  // The shape is ours: `isolate` wrote it.
  const { engine, options } = source as unknown as { readonly engine: IsolatedEngine; readonly options: IsolateOptions };
  return isolate(engine, options);
}
