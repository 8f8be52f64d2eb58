import {
  familyOf,
  unitsPerSecond,
  valueType,
  type CaseRandom,
  type DataType,
  type JoinKey,
  type OperationCases,
  type PreparedCase,
  type Schema,
  type TableData,
} from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { COMMON_TYPES, comparable, typeOf } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const left = tableOf({ k: ['int64', [1n, null, 2n, 2n]], x: ['utf8', ['a', 'b', 'c', 'd']] });
const right = tableOf({ k: ['int64', [2n, null, 2n, 3n]], x: ['utf8', ['p', 'q', 'r', 's']] }, [3, 1]);

export const tableJoinCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE, REFUSED_TABLE], { on: [{ left: 'x', right: 'x' }] }, [
      ['no keys', { on: [] }, 'INVALID_ARGUMENT'],
      ['a kind of join that there is not', { how: 'sideways' }, 'INVALID_ARGUMENT'],
      ['keys of different families', { on: [{ left: 'x', right: 's' }] }, 'TYPE_MISMATCH'],
      ['a key that there is not', { on: [{ left: 'q', right: 'x' }] }, 'COLUMN_NOT_FOUND'],
    ]),
    {
      name: 'decimal keys of different scales match by value, digit by digit',
      inputs: [
        {
          kind: 'table',
          table: tableOf({ a: [{ id: 'decimal', precision: 38, scale: 2 }, [12_345_678_901_234_567_801n, 10n, null]] }),
        },
        {
          kind: 'table',
          table: tableOf({ b: [{ id: 'decimal', precision: 38, scale: 4 }, [1_234_567_890_123_456_780_101n, 1000n, null]] }),
        },
      ],
      options: { on: [{ left: 'a', right: 'b' }] },
      expect: {
        table: tableOf({
          a: [{ id: 'decimal', precision: 38, scale: 2 }, [10n]],
          b: [{ id: 'decimal', precision: 38, scale: 4 }, [1000n]],
        }),
      },
    },
    {
      name: 'inner: one row per pair; null matches nothing; the right key is left out, a duplicate name gets the suffix',
      inputs: [
        { kind: 'table', table: left },
        { kind: 'table', table: right },
      ],
      options: { on: [{ left: 'k', right: 'k' }] },
      expect: {
        table: tableOf({
          k: ['int64', [2n, 2n, 2n, 2n]],
          x: ['utf8', ['c', 'c', 'd', 'd']],
          x_right: ['utf8', ['p', 'r', 'p', 'r']],
        }),
      },
    },
    {
      name: 'left: rows without a partner stay, with nulls',
      inputs: [
        { kind: 'table', table: left },
        { kind: 'table', table: right },
      ],
      options: { on: [{ left: 'k', right: 'k' }], how: 'left', suffix: '2' },
      expect: {
        table: tableOf({
          k: ['int64', [1n, null, 2n, 2n, 2n, 2n]],
          x: ['utf8', ['a', 'b', 'c', 'c', 'd', 'd']],
          x2: ['utf8', [null, null, 'p', 'r', 'p', 'r']],
        }),
      },
    },
    {
      name: 'keys of different names stay both; integers match floats of equal value',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int32', [1, 2]] }) },
        { kind: 'table', table: tableOf({ b: ['float64', [1, 2.5]] }) },
      ],
      options: { on: [{ left: 'a', right: 'b' }] },
      expect: { table: tableOf({ a: ['int32', [1]], b: ['float64', [1]] }) },
    },
    {
      name: '2^53 + 1 does not match the float 2^53',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int64', [2n ** 53n + 1n, 2n ** 53n]] }) },
        { kind: 'table', table: tableOf({ b: ['float64', [2 ** 53]] }) },
      ],
      options: { on: [{ left: 'a', right: 'b' }] },
      expect: { table: tableOf({ a: ['int64', [2n ** 53n]], b: ['float64', [2 ** 53]] }) },
    },
    {
      name: 'NaN matches NaN, -0 matches 0',
      inputs: [
        { kind: 'table', table: tableOf({ k: ['float64', [Number.NaN, -0, 1]] }) },
        { kind: 'table', table: tableOf({ k: ['float64', [0, Number.NaN]], y: ['int8', [1, 2]] }) },
      ],
      options: { on: [{ left: 'k', right: 'k' }] },
      expect: { table: tableOf({ k: ['float64', [Number.NaN, -0]], y: ['int8', [2, 1]] }) },
    },
    {
      name: 'two keys must both match',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['utf8', ['x', 'x', 'y']], b: ['int8', [1, null, 1]] }) },
        {
          kind: 'table',
          table: tableOf({ a: ['utf8', ['x', 'x', 'z']], b: ['int8', [1, null, 1]], c: ['bool', [true, false, true]] }),
        },
      ],
      options: {
        on: [
          { left: 'a', right: 'a' },
          { left: 'b', right: 'b' },
        ],
      },
      expect: { table: tableOf({ a: ['utf8', ['x']], b: ['int8', [1]], c: ['bool', [true]] }) },
    },
    {
      name: 'rows come in the order of the left, partners in that of the right, over batches',
      inputs: [
        { kind: 'table', table: tableOf({ k: ['utf8', ['b', 'a', 'c', 'b']], x: ['int8', [1, 2, 3, 4]] }, [1, 2, 1]) },
        { kind: 'table', table: tableOf({ k: ['utf8', ['a', 'b', 'a', 'b']], y: ['int8', [1, 2, 3, 4]] }, [3, 1]) },
      ],
      options: { on: [{ left: 'k', right: 'k' }] },
      expect: {
        table: tableOf({
          k: ['utf8', ['b', 'b', 'a', 'a', 'b', 'b']],
          x: ['int8', [1, 1, 2, 2, 4, 4]],
          y: ['int8', [2, 4, 1, 3, 2, 4]],
        }),
      },
    },
    {
      name: 'an empty right table',
      inputs: [
        { kind: 'table', table: left },
        { kind: 'table', table: tableOf({ k: ['int64', []], y: ['bool', []] }) },
      ],
      options: { on: [{ left: 'k', right: 'k' }], how: 'left' },
      expect: {
        table: tableOf({
          k: ['int64', [1n, null, 2n, 2n]],
          x: ['utf8', ['a', 'b', 'c', 'd']],
          y: ['bool', [null, null, null, null]],
        }),
      },
    },
  ],
  generate(random) {
    const keys = Array.from({ length: random.integer(1, 2) }, (_, index): readonly [DataType, DataType] =>
      keyTypes(random, index),
    );
    const side = (index: 0 | 1, extra: string): Schema => [
      ...keys.map((types, key) => ({ name: `k${key}`, type: types[index], nullable: true })),
      {
        name: random.boolean() ? 'x' : random.pick([extra, 'X', 'K0', 'a"b', '__proto__']),
        type: typeOf(random),
        nullable: true,
      },
    ];
    const on = keys.map((_, key) => ({ left: `k${key}`, right: `k${key}` }));
    return {
      inputs: [
        { kind: 'table', table: random.table(side(0, 'l'), { maxRows: 12 }) },
        { kind: 'table', table: random.table(side(1, 'r'), { maxRows: 12 }) },
      ],
      options: { on, how: random.pick(['inner', 'left']) },
    };
  },
  chain(random, schema, [, right]) {
    if (right?.kind.kind !== 'table') return undefined;
    const partners = comparable(schema).flatMap(l =>
      comparable(right.kind.kind === 'table' ? right.kind.schema : [])
        .filter(r => familyOf(l.type) === familyOf(r.type))
        .map(r => ({ left: l.name, right: r.name })),
    );
    if (partners.length === 0) return undefined;
    return { on: [random.pick(partners)], how: random.pick(['inner', 'left']), suffix: random.pick(['_right', '_2', '_3']) };
  },
  laws: [
    {
      name: 'the number of rows is that of the pairs that match, one by one',
      check(prepared, result) {
        const expected = naiveRows(prepared);
        if (result.kind !== 'table') return 'the result is not a table';
        return result.table.length === expected ? undefined : `${result.table.length} rows, expected ${expected}`;
      },
    },
  ],
  large: () => ({
    inputs: [
      { kind: 'table', table: largeTable() },
      { kind: 'table', table: tableOf({ key: ['int32', [1, 2, 3]], name: ['utf8', ['a', 'b', 'c']] }) },
    ],
    options: { on: [{ left: 'key', right: 'key' }] },
  }),
};

