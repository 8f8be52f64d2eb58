import test from 'ava';
import { expectTypeOf } from 'expect-type';
import { FakeExecutor } from './fake-executor.test.data.js';
import { count } from './operands.js';
import { makeReaders, type Readers } from './readers.js';

/** What the compiler knows of the results of verbs that are made of other operations, and what it refuses. */
const readers: Readers = makeReaders(new FakeExecutor());
const trips = readers.readParquet('trips.parquet', {
  schema: { zone: 'utf8', tip: 'float64', passengers: 'int32', at: 'timestamp' },
});

test('verbs that choose rows keep the columns', t => {
  expectTypeOf(
    trips.select('zone').head(2).tail(1).slice(-1).topK(3, 'zone').bottomK(1, ['zone']).toRows(),
  ).resolves.toEqualTypeOf<{ zone: string | null }[]>();
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.topK(3, 'tips'));
  // @ts-expect-error one of them is not there
  t.notThrows(() => trips.bottomK(3, ['tip', 'tips']));
});

test('dropNulls leaves no null, in the columns that it names', t => {
  const some = trips.select('zone', 'tip', 'passengers');
  expectTypeOf(some.dropNulls('tip').toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number; passengers: number | null }[]
  >();
  expectTypeOf(some.dropNulls(['tip', 'zone']).toRows()).resolves.toEqualTypeOf<
    { zone: string; tip: number; passengers: number | null }[]
  >();
  expectTypeOf(some.dropNulls().toRows()).resolves.toEqualTypeOf<{ zone: string; tip: number; passengers: number }[]>();
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.dropNulls('tips'));
});

test('valueCounts names its columns', t => {
  expectTypeOf(trips.valueCounts('zone').toRows()).resolves.toEqualTypeOf<{ zone: string | null; count: bigint }[]>();
  expectTypeOf(trips.valueCounts('zone', { name: 'n' }).toRows({ int64: 'number' })).resolves.toEqualTypeOf<
    { zone: string | null; n: number }[]
  >();
  expectTypeOf(trips.valueCounts('zone', { normalize: true }).toRows()).resolves.toEqualTypeOf<
    { zone: string | null; proportion: number | null }[]
  >();
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.valueCounts('zones'));
});

test('cast changes the types that it names', t => {
  expectTypeOf(
    trips.select('zone', 'passengers', 'at').cast({ passengers: 'int64', at: 'date' }).toRows(),
  ).resolves.toEqualTypeOf<{ zone: string | null; passengers: bigint | null; at: Date | null }[]>();
  expectTypeOf(trips.select('tip').cast({ tip: 'decimal(10, 2)' }).toRows()).resolves.toEqualTypeOf<{ tip: string | null }[]>();
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.cast({ tips: 'int64' }));
  // @ts-expect-error a type that there is not
  t.throws(() => trips.cast({ tip: 'int65' }), { code: 'INVALID_ARGUMENT' });
});

test('columns and the first row are typed as rows are', t => {
  expectTypeOf(trips.select('tip').dropNulls().toColumns()).resolves.toEqualTypeOf<{ tip: number[] }>();
  expectTypeOf(trips.select('tip').first()).resolves.toEqualTypeOf<{ tip: number | null } | undefined>();
  expectTypeOf(trips.pipe(frame => frame.select('tip')).first()).resolves.toEqualTypeOf<{ tip: number | null } | undefined>();
  t.pass();
});

test('verbs that number, choose and multiply rows', t => {
  expectTypeOf(trips.select('tip').withRowIndex().toRows()).resolves.toEqualTypeOf<{ index: bigint; tip: number | null }[]>();
  expectTypeOf(trips.select('tip').withRowIndex({ name: 'n' }).sample({ n: 1 }).toRows()).resolves.toEqualTypeOf<
    { n: bigint; tip: number | null }[]
  >();
  const grouped = trips.select('tip', 'zone').groupBy('zone');
  expectTypeOf(grouped.count().toRows()).resolves.toEqualTypeOf<{ zone: string | null; count: bigint }[]>();
  expectTypeOf(grouped.head(2).groupBy('zone').topK(1, 'tip').toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number | null }[]
  >();
  const lists = readers.readParquet('l.parquet', { schema: { id: 'int32', tags: 'list<utf8>' } });
  expectTypeOf(lists.explode('tags').select('id').toRows()).resolves.toEqualTypeOf<{ id: number | null }[]>();
  // @ts-expect-error numbers are no lists
  t.notThrows(() => lists.explode('id'));
  // @ts-expect-error a column that there is not
  t.notThrows(() => grouped.topK(1, 'tips'));
  // @ts-expect-error either of them
  t.throws(() => trips.sample({ seed: 1 }));
});

test('upsample adds rows, so that columns besides its own may be null', t => {
  const full = trips.dropNulls().select('zone', 'tip', 'at').upsample({ by: 'at', every: '1h', partitionBy: 'zone' });
  expectTypeOf(full.toRows()).resolves.toEqualTypeOf<{ zone: string; tip: number | null; at: Date }[]>();
  expectTypeOf(trips.unchecked().upsample({ by: 'at', every: '1d' })).toEqualTypeOf(trips.unchecked());
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.upsample({ by: 'at', every: '1h', partitionBy: 'zones' }));
});

