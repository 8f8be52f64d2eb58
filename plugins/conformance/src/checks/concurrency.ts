import { askedClass, engineOutcome, ready, referenceOutcome, requireSame, type ReadyCase } from '../examine.js';
import type { Outcome } from '../driver.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

const TOGETHER = 4;

/** Calls that run at the same time do not see one another: different data under the same names, through the same kernel where there is one. */
export const concurrency: OperationCheck = {
  name: 'concurrency',
  async run(session, tested) {
    const asked = askedClass(session, tested, 'exact');
    if (!asked) return { cases: 0, skipped: 'the claimed class does not meet what is asked by default' };
    const driver = await session.driver(Math.max(...session.threads));
    const { checked, failure } = await forGenerated(Math.ceil(session.cases / 16), session.seed + 8, async random => {
      const items: ReadyCase[] = [];
      for (let index = 0; index < TOGETHER; index++) {
        const item = await ready(session, tested, tested.cases.generate(random), 'exact');
        if (!item) continue;
        items.push(item);
        // The same call on other data: options that fit one table of a schema fit every other.
        const [first] = item.given.inputs;
        if (first?.kind !== 'table' || index > 0) continue;
        const other = { ...first, table: random.table(first.table.schema) };
        const again = await ready(session, tested, { ...item.given, inputs: [other, ...item.given.inputs.slice(1)] }, 'exact');
        if (again) items.push(again);
      }
      const expected: Outcome[] = [];
      for (const item of items) expected.push(await referenceOutcome(session, tested, item));
      const actual = await Promise.all(items.map(item => engineOutcome(driver, item)));
      let compared = false;
      for (const [index, item] of items.entries()) {
        const [mine, right] = [actual[index], expected[index]];
        if (!mine || !right) continue;
        await requireSame(session, tested, item, mine, right, asked);
        compared ||= mine.outcome !== 'declined';
      }
      return compared ? 'checked' : 'declined';
    });
    if (failure !== undefined) throw failure;
    return { cases: checked };
  },
};
