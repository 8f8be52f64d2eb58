import { createRuntime, type Runtime, type RuntimeOptions } from '@parquetframe/core';
import { allEngines } from '../engines.js';
import type { CommandIo } from './io.js';

/** Runs a command on a runtime with every installed engine, and closes it whatever happens. */
export async function withRuntime<T>(
  io: CommandIo,
  run: (runtime: Runtime) => Promise<T>,
  options: RuntimeOptions = {},
): Promise<T> {
  io.signal.throwIfAborted();
  const runtime = await createRuntime({ engines: await allEngines(), ...options });
  try {
    return await run(runtime);
  } finally {
    await runtime.close();
  }
}
