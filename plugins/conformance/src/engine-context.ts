import { ScratchFolders, type EngineContext, type Space } from '@parquetframe/core/engine';

/** What kernels of the kit may take. */
export const MEMORY = 2 ** 32;
const scratch = new ScratchFolders();

/** What an engine gets to know of the kit in the place of a runtime. */
export function engineContext(id: string, threads: number, signal: AbortSignal): EngineContext {
  return {
    space: (name): Space => `${id}/${name}`,
    threads,
    memory: MEMORY,
    settings: { nativeLog: undefined },
    scratch: bytes => scratch.scratch(bytes),
    allocateShared: bytes => new SharedArrayBuffer(bytes),
    signal,
    lost: () => undefined,
    log: () => undefined,
  };
}
