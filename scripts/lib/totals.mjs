/** Sums of passed, failed and skipped, and the one line that closes every run. */

export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

export function add(total, more) {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
  return total;
}

export const closingLine = total => `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
