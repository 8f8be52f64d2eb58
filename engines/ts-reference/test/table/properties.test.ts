/** Vectorised kernels against a naive evaluation, one row at a time, on generated tables. fast-check prints the seed of a failure. */
import { compareNumbers, compareText } from '@parquetframe/core/engine';
import type { Aggregation, TableData, UserExpression } from '@parquetframe/core/engine';
import test from 'ava';
import fc from 'fast-check';
import { call, column, input, literal, rowsAsArrays, runTable, table, values } from '../harness.js';

type Value = null | boolean | number | bigint | string;
interface Row {
  readonly i: bigint | null;
  readonly j: number | null;
  readonly f: number | null;
  readonly b: boolean | null;
  readonly s: string | null;
}

const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4 });
const row: fc.Arbitrary<Row> = fc.record({
  i: nullable(
    fc.oneof(
      fc.bigInt({ min: -5n, max: 5n }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.constantFrom(2n ** 53n, 2n ** 53n + 1n),
    ),
  ),
  j: nullable(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer())),
  f: nullable(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double(), fc.constantFrom(NaN, -0, 2 ** 53, Infinity))),
  b: nullable(fc.boolean()),
  s: nullable(fc.oneof(fc.constantFrom('', 'a', 'b', 'ab'), fc.string({ unit: 'grapheme' }))),
});
const rowsOf = fc.array(row, { maxLength: 30 });

const tableOf = (rows: readonly Row[], batchRows: number): TableData =>
  table(
    {
      i: ['int64', rows.map(r => r.i)],
      j: ['int32', rows.map(r => r.j)],
      f: ['float64', rows.map(r => r.f)],
      b: ['bool', rows.map(r => r.b)],
      s: ['utf8', rows.map(r => r.s)],
    },
    batchRows,
  );

// ── expressions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An expression with what it means for one row. */
interface Meaning {
  readonly expression: UserExpression;
  of(row: Row): Value;
}

const order = (a: Value, b: Value): number => {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return compareNumbers(a as number | bigint, b as number | bigint);
};
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

const integers: fc.Arbitrary<Meaning> = fc.letrec<{ integer: Meaning }>(tie => ({
  integer: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Meaning>(
      { expression: column('i'), of: r => r.i },
      { expression: column('j'), of: r => (r.j === null ? null : BigInt(r.j)) },
    ),
    fc.bigInt({ min: -9n, max: 9n }).map((value): Meaning => ({ expression: literal(value), of: () => value })),
    fc
      .tuple(fc.constantFrom('add', 'subtract', 'multiply', 'floorDivide', 'modulo'), tie('integer'), tie('integer'))
      // Two literals have no column beside them; a column is always there in one of them.
      .map(([f, a, b]): Meaning => ({
        expression: call(f as 'add', [a.expression, b.expression], { overflow: 'wrap' }),
        of: r => {
          const [x, y] = [a.of(r), b.of(r)];
          if (typeof x !== 'bigint' || typeof y !== 'bigint') return null;
          if (f === 'add') return wrap(x + y);
          if (f === 'subtract') return wrap(x - y);
          if (f === 'multiply') return wrap(x * y);
          if (y === 0n) return null;
          const floor = x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n);
          return wrap(f === 'modulo' ? x - floor * y : floor);
        },
      })),
  ),
})).integer;

const leaves: fc.Arbitrary<readonly [Meaning, Meaning]> = fc.oneof(
  fc.tuple(integers, integers),
  fc.tuple(integers, fc.constant<Meaning>({ expression: column('f'), of: r => r.f })),
  fc.constant<readonly [Meaning, Meaning]>([
    { expression: column('s'), of: r => r.s },
    { expression: literal('ab'), of: () => 'ab' },
  ]),
  fc.constant<readonly [Meaning, Meaning]>([
    { expression: column('f'), of: r => r.f },
    { expression: literal(1.5), of: () => 1.5 },
  ]),
);

