import type { CaseInput, CaseRandom, OperationCase } from '@parquetframe/core/engine';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { inflated, manyRowsWritten } from '../inflate.js';
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

type Given = Omit<OperationCase, 'name' | 'expect'>;

/** Only the first input grows: two that do would be joined to millions of rows. */
export function blownUp(given: Given, random: CaseRandom, rows?: number): Given | undefined {
  const [first, ...others] = given.inputs;
  if (!first || rowsOf(first) === 0) return undefined;
  return { inputs: [inflated(first, random, rows), ...others], options: manyRowsWritten(given.options) };
}

function rowsOf(input: CaseInput): number {
  if (input.kind === 'table') return input.table.length;
  if (input.kind === 'graph') return input.edges.length;
  return typeof input.content === 'string' || input.content instanceof Uint8Array ? 0 : input.content.length;
}

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
