import { deferRuntime, type DeferredRuntime, type ParquetMetadata, type Runtime } from '@parquetframe/core';
import { defaultEngines } from './engines.js';

/** Made when the first frame is run, with the default engines: importing this package does no work. */
const runtime = deferRuntime(() => ({ engines: defaultEngines() }));

export const { readParquet, readCsv, fromArrow, fromRows, fromColumns, fromRange, fromTimes, graph }: DeferredRuntime = runtime;

/** The runtime behind the functions of this module. */
export const defaultRuntime = (): Promise<Runtime> => runtime.start();

/** Schema, row groups, codecs and statistics of a Parquet file, from its footer. */
export const metadata = async (path: string | URL): Promise<ParquetMetadata> => (await runtime.start()).metadata(path);
