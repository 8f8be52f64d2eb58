import { askedClass, engineOutcome, ready, requireSame } from '../examine.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** Repeated runs, and every number of threads, give the same answer: the same bytes where `exact` is asked. */
export const determinism: OperationCheck = {
  name: 'determinism',
  async run(session, tested) {
    const asked = askedClass(session, tested, 'exact');
    if (!asked) return { cases: 0, skipped: 'the claimed class does not meet what is asked by default' };
    const drivers = await Promise.all(session.threads.map(threads => session.driver(threads)));
    const { checked, failure } = await forGenerated(Math.ceil(session.cases / 8), session.seed + 2, async random => {
      const item = await ready(session, tested, tested.cases.generate(random), 'exact');
      if (!item) return 'declined';
      const [first] = drivers;
      if (!first) return 'declined';
      const expected = await engineOutcome(first, item);
      if (expected.outcome === 'declined') return 'declined';
      for (const driver of drivers) {
        const again = await engineOutcome(driver, item);
        await requireSame(session, tested, item, again, expected, asked);
      }
      return 'checked';
    });
    if (failure !== undefined) throw failure;
    return { cases: checked };
  },
};
