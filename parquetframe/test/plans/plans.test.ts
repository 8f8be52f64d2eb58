import test from 'ava';
import tsReference from '@parquetframe/engine-ts-reference';
import { broken, withRows } from '../conformance/defect.js';
import { Contestants } from './compare.js';
import { COMPARED, enginesOf } from './engines.js';
import { fuzz } from './fuzz.js';
import { planOf, written } from './plan.js';

/** Seeds of plans that once differed. */
const KEPT: readonly number[] = [1026, 1028, 1067, 1416];
const SAMPLE = { first: 20_261_128, plans: 200, most: 3 } as const;

test('random chains of verbs give on every engine, and in DuckDB, what a row interpreter says', async t => {
  const contestants = await Contestants.open(await enginesOf(COMPARED), true);
  const told: string[] = [];
  const report = await fuzz(contestants, SAMPLE, line => told.push(line));
  for (const first of KEPT) await fuzz(contestants, { first, plans: 1, most: 1 }, line => told.push(line));
  t.is(report.differences, 0, told.join('\n'));
  t.is(report.plans, SAMPLE.plans);
  t.true(contestants.compared.plans > 25, 'DuckDB had hardly a say');
  await contestants.close();
});

test('a defect is found, and its plan made small', async t => {
  const forgetful = broken({ operations: ['table.sort'], run: result => withRows(result, rows => rows.slice(1)) });
  const contestants = await Contestants.open([forgetful, tsReference()], false);
  const told: string[] = [];
  const report = await fuzz(contestants, { first: 1, plans: 300, most: 1 }, line => told.push(line));
  await contestants.close();
  // Others may be on their way when the first is found.
  t.true(report.differences >= 1);
  const [found = ''] = told;
  t.regex(found, /^seed \d+: broken differs\n {2}left\n {2}\..*(sort|topK|bottomK|valueCounts)\(/);
  t.is(found.match(/^ {2}\./gm)?.length, 1, found);
});

test('the same seed makes the same plan, and every verb is in some', t => {
  t.is(written(planOf(7)), written(planOf(7)));
  const all = Array.from({ length: 1500 }, (_, seed) => written(planOf(seed))).join('\n');
  const verbs = [
    'filter',
    'sort',
    'topK',
    'bottomK',
    'head',
    'tail',
    'slice',
    'limit',
    'sample',
    'distinct',
    'dropNulls',
    'select',
    'drop',
  ];
  const others = [
    'rename',
    'withColumns',
    'withRowIndex',
    'fillNull',
    'cast',
    'cut',
    'replace',
    'groupBy',
    'valueCounts',
    'pivot',
    'crossTab',
  ];
  const more = ['unpivot', 'explode', 'groupByTime', 'join', 'joinAsof', 'concat', 'intersect', 'except'];
  t.deepEqual(
    [...verbs, ...others, ...more].filter(verb => !all.includes(`.${verb}(`)),
    [],
  );
  t.regex(all, /\.over\(/);
});
