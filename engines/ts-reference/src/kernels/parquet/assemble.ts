import { bitmapBytes, ranges, setBit } from '@parquetframe/core/engine';
import type { ColumnData, Steps } from '@parquetframe/core/engine';
import type { LeafData } from './chunk-decoder.js';
import { leafColumn } from './leaf-column.js';
import type { LeafSlots } from './leaf-column.js';
import { leavesOf } from './schema.js';
import type { LeafNode, ListNode, ParquetNode } from './schema.js';

/** Levels of the repeated ancestor that a node lies in: its slots are the entries with `repetition ≤` and `definition ≥` these. */
interface Scope {
  readonly repetition: number;
  readonly definition: number;
}
const ROWS: Scope = { repetition: 0, definition: 0 };

/** A leaf with its decoded chunk. */
export type LeafLookup = (leaf: LeafNode) => LeafData;

/**
 * Columns from Dremel levels, in steps: lists get offsets, structs and lists validity, leaves their values.
 * @see Melnik et al.: Dremel, VLDB 2010
 */
export const assembleColumn = (node: ParquetNode, data: LeafLookup): Steps<ColumnData> => assemble(node, data, ROWS);

function* assemble(node: ParquetNode, data: LeafLookup, scope: Scope): Steps<ColumnData> {
  if (node.kind === 'leaf') {
    const leaf = data(node);
    const slots = leaf.definition || node.maxRepetition > 0 ? yield* slotsOf(node, leaf, scope) : undefined;
    return yield* leafColumn(node, leaf, slots);
  }
  const [first] = leavesOf(node);
  if (!first) throw new RangeError(`the group ${node.field.name} has no columns`);
  const levels = data(first);
  const { length, nullCount, validity } = yield* slotsOf(node, levels, scope, first);
  const buffer = nullCount === 0 ? undefined : validity;
  if (node.kind === 'struct') {
    const children: ColumnData[] = [];
    for (const child of node.children) children.push(yield* assemble(child, data, scope));
    const uneven = children.find(child => child.length !== length);
    if (uneven) throw new RangeError(`the fields of ${node.field.name} have ${length} and ${uneven.length} values`);
    return { length, nullCount, buffers: [buffer], children };
  }
  const offsets = yield* listOffsets(node, levels, scope, length, first);
  const item = yield* assemble(node.item, data, { repetition: node.repetition, definition: node.itemDefinition });
  return { length, nullCount, buffers: [buffer, offsets], children: [item] };
}

const definitionAt = (data: LeafData, leaf: LeafNode, entry: number): number =>
  data.definition ? (data.definition[entry] ?? 0) : leaf.definition;

/** The slots of a node, from the levels of a leaf in it. */
function* slotsOf(
  node: ParquetNode,
  data: LeafData,
  scope: Scope,
  leaf: LeafNode | undefined = node.kind === 'leaf' ? node : undefined,
): Steps<LeafSlots> {
  if (!leaf) throw new RangeError('levels of no leaf');
  const validity = new Uint8Array(bitmapBytes(data.count));
  let length = 0;
  let present = 0;
  yield* ranges(data.count, (from, to) => {
    // Locals are many times faster than what a closure shares.
    let [slot, values] = [length, present];
    for (let entry = from; entry < to; entry++) {
      const definition = definitionAt(data, leaf, entry);
      if ((data.repetition?.[entry] ?? 0) > scope.repetition || definition < scope.definition) continue;
      if (definition >= node.definition) {
        setBit(validity, slot);
        values++;
      }
      slot++;
    }
    [length, present] = [slot, values];
  });
  return { length, nullCount: length - present, validity };
}

/** Items of slot i are `offsets[i] … offsets[i + 1]`. */
function* listOffsets(node: ListNode, data: LeafData, scope: Scope, length: number, leaf: LeafNode): Steps<Int32Array> {
  const offsets = new Int32Array(length + 1);
  let slot = 0;
  let items = 0;
  yield* ranges(data.count, (from, to) => {
    for (let entry = from; entry < to; entry++) {
      const repetition = data.repetition?.[entry] ?? 0;
      const definition = definitionAt(data, leaf, entry);
      if (repetition <= scope.repetition && definition >= scope.definition) offsets[slot++] = items;
      if (repetition <= node.repetition && definition >= node.itemDefinition) {
        if (slot === 0) throw new RangeError('the first entry continues a list that never began');
        items++;
      }
    }
  });
  offsets[length] = items;
  return offsets;
}
