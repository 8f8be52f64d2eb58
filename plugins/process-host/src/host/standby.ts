import type { Child } from './session.js';

/** Milliseconds that a child which was probed waits to be opened: whoever makes a runtime uses it at once or much later. */
const PATIENCE = 5_000;

/** Keeps the child that answered a probe for a moment, so that using the engine right afterwards does not start another one. It keeps nobody alive. */
export interface Standby {
  put(child: Child): void;
  take(): Child | undefined;
}

export function makeStandby(patience = PATIENCE): Standby {
  let kept: { readonly child: Child; readonly timer: NodeJS.Timeout } | undefined;
  const take = (): Child | undefined => {
    const { child, timer } = kept ?? {};
    clearTimeout(timer);
    kept = undefined;
    return child?.connection.over === undefined ? child : undefined;
  };
  return {
    take,
    put(child) {
      void take()?.connection.close();
      const timer = setTimeout(() => void take()?.connection.close(), patience);
      timer.unref();
      kept = { child, timer };
    },
  };
}
