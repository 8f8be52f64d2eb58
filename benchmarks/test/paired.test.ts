import test from 'ava';
import { formatPaired, paired, quartiles, type CaseResult } from '@parquetframe/benchmarks';

const run = (times: { readonly [side: string]: readonly number[] }, name = 'sort'): readonly CaseResult[] => [
  {
    name,
    baseline: 'a',
    rounds: 3,
    failed: [],
    sides: Object.entries(times).map(([side, samples]) => ({
      side,
      samples,
      median: quartiles(samples),
      ratio: quartiles([1]),
      answer: 1,
      agrees: true,
    })),
  },
];

test('runs are compared pair by pair, so that a slow hour says nothing', t => {
  const there = [run({ a: [10, 11, 12] }), run({ a: [100, 110, 120] }), run({ a: [20, 22, 24] })];
  const here = [run({ a: [5, 5.5, 6] }), run({ a: [50, 55, 60] }), run({ a: [10, 11, 12] })];
  t.deepEqual(paired(there, here), [{ name: 'sort', side: 'a', ratio: { median: 2, low: 2, high: 2 }, there: 22, here: 11 }]);
});

test('what only one version has, or what failed in a run, is left out', t => {
  const there = [run({ a: [1], old: [1] }), run({ a: [1], old: [1] })];
  t.deepEqual(
    paired(there, [run({ a: [1], b: [1] }), run({ a: [2], b: [1] })]).map(({ side }) => side),
    ['a'],
  );
  t.deepEqual(paired(there, [run({ a: [1] }), run({})]), []);
  t.deepEqual(paired(there, [run({ a: [1] }, 'join'), run({ a: [1] }, 'join')]), []);
});

test('the ratio comes first, and slower is what both quartiles call so', t => {
  const side = { name: 'sort', side: 'a', there: 10, here: 20 };
  const text = formatPaired([
    { ...side, ratio: { median: 0.5, low: 0.4, high: 0.6 } },
    { ...side, side: 'b', ratio: { median: 0.9, low: 0.8, high: 1.1 } },
  ]);
  t.regex(text, /^\nsort\n {4}0\.50× \[0\.40 … 0\.60\] +a +10\.00 ms there, 20\.00 ms here {2}slower\n {4}0\.90× .*here$/);
});
