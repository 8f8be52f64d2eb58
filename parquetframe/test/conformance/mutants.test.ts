/**
 * The kit is tested by engines that are wrong: each has one defect, and must be found by the checks that are aimed at it. `npm run nightly` lets every engine meet every
 * check with default settings.
 */
import test from 'ava';
import { MUTANTS } from './mutants/index.js';
import { failedChecks, meet } from './mutants/mutant.js';

for (const mutant of MUTANTS) {
  test.serial(`found: ${mutant.title}`, async t => {
    const quick = await meet(mutant, { cases: 40, seed: 7, aimedOnly: true });
    const isFound = mutant.checks.every(check => failedChecks(quick).includes(check));
    // Few cases find most of them; default settings must find all.
    const report = isFound ? quick : await meet(mutant, { seed: 7, aimedOnly: true });
    const failed = failedChecks(report);
    for (const check of mutant.checks)
      t.true(failed.includes(check), `${check} must fail; failed: ${failed.join(', ') || 'none'}`);
    t.false(report.passed);
    t.is(report.certificate, undefined);
    if (mutant.message) t.regex(report.checks.map(({ message }) => message ?? '').join('\n'), mutant.message);
  });
}