test('aggregates of groups are of the columns that can take them', t => {
  const grouped = trips.groupBy('zone');
  expectTypeOf(grouped.sum().toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number | null; passengers: bigint | null }[]
  >();
  expectTypeOf(grouped.median().toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number | null; passengers: number | null }[]
  >();
  expectTypeOf(grouped.max().select('at', 'zone').toRows()).resolves.toEqualTypeOf<{ at: Date | null; zone: string | null }[]>();
  expectTypeOf(grouped.countDistinct().select('at').toRows()).resolves.toEqualTypeOf<{ at: bigint }[]>();
  expectTypeOf(grouped.tail(1).slice(0).select('tip').toRows()).resolves.toEqualTypeOf<{ tip: number | null }[]>();
  expectTypeOf(trips.groupByTime('at', { every: '1h' }).mean().select('at', 'tip').toRows()).resolves.toEqualTypeOf<
    { at: Date | null; tip: number | null }[]
  >();
  expectTypeOf(trips.unchecked().groupBy('zone').sum()).toEqualTypeOf(trips.unchecked());
  // @ts-expect-error instants have no sum
  t.notThrows(() => grouped.sum().select('at'));
});

test('frames put together have the columns of both', t => {
  const first = trips.select('zone', 'tip');
  const more = readers.fromRows([{ tip: 1, zone: 'x', extra: true }]);
  expectTypeOf(first.concat(more.drop('extra')).toRows()).resolves.toEqualTypeOf<{ zone: string | null; tip: number | null }[]>();
  expectTypeOf(more.concat([more, more]).toRows()).resolves.toEqualTypeOf<{ tip: number; zone: string; extra: boolean }[]>();
  expectTypeOf(first.concat(more, { missing: 'null' }).toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number | null; extra: boolean | null }[]
  >();
  expectTypeOf(first.intersect(more.drop('extra')).toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number | null }[]
  >();
  // @ts-expect-error a column more
  t.notThrows(() => first.concat(more));
  // @ts-expect-error a column less
  t.notThrows(() => first.concat(first.drop('tip')));
  // @ts-expect-error another type
  t.notThrows(() => first.concat(first.cast({ tip: 'utf8' }), { missing: 'null' }));
  // @ts-expect-error a column more
  t.notThrows(() => first.except(more));
});

test('unpivot and pivot name their columns', t => {
  const wide = readers.fromRows([{ id: 1n, a: 'x', b: 'y', n: 1, m: 2n }]);
  expectTypeOf(wide.unpivot({ on: ['a', 'b'], index: 'id' }).toRows()).resolves.toEqualTypeOf<
    { id: bigint; variable: string | null; value: string | null }[]
  >();
  expectTypeOf(wide.unpivot({ on: ['n', 'm'], index: 'id', variableName: 'v', valueName: 'w' }).toRows()).resolves.toEqualTypeOf<
    { id: bigint; v: string | null; w: number | null }[]
  >();
  expectTypeOf(wide.select('id', 'a').unpivot({ index: 'id' }).toRows()).resolves.toEqualTypeOf<
    { id: bigint; variable: string | null; value: string | null }[]
  >();
  expectTypeOf(wide.select('id', 'a').unpivot({ on: 'a' }).toRows()).resolves.toEqualTypeOf<
    { id: bigint; variable: string | null; value: string | null }[]
  >();
  const pivoted = trips.pivot({ index: 'zone', on: 'passengers', columns: [1, 2], values: row => row.tip.sum() });
  expectTypeOf(pivoted.toRows()).resolves.toEqualTypeOf<{ zone: string | null; 1: number | null; 2: number | null }[]>();
  const counted = trips.pivot({ index: ['zone'], on: 'passengers', columns: ['1'], values: count() });
  expectTypeOf(counted.toRows()).resolves.toEqualTypeOf<{ zone: string | null; 1: bigint }[]>();
  expectTypeOf(trips.crossTab('zone', 'passengers', [1]).toRows()).resolves.toEqualTypeOf<{ zone: string | null; 1: bigint }[]>();
  // @ts-expect-error a column that there is not
  t.notThrows(() => wide.unpivot({ on: 'c' }));
  // @ts-expect-error a column that there is not
  t.notThrows(() => trips.pivot({ index: 'zones', on: 'passengers', columns: [1], values: count() }));
  // @ts-expect-error a text has no sum
  t.notThrows(() => trips.pivot({ index: 'zone', on: 'passengers', columns: [1], values: row => row.zone.sum() }));
});

test('fillNull leaves no null where a literal fills', t => {
  const some = trips.select('zone', 'tip', 'passengers');
  expectTypeOf(some.fillNull({ tip: 0, zone: 'none' }).toRows()).resolves.toEqualTypeOf<
    { zone: string; tip: number; passengers: number | null }[]
  >();
  expectTypeOf(some.fillNull(0).toRows()).resolves.toEqualTypeOf<
    { zone: string | null; tip: number; passengers: number | null }[]
  >();
  expectTypeOf(some.fillNull('x').toRows()).resolves.toEqualTypeOf<
    { zone: string; tip: number | null; passengers: number | null }[]
  >();
  // @ts-expect-error a text for a number
  t.notThrows(() => some.fillNull({ tip: 'x' }));
  // @ts-expect-error a column that there is not
  t.notThrows(() => some.fillNull({ tips: 1 }));
});
