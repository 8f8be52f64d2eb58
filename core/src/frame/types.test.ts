import test from 'ava';
import { expectTypeOf } from 'expect-type';
import type { Unchecked } from './column-types.js';
import type { DataFrame, SchemaOf } from './data-frame.js';
import type { Expr } from './expr.js';
import type { RecordedMethod } from './function-methods.js';
import { col, count, lit } from './operands.js';
import { param } from './parameter.js';
import { makeReaders, type Readers } from './readers.js';
import { FakeExecutor } from './fake-executor.test.data.js';

/** Compiles with `true` exactly when the two are the same type; expect-type goes too deep on the schema of a declaration. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the compiler compares generic functions for identity
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(answer: Same<A, B>): boolean => answer;
/** Only the type is of interest: comparing whole frames would compare all their methods. */
const schemaOf = <S>(frame: DataFrame<S>): S => frame.plan as never;
const readers: Readers = makeReaders(new FakeExecutor());
const trips = readers.readParquet('trips.parquet', {
  schema: { zone: 'utf8', distance: 'float64', tip: 'float64', passengers: 'int32', at: 'timestamp' },
});
const zones = readers.readCsv('zones.csv', { schema: { zone: 'utf8', borough: 'utf8', passengers: 'int64' } });
const anything = readers.readParquet('x.parquet');

