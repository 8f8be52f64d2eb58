import { setMaxListeners } from 'node:events';

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once when the signal aborts. All calls that share a signal share one listener of it: Node takes more than ten for a leak and warns, and a program may
 * well run a hundred calls under one signal.
 *
 * @param signal one that is not aborted
 * @returns takes the callback back
 */
export function whenAborted(signal: AbortSignal, callback: () => void): () => void {
  const known = listeners.get(signal);
  const callbacks = known ?? new Set();
  const onAbort = (): void => {
    listeners.delete(signal);
    for (const each of [...callbacks]) if (callbacks.has(each)) each();
  };
  if (!known) {
    listeners.set(signal, callbacks);
    signal.addEventListener('abort', onAbort, { once: true });
    stops.set(callbacks, () => signal.removeEventListener('abort', onAbort));
  }
  // A call may bring the same function twice; each is its own.
  const own = (): void => callback();
  callbacks.add(own);
  return () => {
    callbacks.delete(own);
    if (callbacks.size > 0 || listeners.get(signal) !== callbacks) return;
    listeners.delete(signal);
    stops.get(callbacks)?.();
  };
}
/** A signal that others made must not be kept alive by a listener that nobody needs. */
const stops = new WeakMap<Set<() => void>, () => void>();

/** A controller of our own, whose signal goes to as many kernels, moves and messages as there are. */
export function ownController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
