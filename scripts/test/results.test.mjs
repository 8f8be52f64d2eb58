import test from 'ava';
import { parseCargoResults } from '../lib/cargo.mjs';
import { parseTap } from '../lib/tap.mjs';

const counts = ({ passed, failed, skipped }) => [passed, failed, skipped];

test('TAP lines are counted, with the details of what failed and the names of what was skipped', t => {
  const text =
    'TAP version 13\nok 1 - a\nnot ok 2 - b\n  ---\n    name: AssertionError\n  ...\nok 3 - c # SKIP\nnot ok 4 - d # TODO\n1..4\n# fail 1\n';
  const result = parseTap(text, 1);
  t.deepEqual(counts(result), [1, 1, 2]);
  t.deepEqual(result.skippedTitles, ['c', 'd']);
  t.true(result.failures.includes('    name: AssertionError'));
});

test('a runner that dies without naming a test counts as a failure', t => {
  t.deepEqual(counts(parseTap('TAP version 13\nok 1 - a\n', 134)), [1, 1, 0]);
  const { failures } = parseTap('TAP version 13\nok 1 - a\n', 1, 'TypeError\n  at x\n');
  t.regex(failures[0], /exit code 1 without naming .* passed: a$/);
  t.deepEqual(failures.slice(1), ['TypeError', '  at x']);
});

test('tests that never ran, because their process died, count as failures', t => {
  t.deepEqual(counts(parseTap('ok 1 - a\nnot ok 2 - crash\n# fail 4\n', 1)), [1, 4, 0]);
});

test('a runner that finds no tests is a failure, not a success', t => {
  t.deepEqual(counts(parseTap('TAP version 13\n1..0\n', 0)), [0, 1, 0]);
});

test('cargo results are summed over all test binaries', t => {
  const output =
    'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\nnoise\ntest result: FAILED. 2 passed; 2 failed; 0 ignored; 0 measured\n';
  t.deepEqual(counts(parseCargoResults(output)), [5, 2, 1]);
});
