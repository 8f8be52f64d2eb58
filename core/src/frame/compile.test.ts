import test from 'ava';
import { compile } from './compile.test.data.js';

const HEAD = `
import { col, count, defineFunction, lit, when } from './index.js';
import type { Readers, Table } from './index.js';
declare const pf: Readers;
const trips = pf.readParquet('trips.parquet', { schema: { zone: 'utf8', distance: 'float64', passengers: 'int32', at: 'timestamp' } });
const zones = pf.readParquet('zones.parquet', { schema: { zone: 'utf8', borough: 'utf8', code: 'int32' } });
const anything = pf.readParquet('x.parquet');
const counted = trips.groupBy('zone').agg({ zone2: count() }).drop('zone').rename({ zone2: 'zone' });
interface User { readonly id: number; readonly name: string | null; readonly tags?: string[]; readonly born: Date }
declare const people: readonly User[];
declare const loose: readonly Record<string, unknown>[];
const users = pf.fromRows(people);
const far = defineFunction('trips.far', { takes: ['float64', 'utf8'], gives: 'bool', evaluate: (x, zone) => x > zone.length });
declare const collected: Table<{ readonly n: 'int64!' }>;
`;
const HEAD_LINES = HEAD.split('\n').length - 1;

/** Each line is wrong, and its message must contain the words given. */
const WRONG: readonly (readonly [snippet: string, ...words: string[]])[] = [
  ["trips.filter(row => row.zome.eq('x'));", 'zome', 'does not exist'],
  ['trips.filter(row => row.zone.gt(2));', 'zone', 'utf8'],
  ["trips.filter(row => row.distance.eq('far'));", 'distance', 'float64'],
  ['trips.filter(row => row.zone.eq(row.distance));', 'zone', 'distance'],
  ['trips.filter(row => row.at.lt(5));', 'at', 'timestamp'],
  ['trips.filter(row => row.distance);', 'float64', 'bool'],
  ["trips.select('zone', 'fare');", 'fare'],
  ["trips.drop('fare');", 'fare'],
  ["trips.groupBy('fare');", 'fare'],
  ["trips.sort('fare');", 'fare'],
  ["trips.rename({ fare: 'cost' });", 'fare'],
  ['trips.withColumns(row => ({ x: row.zone.add(1) }));', 'zone', 'utf8'],
  ["trips.withColumns(row => ({ x: row.distance.add('1') }));", 'string'],
  ["trips.groupBy('zone').agg(row => ({ x: row.zone.sum() }));", 'zone', 'utf8'],
  ["trips.groupBy('zone').agg(row => ({ x: row.distance }));", 'distance'],
  ["trips.join(zones, { on: 'code' });", 'code'],
  ["trips.join(zones, { leftOn: 'zone', rightOn: 'fare' });", 'fare'],
  ['trips.withColumns(row => ({ s: row.distance.sum().over({ partitionBy: row.zonee }) }));', 'zonee', 'does not exist'],
  ['trips.withColumns(row => ({ s: row.distance.add(1).over({ partitionBy: row.zone }) }));', 'over', 'does not exist'],
  ['trips.withColumns(row => ({ s: row.zone.rollingMean({ rows: 3 }) }));', 'zone', 'utf8'],
  ["trips.select('zone').filter(row => row.distance.gt(1));", 'distance', 'does not exist'],
  ["trips.groupBy('zone').agg(() => ({ n: count() })).filter(row => row.distance.gt(1));", 'distance', 'does not exist'],
  ["trips.join(zones, { on: 'zone' }).filter(row => row.borough.gt(1));", 'borough', 'utf8'],
  ["pf.readParquet('x', { schema: { a: 'float' } });", 'float', 'Did you mean'],
  ["pf.readCsv('x', { schema: { a: 'utf8', b: 'strng' } });", 'strng'],
  ["pf.readCsv('x', { sep: ';' });", 'sep'],
  ["pf.fromRows([{ a: 1 }], { schema: { a: 'number' } });", 'number'],
  ["trips.join(zones, { leftOn: 'distance', rightOn: 'zone' });", 'distance is float64, zone is utf8', 'cast'],
  ["trips.join(counted, { on: 'zone' });", 'zone is utf8, zone is int64'],
  ['users.filter(row => row.nmae.isNull());', 'nmae', 'does not exist'],
  ['users.filter(row => row.name.gt(1));', 'name', 'utf8'],
  ["users.select('nmae');", 'nmae'],
  ['collected.column("n").get(0)?.toFixed();', 'toFixed'],
  ['trips.filter(row => row.zone.contains(3));', 'number', 'utf8'],
  ["trips.filter(row => row.distance.contains('x'));", 'float64', 'utf8'],
  ['trips.filter(row => row.passengers.and(row.distance.gt(1)));', 'int32'],
  ["trips.cast({ fare: 'int64' });", 'fare'],
  ["trips.cast({ zone: 'int65' });", 'int65'],
  ["trips.withColumns(row => ({ x: row.zone.cast('int65') }));", 'int65'],
  ['trips.fillNull({ fare: 1 });', 'fare'],
  ["trips.fillNull({ distance: 'x' });", 'distance', 'string'],
  ["trips.dropNulls('fare');", 'fare'],
  ["trips.topK(3, 'fare');", 'fare'],
  ["trips.groupBy('zone').topK(1, 'fare');", 'fare'],
  ["trips.valueCounts('fare');", 'fare'],
  ["trips.uniqueValues('fare');", 'fare'],
  ["trips.distinct({ subset: ['fare'] });", 'fare'],
  ["trips.unpivot({ on: 'fare' });", 'fare'],
  ["trips.pivot({ index: 'fare', on: 'passengers', columns: [1], values: count() });", 'fare'],
  ["trips.pivot({ index: 'zone', on: 'passengers', columns: [1], values: row => row.zone.sum() });", 'zone', 'utf8'],
  ["trips.crossTab('zone', 'fare', [1]);", 'fare'],
  ["trips.explode('zone');", 'zone'],
  ['trips.concat(zones);', 'the first frame has no borough'],
  ["trips.concat(trips.cast({ distance: 'utf8' }));", 'distance is float64, utf8: cast one of them'],
  ["trips.concat(zones, { how: 'horizontal' });", 'both frames have zone: rename one of them'],
  ["trips.intersect(trips.drop('at'));", 'the other frame has no at'],
  ["trips.groupByTime('zone', { every: '1h' });", 'zone'],
  ["trips.groupByTime('at', { every: '1 hour' });", '1 hour'],
  ["trips.groupByTime('at', { every: '1h', by: 'fare' });", 'fare'],
  ["trips.cut('zone', { breaks: [1] });", 'zone'],
  ["trips.qcut('at', { quantiles: 2 });", 'at'],
  ["trips.replace('fare', { a: 'b' });", 'fare'],
  ["trips.replace('distance', [['x', 1]]);", 'string'],
  ["trips.corr('zone');", 'zone'],
  ["trips.transpose({ header: 'fare', columns: ['a'] });", 'fare'],
  ["trips.selectTypes('string');", 'string'],
  ["trips.withColumns(row => ({ x: row.at.truncateTime('hours') }));", 'hours'],
  ["trips.withColumns(row => ({ x: row.zone.truncateTime('hour') }));", 'zone', 'utf8'],
  ["trips.withColumns(row => ({ x: row.distance.clip('a', 'b') }));", '"a"', 'float64'],
  ['trips.withColumns(row => ({ x: row.zone.coalesce(1) }));', "'1'", 'utf8'],
  ['trips.filter(row => far(row.zone, row.zone));', 'zone', 'utf8'],
  ['trips.filter(row => far(row.distance));', 'Expected 2 arguments'],
  ['trips.withColumns(row => ({ x: far(row.distance, row.zone) })).filter(row => row.x.gt(1));', 'x', 'bool'],
  ["defineFunction('trips.a', { takes: ['utf8'], gives: 'int64', evaluate: text => text.length });", 'number', 'bigint'],
  ["defineFunction('trips.a', { takes: ['float'], gives: 'int32', evaluate: x => 1 });", 'float'],
  ['trips.withColumns(row => ({ x: when(row.distance).then(1).otherwise(2) }));', 'distance', 'float64'],
  ["trips.withColumns(row => ({ x: when(row.zone.eq('x')).then(1) }));", 'Then<never, "int64">'],
  ["trips.filter(row => row.passengers.isIn(['a']));", 'passengers', 'int32'],
  ['trips.filter(row => row.zone.between(1, 2));', 'zone', 'utf8'],
  ['trips.withColumns(row => ({ x: row.zone.abs() }));', 'zone', 'utf8'],
  ['trips.withColumns(row => ({ x: row.distance.upper() }));', 'distance', 'float64'],
  ['trips.withColumns(row => ({ x: row.zone.year() }));', 'zone', 'utf8'],
  ['trips.agg(row => ({ x: row.zone.mean() }));', 'zone', 'utf8'],
  ['trips.agg(row => ({ x: row.distance.corr(row.zone) }));', 'zone', 'utf8'],
  ['trips.agg(row => ({ x: row.distance.sum().where(row.zone) }));', 'zone', 'utf8'],
  ["trips.groupBy('zone').agg(row => ({ x: row.fare.sum() }));", 'fare', 'does not exist'],
  ["trips.sort([{ column: 'fare' }]);", 'fare'],
  ["trips.sort('zone', { desc: true });", 'desc'],
  ["trips.join(zones, { on: 'zone', how: 'outer' });", 'outer'],
  ["trips.join(zones, { on: 'zone', how: 'semi' }).filter(row => row.borough.eq('x'));", 'borough', 'does not exist'],
  ["trips.rename({ zone: 'area' }).filter(row => row.zone.eq('x'));", 'zone', 'does not exist'],
  ["trips.rename({ zone: 'area' }).filter(row => row.area.eq(1));", 'area', 'utf8'],
  ["trips.drop('zone').select('zone');", 'zone'],
  ["trips.select('zone').sort('distance');", 'distance'],
  ["trips.renameAll({ prefix: 't_' }).select('zone');", 'zone', 't_zone'],
  ["trips.selectTypes('numeric').select('zone');", 'zone'],
  ["trips.limit('3');", 'string'],
  ["pf.fromRange(0, '9');", 'string'],
  ['trips.first().then(row => row?.zome);', 'zome', 'does not exist'],
];

