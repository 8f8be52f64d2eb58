import { caseText } from '../case-text.js';
import { engineOutcome, expectedCode, Mismatch, ready, referenceOutcome, requireExpected, requireSame } from '../examine.js';
import { refusedByCatalogue } from '../prepare.js';
import type { OperationCheck } from './check.js';

/**
 * Bad input gives the error code that the case states, typed, and the same as the reference's. Options that are wrong are refused before any engine is asked, so that
 * the code is the same on all; a case may state that too.
 */
export const errors: OperationCheck = {
  name: 'errors',
  async run(session, tested) {
    const driver = await session.driver();
    const preparer = await session.preparer();
    let cases = 0;
    for (const given of tested.cases.literals) {
      const code = expectedCode(given);
      if (code === undefined) continue;
      const refused = refusedByCatalogue(tested.definition, await preparer.prepare(tested.definition, tested.cases, given));
      if (refused !== undefined) {
        if (refused !== code) throw new Mismatch(`${given.name}: refused with ${refused}, expected ${code}\n${caseText(given)}`);
        cases++;
        continue;
      }
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
