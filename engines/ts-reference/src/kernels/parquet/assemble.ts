import { bitmapBytes, setBit } from '@parquetframe/core/engine';
import type { ColumnData } from '@parquetframe/core/engine';
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
 * Columns from Dremel levels: lists get offsets, structs and lists validity, leaves their values.
 * @see Melnik et al.: Dremel, VLDB 2010
 */
export const assembleColumn = (node: ParquetNode, data: LeafLookup): ColumnData => assemble(node, data, ROWS);

function assemble(node: ParquetNode, data: LeafLookup, scope: Scope): ColumnData {
  if (node.kind === 'leaf') {
    const leaf = data(node);
    return leafColumn(node, leaf, leaf.definition || node.maxRepetition > 0 ? slotsOf(node, leaf, scope) : undefined);
  }
  const [first] = leavesOf(node);
  if (!first) throw new RangeError(`the group ${node.field.name} has no columns`);
  const levels = data(first);
  const { length, nullCount, validity } = slotsOf(node, levels, scope, first);
  const buffer = nullCount === 0 ? undefined : validity;
  if (node.kind === 'struct') {
    const children = node.children.map(child => assemble(child, data, scope));
    const uneven = children.find(child => child.length !== length);
    if (uneven) throw new RangeError(`the fields of ${node.field.name} have ${length} and ${uneven.length} values`);
    return { length, nullCount, buffers: [buffer], children };
  }
  const offsets = listOffsets(node, levels, scope, length, first);
  const item = assemble(node.item, data, { repetition: node.repetition, definition: node.itemDefinition });
  return { length, nullCount, buffers: [buffer, offsets], children: [item] };
}

const definitionAt = (data: LeafData, leaf: LeafNode, entry: number): number =>
  data.definition ? (data.definition[entry] ?? 0) : leaf.definition;

/** The slots of a node, from the levels of a leaf in it. */
function slotsOf(
  node: ParquetNode,
  data: LeafData,
  scope: Scope,
  leaf: LeafNode | undefined = node.kind === 'leaf' ? node : undefined,
): LeafSlots {
  if (!leaf) throw new RangeError('levels of no leaf');
  const validity = new Uint8Array(bitmapBytes(data.count));
  let length = 0;
  let present = 0;
  for (let entry = 0; entry < data.count; entry++) {
    const definition = definitionAt(data, leaf, entry);
    if ((data.repetition?.[entry] ?? 0) > scope.repetition || definition < scope.definition) continue;
    if (definition >= node.definition) {
      setBit(validity, length);
      present++;
    }
    length++;
  }
  return { length, nullCount: length - present, validity };
}

/** Items of slot i are `offsets[i] … offsets[i + 1]`. */
function listOffsets(node: ListNode, data: LeafData, scope: Scope, length: number, leaf: LeafNode): Int32Array {
  const offsets = new Int32Array(length + 1);
  let slot = 0;
  let items = 0;
  for (let entry = 0; entry < data.count; entry++) {
    const repetition = data.repetition?.[entry] ?? 0;
    const definition = definitionAt(data, leaf, entry);
    if (repetition <= scope.repetition && definition >= scope.definition) offsets[slot++] = items;
    if (repetition <= node.repetition && definition >= node.itemDefinition) {
      if (slot === 0) throw new RangeError('the first entry continues a list that never began');
      items++;
    }
  }
  offsets[length] = items;
  return offsets;
}
