import { Mismatch, engineOutcome, ready } from '../examine.js';
import { caseText } from '../case-text.js';
import { inputFingerprint } from '../fingerprint.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** Inputs are the same bytes after a run as before it. */
export const immutability: OperationCheck = {
  name: 'immutability',
  async run(session, tested) {
    const driver = await session.driver();
    const { checked, failure } = await forGenerated(Math.ceil(session.cases / 8), session.seed + 3, async random => {
      const item = await ready(session, tested, tested.cases.generate(random), 'exact');
      if (!item) return 'declined';
      const before = inputFingerprint(item.prepared.inputs);
      const actual = await engineOutcome(driver, item);
      if (inputFingerprint(item.prepared.inputs) !== before)
        throw new Mismatch(`the run changed its inputs\n${caseText(item.given)}`);
      return actual.outcome === 'declined' ? 'declined' : 'checked';
    });
    if (failure !== undefined) throw failure;
    return { cases: checked };
  },
};
