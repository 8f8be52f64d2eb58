import test from 'ava';
import fc from 'fast-check';
import { atOnce } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import type { OrderedVector } from './key-words.js';
import { orderedRows } from './radix-order.js';

type Value = number | bigint | boolean | string | null;

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  1.5,
  -1.5,
  Number.NaN,
  Infinity,
  -Infinity,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2 ** 53,
  -(2 ** 53),
  2047,
  2048,
];
const BIGINTS = [0n, -1n, 1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n, 2n ** 31n, -(2n ** 31n)];

const values = fc.oneof(
  fc.record({ form: fc.constant('number' as const), of: fc.constant(fc.oneof(fc.constantFrom(...NUMBERS), fc.double())) }),
  fc.record({
    form: fc.constant('bigint' as const),
    of: fc.constant(fc.oneof(fc.constantFrom(...BIGINTS), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))),
  }),
  fc.record({ form: fc.constant('bigint' as const), of: fc.constant(fc.bigInt({ min: -(2n ** 126n), max: 2n ** 126n })) }),
  fc.record({ form: fc.constant('bool' as const), of: fc.constant(fc.boolean()) }),
  fc.record({
    form: fc.constant('bytes' as const),
    of: fc.constant(fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\x7f'), maxLength: 12 })),
  }),
  fc.record({
    form: fc.constant('bytes' as const),
    of: fc.constant(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 }).map(text => `beginning ${text}`)),
  }),
);

const key = (rows: number) =>
  values.chain(({ form, of }) =>
    fc.record({
      form: fc.constant(form),
      values: fc.array(fc.option<Value>(of, { freq: 6 }), { minLength: rows, maxLength: rows }),
      descending: fc.boolean(),
      nullsFirst: fc.boolean(),
    }),
  );
type Key = ReturnType<typeof key> extends fc.Arbitrary<infer K> ? K : never;

function vectorOf({ form, values: given }: Key): Vector {
  const validity = Uint8Array.from(given, value => Number(value !== null));
  const base = { step: 1, validity: given.includes(null) ? validity : undefined } as const;
  // What stands at a null is unspecified: here something that would show.
  switch (form) {
    case 'number':
      return {
        ...base,
        form,
        type: { id: 'float64' },
        values: Float64Array.from(given, (value, row) => (value === null ? row : Number(value))),
      };
    case 'bigint':
      return {
        ...base,
        form,
        type: { id: 'int64' },
        values: given.map((value, row) => (value === null ? BigInt(row) : BigInt(value))),
      };
    case 'bytes': {
      const texts = given.map((value, row) => (value === null ? 'x'.repeat(row % 12) : String(value)));
      const offsets = new Int32Array(texts.length + 1);
      texts.forEach((text, row) => (offsets[row + 1] = (offsets[row] ?? 0) + text.length));
      return { ...base, form, type: { id: 'utf8' }, offsets, data: Buffer.from(texts.join('')) };
    }
    case 'bool':
      return {
        ...base,
        form,
        type: { id: 'bool' },
        values: Uint8Array.from(given, (value, row) => (value === null ? row & 1 : Number(value))),
      };
  }
}

/** By the definition of the operation. */
function compare({ values: given, descending, nullsFirst }: Key, a: number, b: number): number {
  const [x = null, y = null] = [given[a], given[b]];
  if (x === null || y === null) return x === y ? 0 : (x === null) === nullsFirst ? -1 : 1;
  const [p, q] = [Number.isNaN(x), Number.isNaN(y)];
  const order = p || q ? Number(p) - Number(q) : x < y ? -1 : Number(x > y);
  return descending ? -order : order;
}

const expectedOrder = (rows: number, keys: readonly Key[]): number[] =>
  Array.from({ length: rows }, (_, row) => row).sort((a, b) => {
    for (const one of keys) {
      const order = compare(one, a, b);
      if (order !== 0) return order;
    }
    return 0;
  });

const ordered = (keys: readonly Key[]): OrderedVector[] =>
  keys.map(one => ({ vector: vectorOf(one), descending: one.descending, nullsFirst: one.nullsFirst }));

/** Few rows are compared, many are sorted by their words: the same values several times over. */
const SIZES = [20, 600];

for (const size of SIZES) {
  test(`up to ${String(size)} rows come in the order of the definition`, t => {
    const table = fc.nat(size).chain(rows => fc.array(key(rows), { minLength: 1, maxLength: 3 }).map(keys => ({ rows, keys })));
    fc.assert(
      fc.property(table, ({ rows, keys }) => {
        t.deepEqual([...atOnce(orderedRows(rows, ordered(keys)))], expectedOrder(rows, keys));
      }),
      { numRuns: 30_000 / size },
    );
  });
}

test('runs that are merged, and texts that differ far from their beginning', t => {
  const rows = 10_000;
  const values = Array.from({ length: rows }, (_, row) =>
    row % 97 === 0 ? null : `the same beginning of all, then ${String((row * 7919) % 501)}`,
  );
  const many: Key = { form: 'bytes', values, descending: true, nullsFirst: true };
  t.deepEqual([...atOnce(orderedRows(rows, ordered([many])))], expectedOrder(rows, [many]));
});
