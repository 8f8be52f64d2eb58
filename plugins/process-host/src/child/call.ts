import { ParquetFrameError, type KernelCall, type Replica, type Residency } from '@parquetframe/core/engine';

/** How long a kernel on this thread runs between two turns of the event loop. */
const SLICE = 8;
/** Progress is for people: more often than this nobody can see it. */
const PROGRESS_INTERVAL = 50;

export interface CallParts {
  readonly inputs: readonly Replica[];
  readonly arguments: readonly unknown[];
  readonly want: Residency;
  readonly threads: number;
  readonly memory: number;
  /** aborts are rare and controllers dear: made when the kernel asks for its signal */
  readonly signal: () => AbortSignal;
  readonly cancelled: Int32Array;
  readonly progress: (fraction: number) => void;
}

export function makeCall(parts: CallParts): KernelCall {
  let sliceBegan = performance.now();
  let lastProgress = -Infinity;
  const stopped = (): boolean => Atomics.load(parts.cancelled, 0) !== 0;
  const aborted = (): ParquetFrameError => new ParquetFrameError('ABORTED', 'the call was aborted');
  const { inputs, want, threads, memory, cancelled } = parts;
  return {
    inputs,
    arguments: parts.arguments,
    want,
    threads,
    memory,
    cancelled,
    get signal() {
      return parts.signal();
    },
    progress(fraction) {
      const now = performance.now();
      if (now - lastProgress < PROGRESS_INTERVAL) return;
      lastProgress = now;
      parts.progress(Math.min(1, Math.max(0, fraction)));
    },
    checkpoint() {
      if (stopped()) return Promise.reject(aborted());
      if (performance.now() - sliceBegan < SLICE) return undefined;
      return new Promise((resolve, reject) => {
        setImmediate(() => {
          sliceBegan = performance.now();
          if (stopped()) reject(aborted());
          else resolve();
        });
      });
    },
  };
}
