import fc, { type Arbitrary } from 'fast-check';
import { sliceTable, type DataType, type Schema, type TableData } from '@parquetframe/core/engine';
import { tableOfValues } from './values.js';

const INTEGER_RANGE: { readonly [id: string]: readonly [min: bigint, max: bigint] } = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Mostly few and small values, so that groups, ties and partners occur; the ends of the range and the edges of 2^53 now and then. */
function integers(id: string): Arbitrary<unknown> {
  const [min, max] = INTEGER_RANGE[id] ?? [0n, 0n];
  const within = (value: bigint): boolean => value >= min && value <= max;
  const ends = [min, min + 1n, max - 1n, max, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n].filter(within);
  const all = fc.oneof(
    { arbitrary: fc.bigInt({ min: min < -4n ? -4n : min, max: 4n }), weight: 6 },
    { arbitrary: fc.bigInt({ min: min < -1000n ? -1000n : min, max: max > 1000n ? 1000n : max }), weight: 2 },
    { arbitrary: fc.constantFrom(...ends), weight: 1 },
  );
  return id === 'int64' || id === 'uint64' ? all : all.map(Number);
}

const doubles: Arbitrary<number> = fc.oneof(
  { arbitrary: fc.integer({ min: -4, max: 4 }), weight: 5 },
  { arbitrary: fc.constantFrom(Number.NaN, -0, Infinity, -Infinity, 0.1, 1e308, 5e-324, 2 ** 53, 2 ** 63), weight: 2 },
  { arbitrary: fc.double(), weight: 2 },
);

const strings: Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc.constantFrom('', 'a', 'b', 'ab', 'B', 'ä', 'é', 'e\u0301', '東京', '\u{1F600}', '\uFFFD', '10', ' '),
    weight: 5,
  },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }), weight: 1 },
  { arbitrary: fc.string({ maxLength: 4 }), weight: 1 },
);

const DAY = 86_400_000n;
const PER_DAY = { s: 86_400n, ms: DAY, us: DAY * 1000n, ns: DAY * 1_000_000n } as const;
const PER_SECOND = { s: 1n, ms: 1000n, us: 1_000_000n, ns: 1_000_000_000n } as const;

/** Values of a type as a column reader gives them, never null. */
export function valuesOf(type: DataType): Arbitrary<unknown> {
  switch (type.id) {
    case 'null':
      return fc.constant(null);
    case 'bool':
      return fc.boolean();
    case 'float64':
      return doubles;
    case 'float32':
      return doubles.map(Math.fround);
    case 'float16':
      return fc.constantFrom(0, -0, 1, -1, 0.5, 65504, Number.NaN, Infinity);
    case 'utf8':
    case 'largeUtf8':
    case 'utf8View':
      return strings;
    case 'binary':
    case 'largeBinary':
    case 'binaryView':
      return fc.uint8Array({ maxLength: 18 });
    case 'fixedSizeBinary':
      return fc.uint8Array({ minLength: type.byteWidth, maxLength: type.byteWidth });
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision) - 1n;
      return fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -limit, max: limit }));
    }
    case 'date':
      return type.unit === 'day'
        ? fc.integer({ min: -40_000, max: 40_000 })
        : fc.bigInt({ min: -40_000n, max: 40_000n }).map(days => days * DAY);
    case 'time':
      return fc.bigInt({ min: 0n, max: PER_DAY[type.unit] - 1n });
    case 'duration':
      return fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
    case 'timestamp':
      return fc.oneof(
        fc.bigInt({ min: -3n, max: 3n }),
        fc.bigInt({ min: -4_000_000_000n, max: 4_000_000_000n }).map(seconds => seconds * PER_SECOND[type.unit] + 1n),
      );
    case 'dictionary':
      return valuesOf(type.values);
    case 'list':
    case 'largeList':
      return fc.array(nullable(type.item.type, type.item.nullable), { maxLength: 3 });
    case 'fixedSizeList':
      return fc.array(nullable(type.item.type, type.item.nullable), { minLength: type.size, maxLength: type.size });
    case 'struct':
      return fc.record(Object.fromEntries(type.fields.map(f => [f.name, nullable(f.type, f.nullable)])));
    case 'map':
      return fc.constant([]);
    default:
      return integers(type.id);
  }
}

export const nullable = (type: DataType, isNullable: boolean): Arbitrary<unknown> =>
  isNullable ? fc.oneof({ arbitrary: fc.constant(null), weight: 1 }, { arbitrary: valuesOf(type), weight: 5 }) : valuesOf(type);

/** Tables of a schema: rows in one to three batches, sometimes views into longer buffers, as an engine meets them. */
export function tables(schema: Schema, minRows: number, maxRows: number): Arbitrary<TableData> {
  const row = fc.tuple(...schema.map(f => nullable(f.type, f.nullable)));
  const rows = fc.array(row, { minLength: minRows, maxLength: maxRows, size: 'max' });
  const layout = fc.constantFrom('one', 'one', 'two', 'three', 'sliced');
  return fc.tuple(rows, layout).map(([values, shape]) => tableInLayout(schema, values, shape));
}

function tableInLayout(schema: Schema, rows: readonly (readonly unknown[])[], layout: string): TableData {
  const columns = schema.map((_, index) => rows.map(row => row[index]));
  const half = Math.floor(rows.length / 2);
  if (layout === 'two') return tableOfValues(schema, columns, [half, rows.length - half]);
  if (layout === 'three') return tableOfValues(schema, columns, [half, 0, rows.length - half]);
  const [first] = rows;
  if (layout === 'sliced' && first) {
    const padded = schema.map((_, index) => [first[index], ...rows.map(row => row[index]), first[index]]);
    return sliceTable(tableOfValues(schema, padded, [rows.length + 2]), 1, rows.length + 1);
  }
  return tableOfValues(schema, columns, [rows.length]);
}

/** Vertex pairs among few vertices: multi-edges, self-loops and separate components are common. */
export function vertexPairs(maxVertices: number, maxEdges: number): Arbitrary<readonly (readonly [number, number])[]> {
  const vertex = fc.nat({ max: Math.max(0, maxVertices - 1) });
  return fc.array(fc.tuple(vertex, vertex), { maxLength: maxEdges, size: 'max' });
}
