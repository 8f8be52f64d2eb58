import { engineOutcome, ready, referenceOutcome, requireExpected, requireSame } from '../examine.js';
import type { OperationCheck } from './check.js';

/** Bad input gives the error code that the case states, typed, and the same as the reference's. */
export const errors: OperationCheck = {
  name: 'errors',
  async run(session, tested) {
    const driver = await session.driver();
    let cases = 0;
    for (const given of tested.cases.literals) {
      if (!given.expect || !('error' in given.expect)) continue;
      const item = await ready(session, tested, given, 'exact');
      if (!item) continue;
      const actual = await engineOutcome(driver, item);
      if (actual.outcome === 'declined') continue;
      requireExpected(item, actual, 'exact');
      await requireSame(session, tested, item, actual, await referenceOutcome(session, tested, item), 'equivalence');
      cases++;
    }
    return cases === 0 ? { cases, skipped: 'no case of bad input' } : { cases };
  },
};