/** Mistakes that compile, and are errors when a frame is made or its data is read: what there is to know of them is not in types. */
const NOT_REFUSED: readonly (readonly [what: string, snippet: string])[] = [
  ['a column named by col()', "trips.filter(col('fare').gt(1));"],
  ['columns of a frame without a schema', "anything.select('whatever');"],
  ['&& between conditions', "trips.filter(row => row.distance.gt(1) && row.zone.eq('x'));"],
  ['a column twice', "trips.select('zone', 'zone');"],
  ['a name that is there already', "trips.rename({ zone: 'distance' });"],
  [
    'several pairs of keys, some of which do not go together',
    "trips.join(zones, { leftOn: ['zone', 'distance'], rightOn: ['code', 'zone'] });",
  ],
  ['a text that is no time', "trips.filter(row => row.at.lt('yesterday'));"],
  ['a parameter that there is not', 'trips.collect({ params: { radius: 1 } });'],
  ['a number of rows below 0', 'trips.limit(-1);'],
  ['breaks that do not ascend', "trips.cut('distance', { breaks: [2, 1] });"],
  ['a fraction for a column of integers', 'trips.fillNull({ passengers: 1.5 });'],
];

test('wrong columns and wrong types do not compile, and the message says which', t => {
  t.true(WRONG.length >= 60);
  const { errors } = compile(HEAD + WRONG.map(([snippet]) => snippet).join('\n'));
  WRONG.forEach(([snippet, ...words], index) => {
    const line = HEAD_LINES + index + 1;
    const messages = errors.filter(error => error.line === line).map(error => error.message);
    t.true(messages.length > 0, `compiles: ${snippet}`);
    for (const word of words)
      t.true(messages.join('\n').includes(word), `${snippet}\n${messages.join('\n')}\ndoes not name ${word}`);
  });
  t.deepEqual(
    errors.filter(({ line }) => line <= HEAD_LINES),
    [],
  );
});

