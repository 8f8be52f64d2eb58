import type { Determinism, OperationCases } from '@parquetframe/core/engine';
import { askedClass, engineOutcome, ready, referenceOutcome, requireSame } from '../examine.js';
import { forGenerated } from '../random.js';
import type { OperationCheck } from './check.js';

/** There are hundreds of functions, and each of them has literal cases as well. */
const CASES_PER_CASE_OF_A_FUNCTION = 10;

/** Generated cases, shrunk when they fail, give what the reference gives, with every number of threads; then some of every function. */
const generatedFor = (determinism: Determinism): OperationCheck => ({
  name: determinism === 'exact' ? 'generated' : 'generated (fast)',
  async run(session, tested) {
    const asked = askedClass(session, tested, determinism);
    const claimed = session.module.manifest.operations[tested.definition.name]?.class ?? 'nothing';
    if (!asked)
      return { cases: 0, skipped: `the claimed class ${claimed} does not meet ${tested.definition.classes[determinism]}` };
    const drivers = await Promise.all(session.threads.map(threads => session.driver(threads)));
    const compare = (cases: number, generate: OperationCases['generate']): ReturnType<typeof forGenerated> =>
      forGenerated(cases, session.seed, async random => {
        const item = await ready(session, tested, generate(random), determinism);
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
    const { checked, declined, failure, ran } = await compare(session.cases, random => tested.cases.generate(random));
    if (failure !== undefined) throw failure;
    if (checked < session.cases) {
      throw new Error(
        `only ${checked} of ${session.cases} generated cases ran; ${declined} were declined: claim less, or decline less (seed ${session.seed}, ${ran} runs)`,
      );
    }
    const { exact, fast } = tested.definition.classes;
    // An operation that may answer nothing else in a hurry has answered already.
    if (determinism === 'fast' && exact === fast && askedClass(session, tested, 'exact')) return { cases: checked };
    let ofFunctions = 0;
    for (const generate of Object.values(tested.cases.functions ?? {})) {
      // An engine may decline a function as a whole.
      const one = await compare(Math.ceil(session.cases / CASES_PER_CASE_OF_A_FUNCTION), generate);
      if (one.failure !== undefined) throw one.failure;
      ofFunctions += one.checked;
    }
    return { cases: checked + ofFunctions };
  },
});

export const generatedExact = generatedFor('exact');
export const generatedFast = generatedFor('fast');