const bools: fc.Arbitrary<Meaning> = fc.letrec<{ bool: Meaning }>(tie => ({
  bool: fc.oneof(
    { maxDepth: 4 },
    fc.constant<Meaning>({ expression: column('b'), of: r => r.b }),
    fc
      .tuple(fc.constantFrom('equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual'), leaves)
      .map(([f, [a, b]]): Meaning => ({
        expression: call(f as 'less', [a.expression, b.expression]),
        of: r => {
          const [x, y] = [a.of(r), b.of(r)];
          if (x === null || y === null) return null;
          const o = order(x, y);
          if (f === 'equal' || f === 'notEqual') return (o === 0) === (f === 'equal');
          if (f === 'less' || f === 'lessEqual') return f === 'less' ? o < 0 : o <= 0;
          return f === 'greater' ? o > 0 : o >= 0;
        },
      })),
    fc
      .constantFrom<keyof Row>('i', 'f', 's')
      .map((name): Meaning => ({ expression: call('isNull', [column(name)]), of: r => r[name] === null })),
    fc.tuple(fc.constantFrom('and', 'or'), tie('bool'), tie('bool')).map(([f, a, b]): Meaning => ({
      expression: call(f as 'and', [a.expression, b.expression]),
      of: r => {
        const sides = [a.of(r), b.of(r)];
        const decisive = f === 'or';
        if (sides.includes(decisive)) return decisive;
        return sides.includes(null) ? null : !decisive;
      },
    })),
    tie('bool').map((a): Meaning => ({
      expression: call('not', [a.expression]),
      of: r => {
        const x = a.of(r);
        return x === null ? null : !x;
      },
    })),
  ),
})).bool;

const batchSizes = fc.integer({ min: 1, max: 12 });

test('integer expressions', async t => {
  await fc.assert(
    fc.asyncProperty(integers, rowsOf, batchSizes, async ({ expression, of }, rows, batchRows) => {
      const result = await runTable('table.project', { columns: [{ name: 'x', expression }] }, [input(tableOf(rows, batchRows))]);
      const wide = values(result, 'x').map(value => (typeof value === 'number' ? BigInt(value) : value));
      t.deepEqual(wide, rows.map(of));
    }),
    { numRuns: 300 },
  );
});

test('filters', async t => {
  await fc.assert(
    fc.asyncProperty(bools, rowsOf, batchSizes, async ({ expression, of }, rows, batchRows) => {
      const result = await runTable('table.filter', { predicate: expression }, [input(tableOf(rows, batchRows))]);
      t.deepEqual(
        rowsAsArrays(result),
        rows.filter(r => of(r) === true).map(r => [r.i, r.j, r.f, r.b, r.s]),
      );
    }),
    { numRuns: 300 },
  );
});

// ── sort, aggregate, join ──────────────────────────────────────────────────────────────────────────────────────────────

const names = ['i', 'j', 'f', 'b', 's'] as const satisfies readonly (keyof Row)[];
const sortKey = fc.record({
  column: fc.constantFrom(...names),
  descending: fc.boolean(),
  nulls: fc.constantFrom('first' as const, 'last' as const),
});

test('sorts', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(sortKey, { minLength: 1, maxLength: 3 }), rowsOf, batchSizes, async (keys, rows, batchRows) => {
      const expected = [...rows].sort((p, q) => {
        for (const key of keys) {
          const [x, y] = [p[key.column], q[key.column]];
          const o =
            x === null || y === null
              ? (Number(x === null) - Number(y === null)) * (key.nulls === 'first' ? -1 : 1)
              : order(x, y) * (key.descending ? -1 : 1);
          if (o !== 0) return o;
        }
        return 0;
      });
      const result = await runTable('table.sort', { keys }, [input(tableOf(rows, batchRows))]);
      t.deepEqual(
        rowsAsArrays(result),
        expected.map(r => [r.i, r.j, r.f, r.b, r.s]),
      );
    }),
    { numRuns: 200 },
  );
});

/** Equal for values that are one key: NaN with NaN, 0 with -0, an integer with the float of that value. */
const keyText = (value: Value): string =>
  typeof value === 'number' ? `n${value + 0}` : typeof value === 'bigint' ? `n${value}` : JSON.stringify(value);

