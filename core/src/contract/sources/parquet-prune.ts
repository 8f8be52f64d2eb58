import type { Expression } from '../plan/index.js';
import type { ChunkLayout } from './parquet-footer.js';

type Bounds = readonly [min: number | bigint, max: number | bigint];
const INTEGERS: ReadonlySet<string> = new Set(['int8', 'int16', 'int32', 'int64']);
const FLOATS: ReadonlySet<string> = new Set(['float32', 'float64']);

/**
 * Whether the statistics of a row group leave it possible that a predicate is true for a row of it. Only what every engine would rule out as well is ruled out: comparisons of numbers
 * with constants, under `and` and `or`.
 */
export function mayMatch(expression: Expression, values: readonly unknown[], chunks: readonly ChunkLayout[]): boolean {
  if (expression.kind !== 'call') return true;
  const [left, right, ...more] = expression.arguments;
  if (!left || !right) return true;
  if (expression.function === 'isIn' && left.kind === 'column')
    return [right, ...more].some(value => value.kind !== 'parameter' || mayCompare('equal', left, values[value.index], chunks));
  if (expression.function === 'and') return mayMatch(left, values, chunks) && mayMatch(right, values, chunks);
  if (expression.function === 'or') return mayMatch(left, values, chunks) || mayMatch(right, values, chunks);
  if (left.kind === 'column' && right.kind === 'parameter')
    return mayCompare(expression.function, left, values[right.index], chunks);
  if (left.kind === 'parameter' && right.kind === 'column')
    return mayCompare(SWAPPED[expression.function], right, values[left.index], chunks);
  return true;
}

const SWAPPED: { readonly [name: string]: string | undefined } = {
  equal: 'equal',
  less: 'greater',
  lessEqual: 'greaterEqual',
  greater: 'less',
  greaterEqual: 'lessEqual',
};

function mayCompare(
  test: string | undefined,
  { name, type }: Extract<Expression, { readonly kind: 'column' }>,
  constant: unknown,
  chunks: readonly ChunkLayout[],
): boolean {
  const chunk = chunks.find(({ column }) => column === name);
  const bounds = chunk && !chunk.isNested ? boundsOf(chunk, type.id) : undefined;
  if (!bounds || (typeof constant !== 'number' && typeof constant !== 'bigint') || Number.isNaN(constant)) return true;
  const [min, max] = bounds;
  switch (test) {
    case 'less':
      return min < constant;
    case 'lessEqual':
      return min <= constant;
    case 'equal':
      return min <= constant && constant <= max;
    // NaN, which no statistics mention, is greater than every number.
    case 'greater':
      return FLOATS.has(type.id) || max > constant;
    case 'greaterEqual':
      return FLOATS.has(type.id) || max >= constant;
    default:
      return true;
  }
}

function boundsOf({ physicalType, min, max }: ChunkLayout, type: string): Bounds | undefined {
  const low = min && valueOf(physicalType, type, min);
  const high = max && valueOf(physicalType, type, max);
  return low !== undefined && high !== undefined && low <= high ? [low, high] : undefined;
}

/** In the plain encoding of the physical type, as parquet.thrift numbers them. */
function valueOf(physicalType: number, type: string, bytes: Uint8Array): number | bigint | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (physicalType === 1 && INTEGERS.has(type) && bytes.length === 4) return view.getInt32(0, true);
  if (physicalType === 2 && INTEGERS.has(type) && bytes.length === 8) return view.getBigInt64(0, true);
  if (physicalType === 4 && FLOATS.has(type) && bytes.length === 4) return view.getFloat32(0, true);
  if (physicalType === 5 && FLOATS.has(type) && bytes.length === 8) return view.getFloat64(0, true);
  return undefined;
}