test('what the compiler does not refuse is listed', t => {
  const { errors } = compile(HEAD + NOT_REFUSED.map(([, snippet]) => snippet).join('\n'));
  t.deepEqual(errors, []);
});

test('right programs compile', t => {
  const { errors } = compile(`${HEAD}
trips.filter(row => row.distance.gt(row.passengers).and(row.at.gte(new Date())).or(row.zone.isIn(['a', 'b'])));
trips.filter(row => row.at.lt('2024-01-01').not()).select('zone').limit(1);
trips.withColumns(row => ({ a: row.distance.cast('int64').floorDiv(2), b: lit(1).add(row.passengers), c: lit('x') })).filter(row => row.a.gt(row.b).and(row.c.eq(row.zone)));
trips.join(zones.rename({ zone: 'name' }), { leftOn: 'zone', rightOn: 'name' }).filter(row => row.name.eq(row.zone));
trips.filter(row => row.zone.contains('x').and(row.zone.startsWith(col('prefix'))).or(row.zone.upper().endsWith('Y')));
trips.sort([{ column: 'zone', nulls: 'first' }, 'distance']);
anything.filter(col('a').gt(col('b')).and(col('c').isNull())).select('a').filter(col('a').eq(1)).sort('z');
anything.join(trips.unchecked(), { on: 'zone' }).groupBy('a').agg({ n: count(), m: col('x').max() });
trips.groupBy('zone').agg({ n: count() }).filter(row => row.n.gt(1));
trips.agg({ n: count(), far: col('distance').max() });
trips.filter(col('distance').gt(2)).withColumns({ one: lit(1) }).select('one');
trips.join(zones, { leftOn: ['zone', 'passengers'], rightOn: ['zone', 'code'] }).select('borough');
trips.join(zones, { leftOn: 'distance', rightOn: 'code', how: 'left' }).select('code');
pf.readCsv('x.csv', { schema: { at: 'timestamp[ms, UTC]', price: 'decimal(10, 2)', ids: 'list<int64>' } }).filter(row => row.at.gt(new Date()).and(row.price.gt(1)));
pf.fromRows(loose).filter(col('a').eq(1)).select('whatever');
trips.run('acme.sample', { rows: 3 }, zones).select('anything');
async function g() {
  const numbers = pf.readParquet('x', { schema: { n: 'int64' }, int64: 'number' });
  for (const row of await numbers.filter(row => row.n.gt(1)).toRows()) row.n?.toFixed();
  for (const row of await numbers.toRows({ int64: 'string' })) row.n?.slice(1);
  for (const row of await users.toRows()) [row.id.toFixed(), row.name?.slice(1), row.tags?.length, row.born.getTime()];
  for (const row of await trips.groupBy('zone').agg({ n: count() }).toRows()) [row.n.toString(), row.zone?.length];
  return (await trips.agg({ n: count() }).collect()).column('n').toArray() satisfies bigint[];
}
async function f() {
  for (const row of await trips.toRows()) row.distance?.toFixed();
  for (const row of await anything.toRows()) row.whatever;
  for await (const batch of trips.batches()) for (const row of batch) row.zone?.length;
  const table = await trips.collect();
  const zone: string | null | undefined = table.column('zone').get(0);
  return [zone, table.at(-1)?.passengers] satisfies (string | number | null | undefined)[];
}
`);
  t.deepEqual(errors, []);
});

