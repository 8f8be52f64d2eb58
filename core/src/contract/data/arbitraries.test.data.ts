/** Generated columns of every type, for tests. */
import * as fc from 'fast-check';
import type { ColumnData } from './column.js';
import { toHalf, fromHalf } from './float16.js';
import { columnReader } from './reader.js';
import { field, type DataType, type TimeUnit } from './types.js';

interface Typed {
  readonly type: DataType;
  readonly value: fc.Arbitrary<unknown>;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const bytes = fc.uint8Array({ maxLength: 20 });
const text = fc.string({ unit: 'binary', maxLength: 20 });
const units: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];
const fixed = (width: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: width, maxLength: width });

const simple: readonly Typed[] = [
  { type: { id: 'null' }, value: fc.constant(null) },
  { type: { id: 'bool' }, value: fc.boolean() },
  { type: { id: 'int8' }, value: fc.integer({ min: -128, max: 127 }) },
  { type: { id: 'uint8' }, value: fc.nat(255) },
  { type: { id: 'int16' }, value: fc.integer({ min: -32768, max: 32767 }) },
  { type: { id: 'uint16' }, value: fc.nat(65535) },
  { type: { id: 'int32' }, value: fc.integer() },
  { type: { id: 'uint32' }, value: fc.nat(4294967295) },
  { type: { id: 'int64' }, value: int64 },
  { type: { id: 'uint64' }, value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
  { type: { id: 'float16' }, value: fc.double().map(x => fromHalf(toHalf(x))) },
  { type: { id: 'float32' }, value: fc.float() },
  { type: { id: 'float64' }, value: fc.double() },
  { type: { id: 'utf8' }, value: text },
  { type: { id: 'largeUtf8' }, value: text },
  { type: { id: 'utf8View' }, value: text },
  { type: { id: 'binary' }, value: bytes },
  { type: { id: 'largeBinary' }, value: bytes },
  { type: { id: 'binaryView' }, value: bytes },
  { type: { id: 'fixedSizeBinary', byteWidth: 3 }, value: fixed(3) },
  { type: { id: 'fixedSizeBinary', byteWidth: 16 }, value: fixed(16) },
  { type: { id: 'decimal', precision: 38, scale: 4 }, value: fc.bigInt({ min: 1n - 10n ** 38n, max: 10n ** 38n - 1n }) },
  { type: { id: 'date', unit: 'day' }, value: fc.integer() },
  { type: { id: 'date', unit: 'millisecond' }, value: int64 },
  ...units.flatMap((unit): Typed[] => [
    {
      type: { id: 'time', unit },
      value: unit === 's' || unit === 'ms' ? fc.nat(86_399).map(BigInt) : fc.nat(86_399_999).map(BigInt),
    },
    { type: { id: 'timestamp', unit, timezone: unit === 's' ? null : 'UTC' }, value: int64 },
    { type: { id: 'duration', unit }, value: int64 },
  ]),
];

const nullable = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.option(value, { freq: 4 });

/** Types that contain others, one level deeper each time. */
function nested(depth: number): fc.Arbitrary<Typed> {
  const leaf = fc.constantFrom(...simple);
  if (depth === 0) return leaf;
  const inner = nested(depth - 1);
  const listed = (id: 'list' | 'largeList') =>
    inner.map(({ type, value }): Typed => ({
      type: { id, item: field('item', type) },
      value: fc.array(nullable(value), { maxLength: 4 }),
    }));
  return fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: listed('list') },
    { weight: 1, arbitrary: listed('largeList') },
    {
      weight: 1,
      arbitrary: inner.map(({ type, value }): Typed => ({
        type: { id: 'fixedSizeList', size: 2, item: field('item', type) },
        value: fc.array(nullable(value), { minLength: 2, maxLength: 2 }),
      })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(inner, leaf).map(([a, b]): Typed => ({
        type: { id: 'struct', fields: [field('a', a.type), field('b', b.type)] },
        value: fc.record({ a: nullable(a.value), b: nullable(b.value) }, { noNullPrototype: true }),
      })),
    },
    {
      weight: 1,
      arbitrary: inner.map(({ type, value }): Typed => {
        const entries = field(
          'entries',
          { id: 'struct', fields: [field('key', { id: 'utf8' }, false), field('value', type)] },
          false,
        );
        return {
          type: { id: 'map', entries, keysSorted: false },
          value: fc.array(fc.tuple(text, nullable(value)), { maxLength: 3 }),
        };
      }),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...simple.filter(s => s.type.id !== 'null' && s.type.id !== 'bool')),
          fc.constantFrom<DataType>({ id: 'int8' }, { id: 'uint16' }, { id: 'int32' }),
        )
        .map(([{ type, value }, index]): Typed => ({ type: { id: 'dictionary', index, values: type, ordered: false }, value })),
    },
  );
}

export const anyColumn = (maxLength = 40): fc.Arbitrary<{ readonly type: DataType; readonly values: readonly unknown[] }> =>
  nested(2).chain(({ type, value }) =>
    fc.array(type.id === 'null' ? value : fc.oneof(nullable(value), value), { maxLength }).map(values => ({ type, values })),
  );

export function valuesOf(type: DataType, column: ColumnData): unknown[] {
  const reader = columnReader(type, column);
  return Array.from({ length: column.length }, (_, row) => {
    const value = reader.get(row);
    return value instanceof Uint8Array ? Uint8Array.from(value) : value;
  });
}