test('verbs carry the schema', t => {
  type Trips = {
    readonly zone: 'utf8';
    readonly distance: 'float64';
    readonly tip: 'float64';
    readonly passengers: 'int32';
    readonly at: 'timestamp';
  };
  same<SchemaOf<typeof trips>, Trips>(true);
  const _a = trips.filter(row => row.distance.gt(2).and(row.tip.isNotNull()));
  same<SchemaOf<typeof _a>, Trips>(true);
  expectTypeOf(trips.select('zone', 'tip').toRows()).resolves.toEqualTypeOf<{ zone: string | null; tip: number | null }[]>();
  expectTypeOf(trips.drop('zone', 'tip', 'at').toRows()).resolves.toEqualTypeOf<
    { distance: number | null; passengers: number | null }[]
  >();
  expectTypeOf(trips.select('zone', 'at').rename({ zone: 'area' }).toRows()).resolves.toEqualTypeOf<
    { area: string | null; at: Date | null }[]
  >();
  expectTypeOf(trips.select('at').toRows({ timestamp: 'bigint' })).resolves.toEqualTypeOf<{ at: bigint | null }[]>();
  const computed = trips.select('zone', 'passengers', 'tip').withColumns(row => ({
    tip: row.tip.isNull(),
    twice: row.passengers.mul(2),
    share: row.tip.div(row.passengers),
    half: row.passengers.add(row.tip),
  }));
  expectTypeOf(computed.toRows()).resolves.toEqualTypeOf<
    {
      zone: string | null;
      passengers: number | null;
      tip: boolean | null;
      twice: bigint | null;
      share: number | null;
      half: number | null;
    }[]
  >();
  const grouped = trips
    .groupBy('zone')
    .agg(row => ({ total: row.tip.sum(), people: row.passengers.sum(), first: row.at.min(), n: count() }));
  expectTypeOf(grouped.toRows()).resolves.toEqualTypeOf<
    { zone: string | null; total: number | null; people: bigint | null; first: Date | null; n: bigint }[]
  >();
  const priced = trips.agg(row => ({ kinds: row.zone.countDistinct(), price: row.tip.cast('float64').mean() }));
  expectTypeOf(priced.toRows()).resolves.toEqualTypeOf<{ kinds: bigint; price: number | null }[]>();
  const spread = trips.groupBy('zone').agg(row => ({
    newest: row.at.last({ ignoreNulls: true }),
    most: row.zone.argMax(row.tip),
    usual: row.passengers.median(),
    tips: row.tip.list(),
    half: row.tip.quantile(0.5),
    spread: row.passengers.std({ ddof: 0 }),
    together: row.passengers.corr(row.tip),
    zones: row.zone.join(', '),
    busy: row.passengers.gt(2).any(),
    few: count().where(row.passengers.lt(3)),
    skew: row.tip.skew({ bias: true }),
    bins: row.passengers.histogram([0, 2, 4]),
    about: row.zone.approxCountDistinct(),
    newestFirst: row.zone.listBy(row.at, { descending: true }),
    text: row.zone.joinBy(row.at, ', '),
  }));
  expectTypeOf(spread.toRows()).resolves.toEqualTypeOf<
    {
      zone: string | null;
      newest: Date | null;
      most: string | null;
      usual: number | null;
      tips: readonly unknown[];
      half: number | null;
      spread: number | null;
      together: number | null;
      zones: string | null;
      busy: boolean | null;
      few: bigint;
      skew: number | null;
      bins: readonly unknown[];
      about: bigint;
      newestFirst: readonly unknown[];
      text: string | null;
    }[]
  >();
  // @ts-expect-error texts have no median
  t.notThrows(() => trips.agg(row => ({ n: row.zone.median() })));
  // @ts-expect-error a number cannot be a condition
  t.notThrows(() => trips.agg(row => ({ n: count().where(row.passengers) })));
  t.throws(
    // @ts-expect-error a quantile needs its fraction
    () => trips.agg(row => ({ n: row.tip.quantile() })),
    { code: 'INVALID_ARGUMENT' },
  );
  const waits = readers.readCsv('waits.csv', { schema: { wait: 'duration[ms]', zone: 'utf8' } });
  const waited = waits.groupBy('zone').agg(row => ({ total: row.wait.sum(), usual: row.wait.mean(), most: row.wait.max() }));
  expectTypeOf(waited.toRows()).resolves.toEqualTypeOf<
    { zone: string | null; total: bigint | null; usual: bigint | null; most: bigint | null }[]
  >();
  same<SchemaOf<typeof waited>['usual'], 'duration'>(true);
  // @ts-expect-error instants have no sum
  t.notThrows(() => trips.agg(row => ({ n: row.at.sum() })));
  expectTypeOf(grouped.toRows({ int64: 'number' })).resolves.toEqualTypeOf<
    { zone: string | null; total: number | null; people: number | null; first: Date | null; n: number }[]
  >();
  expectTypeOf(trips.select('zone', 'passengers').join(zones, { on: 'zone' }).toRows()).resolves.toEqualTypeOf<
    { zone: string | null; passengers: number | null; borough: string | null; passengers_right: bigint | null }[]
  >();
  type Left = { readonly zone: 'utf8!'; readonly n: 'int32!' };
  type Right = { readonly zone: 'utf8!'; readonly m: 'bool!' };
  const _right = (l: DataFrame<Left>, r: DataFrame<Right>) => l.join(r, { on: 'zone', how: 'right' });
  same<SchemaOf<ReturnType<typeof _right>>, { readonly zone: 'utf8!'; readonly n: 'int32'; readonly m: 'bool!' }>(true);
  const _full = (l: DataFrame<Left>, r: DataFrame<Right>) => l.join(r, { on: 'zone', how: 'full' });
  same<SchemaOf<ReturnType<typeof _full>>, { readonly zone: 'utf8!'; readonly n: 'int32'; readonly m: 'bool' }>(true);
  const _loose = (l: DataFrame<Left>) => l.join(zones.select('zone', 'borough'), { on: 'zone', how: 'full' });
  same<SchemaOf<ReturnType<typeof _loose>>, { readonly zone: 'utf8'; readonly n: 'int32'; readonly borough: 'utf8' }>(true);
  const _semi = (l: DataFrame<Left>, r: DataFrame<Right>) =>
    l.join(r, { leftOn: 'zone', rightOn: 'zone', how: 'semi', nullsEqual: true });
  same<SchemaOf<ReturnType<typeof _semi>>, Left>(true);
  const _cross = (l: DataFrame<Left>, r: DataFrame<Right>) => l.join(r, { how: 'cross' });
  type Crossed = { readonly zone: 'utf8!'; readonly n: 'int32!'; readonly zone_right: 'utf8!'; readonly m: 'bool!' };
  same<SchemaOf<ReturnType<typeof _cross>>, Crossed>(true);
  const _b = trips.sort('zone').limit(3);
  same<SchemaOf<typeof _b>, Trips>(true);
  t.pass();
});

