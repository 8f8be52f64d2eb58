import type { Determinism } from '@parquetframe/core/engine';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** Generated cases, shrunk when they fail, give what the reference gives, with every number of threads. */
const generatedFor = (determinism: Determinism): OperationCheck => ({
  name: determinism === 'exact' ? 'generated' : 'generated (fast)',
  async run(session, tested) {
    const asked = askedClass(session, tested, determinism);
    const claimed = session.module.manifest.operations[tested.definition.name]?.class ?? 'nothing';
    if (!asked)
      return { cases: 0, skipped: `the claimed class ${claimed} does not meet ${tested.definition.classes[determinism]}` };
    const drivers = await Promise.all(session.threads.map(threads => session.driver(threads)));
    const { checked, declined, failure, ran } = await forGenerated(session.cases, session.seed, async random => {
      const item = await ready(session, tested, tested.cases.generate(random), determinism);
      if (!item) return 'declined';
      const expected = await referenceOutcome(session, tested, item);
      if (expected.outcome === 'declined') return 'declined';
      let compared = false;
      for (const driver of drivers) {
        const actual = await engineOutcome(driver, item);
        if (actual.outcome === 'declined') {
          session.evidence.declined(tested.definition.name, `${actual.decline.code}: ${actual.decline.reason}`);
          continue;
        }
        await requireSame(session, tested, item, actual, expected, asked);
        compared = true;
      }
      return compared ? 'checked' : 'declined';
    });
    if (failure !== undefined) throw failure;
    if (checked < session.cases) {
      throw new Error(
        `only ${checked} of ${session.cases} generated cases ran; ${declined} were declined: claim less, or decline less (seed ${session.seed}, ${ran} runs)`,
      );
    }
    return { cases: checked };
  },
});

export const generatedExact = generatedFor('exact');
export const generatedFast = generatedFor('fast');
