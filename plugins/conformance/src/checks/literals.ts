import { askedClass, engineOutcome, ready, referenceOutcome, requireExpected, requireSame } from '../examine.js';
import { ReferenceFailure } from '../prepare.js';
import type { Determinism } from '@parquetframe/core/engine';
import type { OperationCheck } from './check.js';

const DETERMINISMS: readonly Determinism[] = ['exact', 'fast'];

/** Literal cases give what they state and what the reference gives. */
export const literals: OperationCheck = {
  name: 'literals',
  async run(session, tested) {
    let cases = 0;
    const driver = await session.driver();
    for (const determinism of DETERMINISMS) {
      const asked = askedClass(session, tested, determinism);
      if (!asked) continue;
      for (const given of tested.cases.literals) {
        if (given.expect && 'error' in given.expect) continue;
        const item = await ready(session, tested, given, determinism);
        if (!item) continue;
        const expected = await referenceOutcome(session, tested, item);
        if (expected.outcome === 'declined')
          throw new ReferenceFailure(`the reference declines ${given.name}: ${expected.decline.reason}`);
        const actual = await engineOutcome(driver, item);
        if (actual.outcome === 'declined') {
          session.evidence.declined(tested.definition.name, `${actual.decline.code}: ${actual.decline.reason}`);
          continue;
        }
        // What a case states is the exact answer, which the reference gives too: where others are as good, the operation says how good they are.
        if (asked === 'exact' || !tested.cases.compare) requireExpected(item, actual, asked);
        await requireSame(session, tested, item, actual, expected, asked);
        cases++;
      }
    }
    if (cases === 0) throw new Error(`${tested.definition.name} is claimed, but every literal case is declined`);
    return { cases };
  },
};
