import {
  familyOf,
  formatType,
  unitsPerSecond,
  valueType,
  type CaseRandom,
  type DataType,
  type JoinHow,
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

const KINDS: readonly JoinHow[] = ['inner', 'left', 'right', 'full', 'semi', 'anti'];

/** `left` and `right` above, joined in the other ways. */
const kindCases: OperationCases['literals'] = (
  [
    [
      'right: right rows without a partner follow, with nulls; the key is theirs',
      { how: 'right' },
      {
        k: ['int64', [2n, 2n, 2n, 2n, null, 3n]],
        x: ['utf8', ['c', 'c', 'd', 'd', null, null]],
        x_right: ['utf8', ['p', 'r', 'p', 'r', 'q', 's']],
      },
    ],
    [
      'full: rows without a partner of both sides',
      { how: 'full' },
      {
        k: ['int64', [1n, null, 2n, 2n, 2n, 2n, null, 3n]],
        x: ['utf8', ['a', 'b', 'c', 'c', 'd', 'd', null, null]],
        x_right: ['utf8', [null, null, 'p', 'r', 'p', 'r', 'q', 's']],
      },
    ],
    [
      'full: null keys match where nulls are equal',
      { how: 'full', nullsEqual: true },
      {
        k: ['int64', [1n, null, 2n, 2n, 2n, 2n, 3n]],
        x: ['utf8', ['a', 'b', 'c', 'c', 'd', 'd', null]],
        x_right: ['utf8', [null, 'q', 'p', 'r', 'p', 'r', 's']],
      },
    ],
    [
      'semi: each left row with a partner once, left columns only',
      { how: 'semi' },
      { k: ['int64', [2n, 2n]], x: ['utf8', ['c', 'd']] },
    ],
    [
      'semi: a null has a partner where nulls are equal',
      { how: 'semi', nullsEqual: true },
      { k: ['int64', [null, 2n, 2n]], x: ['utf8', ['b', 'c', 'd']] },
    ],
    [
      'anti: left rows without a partner, those with null keys among them',
      { how: 'anti' },
      { k: ['int64', [1n, null]], x: ['utf8', ['a', 'b']] },
    ],
  ] as const
).map(([name, options, columns]) => ({
  name,
  inputs: [
    { kind: 'table', table: left },
    { kind: 'table', table: right },
  ],
  options: { on: [{ left: 'k', right: 'k' }], ...options },
  expect: { table: tableOf(columns) },
}));

export const tableJoinCases: OperationCases = {
  literals: [
    ...kindCases,
    {
      name: 'cross: every row with every row, over batches',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int8', [1, 2, null]] }, [2, 1]) },
        { kind: 'table', table: tableOf({ a: ['utf8', ['x', null]], b: ['bool', [true, false]] }, [1, 1]) },
      ],
      options: { how: 'cross' },
      expect: {
        table: tableOf({
          a: ['int8', [1, 1, 2, 2, null, null]],
          a_right: ['utf8', ['x', null, 'x', null, 'x', null]],
          b: ['bool', [true, false, true, false, true, false]],
        }),
      },
    },
    {
      name: 'cross: with no rows on one side there are none',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int8', [1, 2]] }) },
        { kind: 'table', table: tableOf({ b: ['int8', []] }) },
      ],
      options: { how: 'cross' },
      expect: { table: tableOf({ a: ['int8', []], b: ['int8', []] }) },
    },
    {
      name: 'full: keys of different names stay both, each null where its side has no row',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['int32', [1, 2]] }) },
        { kind: 'table', table: tableOf({ b: ['float64', [2, 2.5]] }) },
      ],
      options: { on: [{ left: 'a', right: 'b' }], how: 'full' },
      expect: { table: tableOf({ a: ['int32', [1, 2, null]], b: ['float64', [null, 2, 2.5]] }) },
    },
    {
      name: 'full: an empty left table',
      inputs: [
        { kind: 'table', table: tableOf({ k: ['utf8', []], x: ['bool', []] }) },
        { kind: 'table', table: tableOf({ k: ['utf8', ['b', 'a']], y: ['int8', [1, 2]] }) },
      ],
      options: { on: [{ left: 'k', right: 'k' }], how: 'full' },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a']], x: ['bool', [null, null]], y: ['int8', [1, 2]] }) },
    },
    {
      name: 'two keys, one of them null on both sides, where nulls are equal',
      inputs: [
        { kind: 'table', table: tableOf({ a: ['utf8', ['x', null, '']], b: ['int8', [null, 1, null]] }) },
        { kind: 'table', table: tableOf({ a: ['utf8', ['', 'x', null]], b: ['int8', [0, null, 1]] }) },
      ],
      options: {
        on: [
          { left: 'a', right: 'a' },
          { left: 'b', right: 'b' },
        ],
        nullsEqual: true,
      },
      expect: { table: tableOf({ a: ['utf8', ['x', null]], b: ['int8', [null, 1]] }) },
    },
    ...refusedCases([REFUSED_TABLE, REFUSED_TABLE], { on: [{ left: 'x', right: 'x' }] }, [
      ['no keys', { on: [] }, 'INVALID_ARGUMENT'],
      ['a kind of join that there is not', { how: 'sideways' }, 'INVALID_ARGUMENT'],
      ['keys of a cross join', { how: 'cross' }, 'INVALID_ARGUMENT'],
      ['nulls that are equal by another word', { nullsEqual: 'yes' }, 'INVALID_ARGUMENT'],
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
      options: random.integer(0, 9) === 0 ? { how: 'cross' } : { on, how: random.pick(kindsFor(keys)), ...nullsOf(random) },
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
    // Which of the keys have one name, and so must be of one type in some joins, is not asked.
    const how = random.pick(['inner', 'left', 'semi', 'anti']);
    return { on: [random.pick(partners)], how, suffix: random.pick(['_right', '_2', '_3']), ...nullsOf(random) };
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

const nullsOf = (random: CaseRandom): { readonly nullsEqual?: true } => (random.integer(0, 2) === 0 ? { nullsEqual: true } : {});

/** Kinds that put keys of both sides into one column need them to be of one type. */
const kindsFor = (keys: readonly (readonly [DataType, DataType])[]): readonly JoinHow[] =>
  keys.every(([a, b]) => formatType(a) === formatType(b)) ? KINDS : ['inner', 'left', 'semi', 'anti'];

/** Mostly one type on both sides, sometimes two of one family. */
function keyTypes(random: CaseRandom, index: number): readonly [DataType, DataType] {
  const one = index > 0 ? random.pick(COMMON_TYPES) : typeOf(random);
  if (random.integer(0, 3) > 0) return [one, one];
  const family = COMMON_TYPES.filter(type => familyOf(type) === familyOf(one));
  return family.length > 0 ? [one, random.pick(family)] : [one, one];
}

function naiveRows({ inputs: [a, b], options }: PreparedCase): number {
  if (a?.kind !== 'table' || b?.kind !== 'table') throw new TypeError('join needs two tables');
  const how = options['how'] as JoinHow;
  if (how === 'cross') return a.table.length * b.table.length;
  const on = options['on'] as readonly JoinKey[];
  const nullsEqual = options['nullsEqual'] === true;
  const rightKeys = keyTexts(
    b.table,
    on.map(key => key.right),
    nullsEqual,
  );
  const leftKeys = keyTexts(
    a.table,
    on.map(({ left: name }) => name),
    nullsEqual,
  );
  const partners = leftKeys.map(key => (key === undefined ? 0 : rightKeys.filter(other => other === key).length));
  const alone = partners.filter(count => count === 0).length;
  if (how === 'semi' || how === 'anti') return how === 'anti' ? alone : partners.length - alone;
  const free = rightKeys.filter(key => key === undefined || !leftKeys.includes(key)).length;
  const pairs = partners.reduce((sum, count) => sum + count, 0);
  return pairs + (how === 'left' || how === 'full' ? alone : 0) + (how === 'right' || how === 'full' ? free : 0);
}

/** A text per row that is equal for keys that match; undefined when a key is null and nulls match nothing. */
function keyTexts(table: TableData, names: readonly string[], nullsEqual: boolean): readonly (string | undefined)[] {
  const columns = names.map(name => {
    const type = table.schema.find(f => f.name === name)?.type;
    if (!type) throw new TypeError(`there is no column ${name}`);
    return columnValues(table, name).map(value =>
      value === null ? (nullsEqual ? 'null' : undefined) : comparableText(valueType(type), value),
    );
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