test('groups', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
      rowsOf,
      batchSizes,
      async (keys, rows, batchRows) => {
        const groups = new Map<string, Row[]>();
        for (const r of rows) {
          const key = keys.map(name => keyText(r[name])).join('|');
          groups.set(key, [...(groups.get(key) ?? []), r]);
        }
        const aggregates: Aggregation[] = [
          { name: 'n', function: 'count', column: null },
          { name: 'js', function: 'sum', column: 'j' },
          { name: 'jn', function: 'count', column: 'j' },
          { name: 'smin', function: 'min', column: 's' },
          { name: 'imax', function: 'max', column: 'i' },
        ];
        const result = await runTable('table.aggregate', { keys, aggregates }, [input(tableOf(rows, batchRows))]);
        const best = (of: readonly (Value | null)[], sign: number): Value =>
          of.reduce<Value>(
            (kept, value) => (value !== null && (kept === null || order(value, kept) * sign > 0) ? value : kept),
            null,
          );
        const expected = [...groups.values()].map(members => {
          const js = members.flatMap(r => r.j ?? []);
          return [
            BigInt(members.length),
            js.length === 0 ? null : js.reduce((sum, value) => sum + BigInt(value), 0n),
            BigInt(js.length),
            best(
              members.map(r => r.s),
              -1,
            ),
            best(
              members.map(r => r.i),
              1,
            ),
          ];
        });
        t.deepEqual(
          rowsAsArrays(result).map(r => r.slice(keys.length)),
          expected,
        );
      },
    ),
    { numRuns: 200 },
  );
});

const joinKey = fc.constantFrom(['i', 'i'], ['i', 'f'], ['j', 'i'], ['f', 'j'], ['s', 's'], ['b', 'b']) as fc.Arbitrary<
  [keyof Row, keyof Row]
>;

test('joins', async t => {
  await fc.assert(
    fc.asyncProperty(
      // The same pair twice is an error.
      fc.uniqueArray(joinKey, { minLength: 1, maxLength: 2, selector: pair => pair.join() }),
      fc.constantFrom('inner', 'left', 'right', 'full', 'semi', 'anti'),
      fc.boolean(),
      rowsOf,
      rowsOf,
      batchSizes,
      async (on, how, nullsEqual, left, right, batchRows) => {
        const same = (x: Value, y: Value): boolean =>
          x === null || y === null
            ? nullsEqual && x === y
            : typeof x === 'string' || typeof x === 'boolean'
              ? x === y
              : order(x, y) === 0;
        const partners = left.map(p => right.flatMap((q, r) => (on.every(([a, b]) => same(p[a], q[b])) ? [r] : [])));
        const matched = new Set(partners.flat());
        const expected = partners.flatMap((found, l): (readonly [number | null, number | null | undefined])[] => {
          if (how === 'semi' || how === 'anti') return found.length > 0 === (how === 'semi') ? [[l, undefined]] : [];
          return found.length === 0 && (how === 'left' || how === 'full') ? [[l, null]] : found.map(r => [l, r]);
        });
        if (how === 'right' || how === 'full') for (const r of right.keys()) if (!matched.has(r)) expected.push([null, r]);
        const numbered = (rows: readonly Row[], prefix: string): TableData =>
          table(
            {
              [`${prefix}i`]: ['int64', rows.map(r => r.i)],
              [`${prefix}j`]: ['int32', rows.map(r => r.j)],
              [`${prefix}f`]: ['float64', rows.map(r => r.f)],
              [`${prefix}b`]: ['bool', rows.map(r => r.b)],
              [`${prefix}s`]: ['utf8', rows.map(r => r.s)],
              [prefix]: ['int32', rows.map((_, row) => row)],
            },
            batchRows,
          );
        const keys = on.map(([a, b]) => ({ left: `l${a}`, right: `r${b}` }));
        const result = await runTable('table.join', { on: keys, how, nullsEqual }, [
          input(numbered(left, 'l')),
          input(numbered(right, 'r')),
        ]);
        const isHalf = how === 'semi' || how === 'anti';
        const pairs = values(result, 'l').map((l, at) => [l, isHalf ? undefined : values(result, 'r')[at]]);
        t.deepEqual(pairs, expected);
      },
    ),
    { numRuns: 200 },
  );
});
