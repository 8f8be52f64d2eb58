import { isDecline } from '@parquetframe/core/engine';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame, type ReadyCase } from '../examine.js';
import type { EngineDriver } from '../driver.js';
import type { TestedOperation } from '../operation-cases.js';
import type { Session } from '../session.js';
import type { OperationCheck } from './check.js';

const CASES = 6;

/** Every residency that a kernel declares for an input or an output works and gives the same answer. */
export const residencies: OperationCheck = {
  name: 'residencies',
  async run(session, tested) {
    const driver = await session.driver();
    let cases = 0;
    for (const given of tested.cases.literals.filter(({ expect }) => !(expect && 'error' in expect)).slice(0, CASES)) {
      const item = await ready(session, tested, given, 'exact');
      if (item) cases += await everyResidency(session, tested, driver, item);
    }
    return { cases };
  },
};

async function everyResidency(session: Session, tested: TestedOperation, driver: EngineDriver, item: ReadyCase): Promise<number> {
  const kernel = await driver.bind(item.bound);
  if (isDecline(kernel)) return 0;
  const asked = askedClass(session, tested, 'exact') ?? 'equivalence';
  const expected = await referenceOutcome(session, tested, item);
  let cases = 0;
  for (const output of driver.returnable(kernel, item.bound.fragment.root.output)) {
    await requireSame(session, tested, item, await engineOutcome(driver, item, { output }), expected, asked);
    cases++;
  }
  for (const [port, input] of item.prepared.inputs.entries()) {
    for (const index of driver.reachable(input, kernel.inputs[port] ?? [])) {
      const actual = await engineOutcome(driver, item, { input: { port, index } });
      await requireSame(session, tested, item, actual, expected, asked);
      cases++;
    }
  }
  return cases;
}
