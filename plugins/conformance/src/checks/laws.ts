import { askedClass, engineOutcome, ready, requireLaws } from '../examine.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** Facts that hold for every right result, whatever the reference says. */
export const laws: OperationCheck = {
  name: 'laws',
  async run(session, tested) {
    if ((tested.cases.laws ?? []).length === 0) return { cases: 0, skipped: 'the operation has no laws' };
    const driver = await session.driver();
    let cases = 0;
    for (const determinism of ['exact', 'fast'] as const) {
      if (!askedClass(session, tested, determinism)) continue;
      for (const given of tested.cases.literals) {
        const item = await ready(session, tested, given, determinism);
        if (!item) continue;
        await requireLaws(session, tested, driver, item, await engineOutcome(driver, item));
        cases++;
      }
      const generated = await forGenerated(Math.ceil(session.cases / 4), session.seed + 1, async random => {
        const item = await ready(session, tested, tested.cases.generate(random), determinism);
        if (!item) return 'declined';
        const actual = await engineOutcome(driver, item);
        await requireLaws(session, tested, driver, item, actual);
        return actual.outcome === 'result' ? 'checked' : 'declined';
      });
      if (generated.failure !== undefined) throw generated.failure;
      cases += generated.checked;
    }
    return { cases };
  },
};
