import { createRuntime, type EngineModule, type Runtime } from '@parquetframe/core';
import type { CommandIo } from './io.js';

/** Runs a command on a runtime with these engines, and closes it whatever happens. */
export async function withRuntime<T>(
  io: CommandIo,
  engines: Promise<readonly EngineModule[]>,
  run: (runtime: Runtime) => Promise<T>,
): Promise<T> {
  io.signal.throwIfAborted();
  const runtime = await createRuntime({ engines: await engines });
  try {
    return await run(runtime);
  } finally {
    await runtime.close();
  }
}
