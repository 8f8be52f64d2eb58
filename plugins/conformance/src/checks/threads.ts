import { CallControl } from '../control.js';
import { engineOutcome, Mismatch } from '../examine.js';
import { longCase } from '../long-case.js';
import { processorTime, tellsThreadsApart } from '../processor-time.js';
import type { OperationCheck } from './check.js';

/** One thread, and what the runtime does beside it. */
const ONE = 1.5;
/** Only what is seen every time is the engine's. */
const TRIES = 3;

/** A call that was given one core uses one. Seen by the processor time of this process, so never of an engine elsewhere. */
export const threads: OperationCheck = {
  name: 'threads',
  async run(session, tested) {
    if (!tellsThreadsApart) return { cases: 0, skipped: 'threads are told apart on Linux only' };
    const driver = await session.driver(1);
    const long = await longCase(session, tested, driver);
    if (!long) return { cases: 0, skipped: 'no case is long enough to tell' };
    let least = Infinity;
    for (let attempt = 0; attempt < TRIES && least > ONE; attempt++) {
      const control = new CallControl();
      let measure = processorTime();
      control.onStart = () => {
        measure = processorTime();
      };
      // What moves the result is not the kernel's.
      control.onEnd = () => {
        const { total, busiest } = measure(control.milliseconds);
        least = Math.min(least, total / Math.max(1, busiest));
      };
      await engineOutcome(driver, long.item, { control });
    }
    if (least > ONE) throw new Mismatch(`a call that may use one core keeps ${least.toFixed(1)} busy: it ignores \`threads\``);
    return { cases: TRIES };
  },
};