test('a column that is null in every row stands beside anything', t => {
  const rows = readers.fromRows([{ a: null, n: 1, s: 'x', d: new Date(0) }]);
  const _computed = rows.withColumns(row => ({
    sum: row.a.add(1),
    other: row.n.add(row.a),
    product: row.a.mul(row.n),
    later: row.a.sub(row.d),
    same: row.a.eq('x').or(row.s.eq(row.a)).and(row.a),
  }));
  same<SchemaOf<typeof _computed>['sum'], 'int64'>(true);
  same<SchemaOf<typeof _computed>['other'], 'float64'>(true);
  same<SchemaOf<typeof _computed>['product'], 'float64'>(true);
  same<SchemaOf<typeof _computed>['later'], 'duration'>(true);
  same<SchemaOf<typeof _computed>['same'], 'bool'>(true);
  // @ts-expect-error a text has no sum
  t.notThrows(() => rows.withColumns(row => ({ x: row.a.add(row.s) })));
});

test('a record gives the method and its types', t => {
  type Padded = RecordedMethod<{ of: 'text'; takes: ['integer', 'constant text?']; gives: 'utf8' }, 'utf8'>;
  const _padded = (pad: Padded) =>
    trips.select('zone').withColumns(row => ({
      a: pad.call(row.zone, 3),
      b: pad.call(row.zone, 3n, '-'),
      c: pad.call(row.zone, col('n'), param('fill', 'utf8')),
    }));
  same<SchemaOf<ReturnType<typeof _padded>>['c'], 'utf8'>(true);
  same<Parameters<RecordedMethod<{ of: 'number'; gives: 'unchanged' }, 'int32'>>, []>(true);
  same<ReturnType<RecordedMethod<{ of: 'number'; gives: 'unchanged' }, 'int32'>>, Expr<'int32'>>(true);
  same<ReturnType<RecordedMethod<{ of: 'number'; gives: 'same' }, 'int32'>>, Expr<'int64'>>(true);
  type Joined = RecordedMethod<{ of: 'text'; takes: ['...text']; gives: 'utf8' }, 'utf8'>;
  const _joined = (join: Joined) => trips.filter(row => join.call(row.zone, '-', row.zone, 'x').eq('x'));
  same<ReturnType<typeof _joined>, typeof trips>(true);
  const _found = trips.filter(row =>
    row.zone
      .contains('x')
      .and(row.zone.startsWith(row.zone))
      .or(row.zone.endsWith(param('p', 'utf8'))),
  );
  same<SchemaOf<typeof _found>, SchemaOf<typeof trips>>(true);
  // @ts-expect-error a pattern is no text
  t.throws(() => trips.filter(row => row.zone.contains(/x/)));
  // @ts-expect-error a number has no parts
  t.notThrows(() => trips.filter(row => row.tip.contains('x')));
  // @ts-expect-error a pattern of the same length in every row
  const _column = (pad: Padded) => trips.withColumns(row => ({ x: pad.call(row.zone, 3, row.zone) }));
  // @ts-expect-error a part is needed
  t.throws(() => trips.filter(row => row.zone.contains()), { message: /contains takes 1 argument, received none/ });
  // @ts-expect-error only one part is looked for
  t.throws(() => trips.filter(row => row.zone.contains('a', 'b')), { message: /contains takes one argument; received 2/ });
});

test('unchecked frames take any column', t => {
  const frame = anything.filter(col('x').gt(1).and(col('name').eq('a'))).withColumns({ y: col('x').add(1), z: lit(3) });
  expectTypeOf(schemaOf(frame)).toEqualTypeOf<Unchecked>();
  expectTypeOf(
    schemaOf(
      anything
        .groupBy('a')
        .agg({ n: count(), s: col('x').sum() })
        .sort('n'),
    ),
  ).toEqualTypeOf<Unchecked>();
  t.pass();
});

test('parameters have the type that they state', t => {
  const fares = readers.readCsv('fares.csv', {
    schema: { fare: 'decimal(10, 2)', at: 'timestamp', zone: 'utf8', seats: 'int32' },
  });
  const _a = fares
    .filter(row => row.fare.gt(param('fare', 'decimal(10, 2)')).and(row.at.lt(param('before', 'timestamp[ms, UTC]'))))
    .withColumns(row => ({ sum: row.seats.add(param('more', 'int64')), zone: param('zone', 'utf8') }))
    .limit(param('rows', 'int64'), param('after', 'int32'));
  same<SchemaOf<typeof _a>['sum'], 'int64'>(true);
  same<SchemaOf<typeof _a>['zone'], 'utf8'>(true);
  // @ts-expect-error a text is no number of rows
  t.notThrows(() => fares.limit(param('rows', 'utf8')));
  // @ts-expect-error a number does not compare with a text
  t.notThrows(() => fares.filter(row => row.zone.eq(param('zone', 'int64'))));
});