/** Mostly one type on both sides, sometimes two of one family. */
function keyTypes(random: CaseRandom, index: number): readonly [DataType, DataType] {
  const one = index > 0 ? random.pick(COMMON_TYPES) : typeOf(random);
  if (random.integer(0, 3) > 0) return [one, one];
  const family = COMMON_TYPES.filter(type => familyOf(type) === familyOf(one));
  return family.length > 0 ? [one, random.pick(family)] : [one, one];
}

function naiveRows({ inputs: [a, b], options }: PreparedCase): number {
  if (a?.kind !== 'table' || b?.kind !== 'table') throw new TypeError('join needs two tables');
  const on = options['on'] as readonly JoinKey[];
  const rightKeys = keyTexts(
    b.table,
    on.map(key => key.right),
  );
  let rows = 0;
  for (const key of keyTexts(
    a.table,
    on.map(({ left: name }) => name),
  )) {
    const partners = key === undefined ? 0 : rightKeys.filter(other => other === key).length;
    rows += partners === 0 && options['how'] === 'left' ? 1 : partners;
  }
  return rows;
}

/** A text per row that is equal for keys that match; undefined when a key is null. */
function keyTexts(table: TableData, names: readonly string[]): readonly (string | undefined)[] {
  const columns = names.map(name => {
    const type = table.schema.find(f => f.name === name)?.type;
    if (!type) throw new TypeError(`there is no column ${name}`);
    return columnValues(table, name).map(value => (value === null ? undefined : comparableText(valueType(type), value)));
  });
  return Array.from({ length: table.length }, (_, row) => {
    const parts = columns.map(values => values[row]);
    return parts.includes(undefined) ? undefined : parts.join('|');
  });
}

