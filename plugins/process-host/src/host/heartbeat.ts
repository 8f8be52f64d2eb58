/** Missed beats that count as a hang. Beats are counted, not time: while this process itself stands still nothing is missed. */
const MISSES = 8;

export interface Heartbeat {
  start(): void;
  /** Nothing is asked any more. The timer finds that out by itself: starting and stopping it would cost more than a call. */
  rest(): void;
  stop(): void;
  /** the control thread answered beat `beat`; the child's main thread has last turned at beat `turn` */
  pong(beat: number, turn: number): void;
}

/**
 * Beats while something is asked of the child. Its control thread answers even while a kernel holds the main thread; in the answer it says at which beat the main
 * thread was last seen turning. So a stopped process and a blocked event loop are told apart, and both are noticed.
 */
export function makeHeartbeat(deadline: number, ping: (beat: number) => void, hang: (what: string) => void): Heartbeat {
  const interval = Math.max(1, Math.floor(deadline / MISSES));
  let timer: NodeJS.Timeout | undefined;
  let beat = 0;
  let answered = 0;
  let turned = 0;
  let busy = false;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const tick = (): void => {
    if (!busy) return stop();
    if (beat - answered >= MISSES) return hang(`did not answer for ${deadline} ms`);
    if (beat - turned > MISSES) return hang(`did not return to its event loop for ${deadline} ms`);
    beat++;
    ping(beat);
  };
  return {
    start() {
      if (busy) return;
      busy = true;
      answered = turned = beat;
      if (timer !== undefined) return;
      timer = setInterval(tick, interval);
      timer.unref();
    },
    rest() {
      busy = false;
    },
    stop() {
      busy = false;
      stop();
    },
    pong(number, turn) {
      answered = Math.max(answered, number);
      turned = Math.max(turned, turn);
    },
  };
}
