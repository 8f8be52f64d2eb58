import { isUtf8 } from 'node:buffer';
import { fromHalf, isInteger } from '@parquetframe/core/engine';
import type { ColumnStatistics, StatisticValue } from '@parquetframe/core/engine';
import { orderOfBytes } from '../expression/compare.js';
import type { Footer } from './footer.js';
import type { RawStatistics } from './row-groups.js';
import type { LeafNode } from './schema.js';

/** A typed bound: integers, instants and unscaled decimals are bigint. */
export type Bound = boolean | number | bigint | Uint8Array;

/** What is known for certain of the values of a column chunk. Every value that is not null (and not NaN) lies between the bounds. */
export interface ChunkStatistics {
  readonly bounds: readonly [min: Bound, max: Bound] | undefined;
  /** false when a bound may be cut short */
  readonly exact: boolean;
  readonly nullCount: number | undefined;
  readonly distinctCount: number | undefined;
}

/** Typed statistics of a column chunk, of which what cannot be true is left out; undefined when the file has none. */
export function chunkStatistics(footer: Footer, group: number, leaf: LeafNode): ChunkStatistics | undefined {
  const raw = footer.statistics[group]?.[leaf.column];
  if (!raw) return undefined;
  const values = Number(footer.metadata.row_groups[group]?.columns[leaf.column]?.meta_data?.num_values ?? 0);
  const bounds = boundsOf(raw, leaf, footer.typeOrdered[leaf.column]);
  const nullCount = possibleCount(raw.nullCount, values);
  const distinctCount = possibleCount(raw.distinctCount, values);
  // Where all values are null there is nothing to bound: one of the two is wrong, and nothing says which.
  if (bounds && nullCount === values) return { bounds: undefined, exact: false, nullCount: undefined, distinctCount };
  // Only byte arrays are ever cut short, and a writer must say when they are not.
  const variable = leaf.element.type === 'BYTE_ARRAY' && leaf.field.type.id !== 'decimal';
  const complete = !variable || (raw.minExact === true && raw.maxExact === true);
  return { bounds, exact: bounds !== undefined && complete, nullCount, distinctCount };
}

const possibleCount = (count: number | undefined, values: number): number | undefined =>
  count !== undefined && count <= values ? count : undefined;

function boundsOf(raw: RawStatistics, leaf: LeafNode, typeOrdered: boolean | undefined): ChunkStatistics['bounds'] {
  // An order that is not known here, or a type that has none.
  if (typeOrdered === false || hasNoOrder(leaf)) return undefined;
  const isOld = raw.min === undefined && raw.max === undefined;
  // The old fields were compared as signed values whatever the type, so they are right only where that is the order.
  if (isOld && !isSignedOrder(leaf)) return undefined;
  const [low, high] = isOld ? [raw.oldMin, raw.oldMax] : [raw.min, raw.max];
  const min = low && bound(low, leaf);
  const max = high && bound(high, leaf);
  if (min === undefined || max === undefined || Number.isNaN(min) || Number.isNaN(max)) return undefined;
  // Bounds in the wrong order are those of a writer that compared bytes or signs in another way.
  return order(min, max) > 0 ? undefined : [min, max];
}

const hasNoOrder = ({ element, field }: LeafNode): boolean =>
  element.type === 'INT96' ||
  element.converted_type === 'INTERVAL' ||
  field.type.id === 'null' ||
  ['GEOMETRY', 'GEOGRAPHY', 'VARIANT'].includes(element.logical_type?.type ?? '');

function isSignedOrder({ element, field }: LeafNode): boolean {
  switch (element.type) {
    case 'INT32':
    case 'INT64':
      return !field.type.id.startsWith('uint');
    default:
      return element.type === 'BOOLEAN' || element.type === 'FLOAT' || element.type === 'DOUBLE';
  }
}

/** A value in the plain encoding; undefined when it is not one. */
function bound(bytes: Uint8Array, { element, field }: LeafNode): Bound | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unsigned = field.type.id.startsWith('uint');
  const { length } = bytes;
  switch (element.type) {
    case 'BOOLEAN':
      return length === 1 ? bytes[0] !== 0 : undefined;
    case 'INT32':
      return length === 4 ? BigInt(unsigned ? view.getUint32(0, true) : view.getInt32(0, true)) : undefined;
    case 'INT64':
      return length === 8 ? (unsigned ? view.getBigUint64(0, true) : view.getBigInt64(0, true)) : undefined;
    case 'FLOAT':
      return length === 4 ? view.getFloat32(0, true) : undefined;
    case 'DOUBLE':
      return length === 8 ? view.getFloat64(0, true) : undefined;
    default:
  }
  if (field.type.id === 'decimal') {
    // One of fixed length that is cut short is another number.
    const isWhole = element.type === 'BYTE_ARRAY' || length === element.type_length;
    return isWhole && length > 0 && length <= 16 ? bigEndian(bytes) : undefined;
  }
  if (field.type.id === 'float16') return length === 2 ? fromHalf(view.getUint16(0, true)) : undefined;
  if (field.type.id === 'utf8' && !isUtf8(bytes)) return undefined;
  return bytes.slice();
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** As `parquet.metadata` shows them. */
export function shownStatistics(statistics: ChunkStatistics, leaf: LeafNode): ColumnStatistics {
  const [min, max] = statistics.bounds ?? [];
  return {
    min: shown(min, leaf),
    max: shown(max, leaf),
    exact: statistics.exact,
    nullCount: statistics.nullCount ?? null,
    distinctCount: statistics.distinctCount ?? null,
  };
}

/** Integers that are not safe, decimals and instants as decimal digits, binary in base64. */
function shown(bound: Bound | undefined, { field }: LeafNode): StatisticValue {
  if (bound === undefined) return null;
  if (typeof bound === 'bigint')
    return isInteger(field.type) && Number.isSafeInteger(Number(bound)) ? Number(bound) : String(bound);
  if (typeof bound === 'number') return Number.isFinite(bound) ? bound : String(bound);
  if (typeof bound === 'boolean') return bound;
  return Buffer.from(bound).toString(field.type.id === 'utf8' ? 'utf8' : 'base64');
}

/** Over all row groups; unknown where one of them does not say. Distinct values of parts do not add up. */
export function mergeStatistics(parts: readonly (ChunkStatistics | undefined)[]): ChunkStatistics | undefined {
  let merged = parts[0];
  for (const part of parts.slice(1)) {
    if (!merged || !part) return undefined;
    const bounds =
      merged.bounds &&
      part.bounds &&
      ([least(merged.bounds[0], part.bounds[0]), greatest(merged.bounds[1], part.bounds[1])] as const);
    merged = {
      bounds,
      exact: merged.exact && part.exact,
      nullCount: merged.nullCount === undefined || part.nullCount === undefined ? undefined : merged.nullCount + part.nullCount,
      distinctCount: undefined,
    };
  }
  return merged;
}

const least = (a: Bound, b: Bound): Bound => (order(b, a) < 0 ? b : a);
const greatest = (a: Bound, b: Bound): Bound => (order(b, a) > 0 ? b : a);

function order(a: Bound, b: Bound): number {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return orderOfBytes(a, 0, a.length, b, 0, b.length);
  return a < b ? -1 : Number(a > b);
}
