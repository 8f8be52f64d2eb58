import test from 'ava';
import { failedChecks, meet, type Mutant } from './mutant.js';

/** Tests that the kit finds each of these by the checks that are aimed at it. `npm run nightly` lets every engine meet every check with default settings. */
export function findAll(mutants: readonly Mutant[]): void {
  for (const mutant of mutants) {
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
}

/** Fused mutants take about as long as all others, and run beside them. */
export const isFused = ({ title }: Mutant): boolean => title.startsWith('fused: ');
