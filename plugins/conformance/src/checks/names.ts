import { withHostileNames } from '../cases/names.js';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** Columns whose names differ in case or by a combining mark only, have quotes, dots and SQL in them, or mean something to JavaScript, are columns like any other. */
export const names: OperationCheck = {
  name: 'names',
  async run(session, tested) {
    const asked = askedClass(session, tested, 'exact');
    if (!asked) return { cases: 0, skipped: 'the claimed class does not meet what is asked by default' };
    const driver = await session.driver();
    const { checked, failure } = await forGenerated(
      Math.max(40, Math.ceil(session.cases / 4)),
      session.seed + 9,
      async random => {
        const given = withHostileNames(() => tested.cases.generate(random));
        const item = await ready(session, tested, given, 'exact');
        if (!item) return 'declined';
        const expected = await referenceOutcome(session, tested, item);
        const actual = await engineOutcome(driver, item);
        await requireSame(session, tested, item, actual, expected, asked);
        return actual.outcome === 'declined' ? 'declined' : 'checked';
      },
    );
    if (failure !== undefined) throw failure;
    return { cases: checked };
  },
};
