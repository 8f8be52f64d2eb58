import { readConfiguration, type EngineModule } from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { isolate } from '@parquetframe/process-host';

/** The engines of the default runtime. rust-napi says so itself where its binary is not installed. */
export const defaultEngines = (): readonly EngineModule[] => [rustNapi(), workerPool(), tsReference()];

/**
 * Every engine that is installed: the default ones, rust-napi in a process of its own, and rust-neon where it can be found.
 * For the command line, demonstrations and parity runs; an application chooses its engines itself.
 */
export async function allEngines(): Promise<readonly EngineModule[]> {
  return [...defaultEngines(), isolate(rustNapi()), ...(await optionalEngines())];
}

/** The engines of the default runtime, and the one that is asked for by name if it is another; every engine there is when nobody knows it. */
export async function enginesWith(id: string): Promise<readonly EngineModule[]> {
  const wanted = id === 'auto' ? readConfiguration().engine : id;
  const engines = defaultEngines();
  if (wanted === undefined || engines.some(engine => engine.manifest.id === wanted)) return engines;
  const all = await allEngines();
  const found = all.filter(engine => engine.manifest.id === wanted);
  return found.length === 0 ? all : [...engines, ...found];
}

async function optionalEngines(): Promise<readonly EngineModule[]> {
  try {
    const rustNeon = (await import('@parquetframe/engine-rust-neon')) as { readonly default?: () => EngineModule };
    return rustNeon.default ? [rustNeon.default()] : [];
  } catch {
    return [];
  }
}
