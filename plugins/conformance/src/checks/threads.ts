import { availableParallelism } from 'node:os';
import { CallControl } from '../control.js';
import { engineOutcome, Mismatch } from '../examine.js';
import { longCase } from '../long-case.js';
import type { OperationCheck } from './check.js';

/** One thread and what the runtime does beside it: collecting garbage, compiling. */
const ONE = 1.8;
/** Only what is seen every time is the engine's. */
const TRIES = 3;

/** A call that was given one core uses one. Seen by the processor time of this process, so only where a second core is free, and never of an engine elsewhere. */
export const threads: OperationCheck = {
  name: 'threads',
  async run(session, tested) {
    if (availableParallelism() < 2) return { cases: 0, skipped: 'there is one core' };
    const driver = await session.driver(1);
    const long = await longCase(session, tested, driver);
    if (!long) return { cases: 0, skipped: 'no case is long enough to tell' };
    let least = Infinity;
    for (let attempt = 0; attempt < TRIES && least > ONE; attempt++) {
      const control = new CallControl();
      let before = process.cpuUsage();
      control.onStart = () => {
        before = process.cpuUsage();
      };
      await engineOutcome(driver, long.item, { control });
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, (user + system) / 1000 / Math.max(1, control.milliseconds));
    }
    if (least > ONE) throw new Mismatch(`a call that may use one core keeps ${least.toFixed(1)} busy: it ignores \`threads\``);
    return { cases: TRIES };
  },
};