const TYPES = ['utf8', 'float64', 'int64', 'int32', 'timestamp'];
const FIFTY = Array.from({ length: 50 }, (_, i) => `c${String(i)}: '${TYPES[i % TYPES.length] ?? 'utf8'}'`).join(', ');

/** Sixty verbs over fifty columns, in ten rounds. */
const chain = (round: (i: number) => string): string => `
import type { Readers } from './index.js';
declare const pf: Readers;
const other = pf.readParquet('o.parquet', { schema: { c0: 'utf8', k: 'int64' } });
export const wide = pf.readParquet('w.parquet', { schema: { k: 'utf8', ${FIFTY} } })${Array.from({ length: 10 }, (_, i) => round(i)).join('')};
export const last = wide.filter(row => row.y9.gt(1)).toRows();
`;

test('a chain of 60 verbs over 50 columns stays cheap for the compiler', t => {
  const { errors, instantiations } = compile(
    chain(
      i => `
  .filter(row => row.c1.gt(${String(i)}).and(row.c0.isNotNull()))
  .withColumns(row => ({ x${String(i)}: row.c1.add(row.c2), c${String((i * 5 + 6) % 50)}: row.c6.mul(2) }))
  .rename({ x${String(i)}: 'y${String(i)}' })
  .join(other, { on: 'c0', how: 'left', suffix: '_${String(i)}' })
  .sort('y${String(i)}', { descending: true })
  .drop('k_${String(i)}')`,
    ),
  );
  t.deepEqual(errors, []);
  t.log(`${String(instantiations)} instantiations`);
  t.true(instantiations < 100_000, `${String(instantiations)} instantiations`);
});

test('so does one of other verbs', t => {
  const { errors, instantiations } = compile(
    chain(
      i => `
  .fillNull({ c1: ${String(i)} })
  .cast({ c${String(i + 10)}: 'utf8' })
  .withRowIndex({ name: 'i${String(i)}' })
  .dropNulls('c2')
  .withColumns(row => ({ y${String(i)}: row.c1.add(row.c2) }))
  .drop('c${String(45 - i)}')`,
    ),
  );
  t.deepEqual(errors, []);
  t.log(`${String(instantiations)} instantiations`);
  t.true(instantiations < 100_000, `${String(instantiations)} instantiations`);
});
