import { compareResults } from '../compare.js';
import { caseText } from '../case-text.js';
import { ContractViolation, messageOf } from '../contract-violation.js';
import { releaseAll } from '../replicas.js';
import { engineOutcome, Mismatch, ready } from '../examine.js';
import type { CaseResult } from '@parquetframe/core/engine';
import type { OperationCheck } from './check.js';

/** Releasing twice does no harm, and a result on the heap outlives the release of everything it came from. */
export const release: OperationCheck = {
  name: 'release',
  async run(session, tested) {
    const driver = await session.driver();
    let cases = 0;
    for (const given of tested.cases.literals.filter(({ expect }) => !(expect && 'error' in expect))) {
      const item = await ready(session, tested, given, 'exact');
      if (!item) continue;
      const outcome = await engineOutcome(driver, item, { keep: true });
      if (outcome.outcome !== 'result') continue;
      const before = copyOf(outcome.result);
      try {
        await releaseAll(outcome.inputs);
        await releaseAll(outcome.held);
        await releaseAll([...outcome.inputs, ...outcome.held]);
      } catch (error) {
        throw new ContractViolation(`releasing twice must do nothing: ${messageOf(error)}\n${caseText(given)}`, { cause: error });
      }
      const changed = compareResults(outcome.result, before, 'exact');
      if (changed !== undefined)
        throw new Mismatch(`the result changed when inputs and result were released: ${changed}\n${caseText(given)}`);
      const again = await engineOutcome(driver, item);
      if (again.outcome !== 'result')
        throw new Mismatch(`a second run on the same inputs fails after the first was released\n${caseText(given)}`);
      cases++;
    }
    return { cases };
  },
};

/** A copy that shares no memory with the result. */
const copyOf = (result: CaseResult): CaseResult => structuredClone(result);
