import test from 'ava';
import { compile } from './compile.test.data.js';

const HEAD = `
import { col, count, lit } from './index.js';
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
];

test('wrong columns and wrong types do not compile, and the message says which', t => {
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

test('a chain of 30 verbs over 50 columns stays cheap for the compiler', t => {
  const types = ['utf8', 'float64', 'int64', 'int32', 'timestamp'];
  const columns = Array.from({ length: 50 }, (_, i) => `c${String(i)}: '${types[i % types.length] ?? 'utf8'}'`);
  const round = (i: number): string => `
  .filter(row => row.c1.gt(${String(i)}).and(row.c0.isNotNull()))
  .withColumns(row => ({ x${String(i)}: row.c1.add(row.c2), c${String(i * 5 + 6)}: row.c6.mul(2) }))
  .rename({ x${String(i)}: 'y${String(i)}' })
  .join(other, { on: 'c0', how: 'left', suffix: '_${String(i)}' })
  .sort('y${String(i)}', { descending: true })
  .drop('k_${String(i)}')`;
  const chain = Array.from({ length: 5 }, (_, i) => round(i)).join('');
  const { errors, instantiations } = compile(`
import type { Readers } from './index.js';
declare const pf: Readers;
const other = pf.readParquet('o.parquet', { schema: { c0: 'utf8', k: 'int64' } });
export const wide = pf.readParquet('w.parquet', { schema: { k: 'utf8', ${columns.join(', ')} } })${chain};
export const last = wide.filter(row => row.y4.gt(1)).toRows();
`);
  t.deepEqual(errors, []);
  t.log(`${String(instantiations)} instantiations`);
  t.true(instantiations < 100_000, `${String(instantiations)} instantiations`);
});
