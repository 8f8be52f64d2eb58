import { physicalOf } from './physical.js';
import type { DataType, Field, Schema } from './types.js';

/** Bytes that a row takes in memory at the least: the width of its values, an offset where that varies, a bit that says whether it is null. */
export const leastRowBytes = (schema: Schema): number => schema.reduce((sum, f) => sum + leastBytes(f), 0);

const leastBytes = ({ type, nullable }: Field): number => valueBytes(type) + (nullable ? 1 / 8 : 0);

function valueBytes(type: DataType): number {
  const physical = physicalOf(type);
  switch (physical.kind) {
    case 'null':
      return 0;
    case 'bool':
      return 1 / 8;
    case 'fixed':
    case 'dictionary':
      return physical.width;
    case 'view':
      return 16;
    case 'variable':
    case 'list':
      return physical.large ? 8 : 4;
    case 'fixedSizeList':
      return physical.size * leastBytes(physical.item);
    case 'struct':
      return leastRowBytes(physical.fields);
  }
}
