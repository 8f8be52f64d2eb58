/** Reads the Test Anything Protocol as ava and our own runners print it. */

const testLine = /^(not )?ok \d+(?: - (.*?))?(?: # (SKIP|TODO)\b.*)?$/;

const LINES_OF_ERRORS = 20;

/**
 * @param {string} text standard output of one runner
 * @param {number} exitCode its exit code; a failure that produced no line still counts
 * @param {string} [errors] standard error of the runner, of which the end is given where no test is named: a runner that gives up on
 *   tests that hang may die of saying so
 * @returns {{ passed: number, failed: number, skipped: number, skippedTitles: string[], failures: string[] }}
 *   `failures` holds each failing line with the details that follow it
 */
export function parseTap(text, exitCode, errors = '') {
  const result = { passed: 0, failed: 0, skipped: 0, skippedTitles: [], failures: [] };
  let failing = false;
  let announced = 0;
  let last = 'none';
  for (const line of text.split('\n')) {
    const match = testLine.exec(line);
    if (match !== null) {
      const [, not, title = '', directive] = match;
      failing = false;
      if (directive !== undefined) {
        result.skipped += 1;
        result.skippedTitles.push(title);
      } else if (not === undefined) {
        result.passed += 1;
        last = title;
      } else {
        result.failed += 1;
        failing = true;
        result.failures.push(line);
      }
    } else if (failing && /^\s/.test(line)) {
      result.failures.push(line);
    } else {
      announced = Number(/^# fail (\d+)/.exec(line)?.[1] ?? announced);
    }
  }
  // Tests that never ran because their process died are only in the closing count.
  if (announced > result.failed) {
    result.failures.push(`${announced - result.failed} tests did not finish`);
    result.failed = announced;
  }
  if (exitCode !== 0 && result.failed === 0) {
    result.failures.push(
      `the runner ended with exit code ${exitCode} without naming a failing test; the last that passed: ${last}`,
      ...errors.split('\n').filter(Boolean).slice(-LINES_OF_ERRORS),
    );
    result.failed = 1;
  }
  if (exitCode === 0 && result.passed + result.failed + result.skipped === 0) {
    result.failures.push('the runner reported no tests at all');
    result.failed = 1;
  }
  return result;
}