function comparableText(type: DataType, value: unknown): string {
  if (typeof value === 'number' && familyOf(type) === 'numeric')
    return Number.isInteger(value) ? `${BigInt(value)}` : String(value);
  if (typeof value !== 'bigint' && type.id !== 'date') return formatValue(value);
  const count = BigInt(String(value));
  if (type.id === 'date') return `${count * (type.unit === 'day' ? 86_400_000_000_000n : 1_000_000n)}`;
  if (type.id === 'timestamp') return `${count * (1_000_000_000n / unitsPerSecond(type.unit))}`;
  if (type.id !== 'decimal') return `${count}`;
  const unit = 10n ** BigInt(type.scale);
  return count % unit === 0n ? `${count / unit}` : decimalText(count, type.scale);
}

/** As JavaScript prints the nearest double, where that double is equal; otherwise no float has this value. */
function decimalText(unscaled: bigint, scale: number): string {
  const near = Number(unscaled) / 10 ** scale;
  if (exactlyEqual(near, unscaled, scale)) return String(near);
  let [digits, places] = [unscaled, scale];
  for (; places > 0 && digits % 10n === 0n; places--) digits /= 10n;
  return `${digits}e-${places}`;
}

function exactlyEqual(double: number, unscaled: bigint, scale: number): boolean {
  let [numerator, denominator] = [double, 1n];
  for (; !Number.isInteger(numerator) && denominator < 2n ** 80n; denominator *= 2n) numerator *= 2;
  return BigInt(numerator) * 10n ** BigInt(scale) === unscaled * denominator;
}
