import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { blownUp, type Given } from '../inflate.js';
import { forGenerated } from '../random.js';
import type { Session } from '../session.js';
import type { TestedOperation } from '../operation-cases.js';
import type { OperationCheck } from './check.js';

/** More than what two threads are given at once by any engine here. */
const MOST = 70_001;

/**
 * Generated cases blown up to thousands of rows in odd batches, with nulls, bools and long strings all over: what an engine gets wrong from its second batch on, or
 * where its threads meet, no small table shows.
 */
export const manyRows: OperationCheck = {
  name: 'many rows',
  async run(session, tested) {
    const asked = askedClass(session, tested, 'exact');
    if (!asked) return { cases: 0, skipped: 'the claimed class does not meet what is asked by default' };
    const drivers = await Promise.all(session.threads.map(threads => session.driver(threads)));
    let run = 0;
    const { checked, failure } = await forGenerated(
      Math.max(6, Math.ceil(session.cases / 12)),
      session.seed + 6,
      async random => {
        const given = blownUp(tested.cases.generate(random), random, run++ === 0 ? MOST : undefined);
        const item = given && (await ready(session, tested, given, 'exact'));
        if (!item) return 'declined';
        const expected = await referenceOutcome(session, tested, item);
        if (expected.outcome === 'declined') return 'declined';
        let compared = false;
        for (const driver of drivers) {
          const actual = await engineOutcome(driver, item);
          await requireSame(session, tested, item, actual, expected, asked);
          compared ||= actual.outcome !== 'declined';
        }
        return compared ? 'checked' : 'declined';
      },
    );
    if (failure !== undefined) throw failure;
    return checked === 0 ? { cases: 0, skipped: 'no input that can grow' } : { cases: checked };
  },
};

/** A case of one operation with many rows that gives a result on the reference, at a fixed seed; undefined where there is none. */
export async function manyRowsCase(session: Session, tested: TestedOperation, rows: number): Promise<Given | undefined> {
  let found: Given | undefined;
  await forGenerated(1, session.seed + 7, async random => {
    const given = blownUp(tested.cases.generate(random), random, rows);
    const item = given && (await ready(session, tested, given, 'exact'));
    if (!item || (await referenceOutcome(session, tested, item)).outcome !== 'result') return 'declined';
    found = given;
    return 'checked';
  });
  return found;
}
