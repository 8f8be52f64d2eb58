import { packOffsets } from './variable-builder.js';
import type { ColumnData } from './column.js';
import { childOf, offsetsOf, physicalOf } from './physical.js';
import { sliceColumn } from './slice.js';
import type { DataType } from './types.js';

/** The same lists with offsets that start at 0 and children that hold nothing else, for consumers that need it; other columns as they are. */
export function compactLists(type: DataType, column: ColumnData): ColumnData {
  const physical = physicalOf(type);
  switch (physical.kind) {
    case 'list': {
      const offsets = offsetsOf(column, physical.large);
      const start = offsets[0] ?? 0;
      const end = offsets[column.length] ?? 0;
      const child = compactLists(physical.item.type, sliceColumn(physical.item.type, childOf(column, 0), start, end));
      const moved = new Float64Array(column.length + 1);
      for (let row = 0; row <= column.length; row++) moved[row] = (offsets[row] ?? 0) - start;
      return { ...column, buffers: [column.buffers[0], packOffsets(moved, physical.large)], children: [child] };
    }
    case 'fixedSizeList': {
      const child = sliceColumn(physical.item.type, childOf(column, 0), 0, column.length * physical.size);
      return { ...column, children: [compactLists(physical.item.type, child)] };
    }
    case 'struct': {
      const child = (index: number, inner: DataType): ColumnData => sliceColumn(inner, childOf(column, index), 0, column.length);
      return { ...column, children: physical.fields.map((f, index) => compactLists(f.type, child(index, f.type))) };
    }
    default:
      return column;
  }
}
