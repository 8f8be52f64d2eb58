import { parquetSchema } from 'hyparquet';
import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { ParquetFrameError } from '@parquetframe/core/engine';
import type { DataType, Field, Schema } from '@parquetframe/core/engine';
import { isPlainInt64 } from './arrow-schema.js';
import type { DurationHint } from './duration-hint.js';
import { leafType } from './leaf-type.js';

/** A node of the schema, with the Dremel levels that say when it is there. */
export type ParquetNode = LeafNode | StructNode | ListNode;

interface NodeBase {
  readonly field: Field;
  /** definition level from which the value is not null */
  readonly definition: number;
}
export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  /** index of its column chunk in every row group */
  readonly column: number;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  readonly maxRepetition: number;
}
export interface StructNode extends NodeBase {
  readonly kind: 'struct';
  readonly children: readonly ParquetNode[];
}
/** Lists, and maps: the list of their entries. */
export interface ListNode extends NodeBase {
  readonly kind: 'list';
  readonly item: ParquetNode;
  /** definition level from which there is an item */
  readonly itemDefinition: number;
  /** repetition level of the second and later items */
  readonly repetition: number;
}

export interface ParquetSchema {
  /** one per top-level column */
  readonly columns: readonly ParquetNode[];
  /** in the order of the column chunks */
  readonly leaves: readonly LeafNode[];
}

/** The schema of a file as every engine sees it. @throws ParquetFrameError `UNSUPPORTED_TYPE` */
export const parquetSchemaToSchema = (schema: ParquetSchema): Schema => schema.columns.map(column => column.field);

/**
 * The flat list of elements describes exactly one tree, and each node says what it is. The counts of children are those of the file: nothing is believed
 * before it has been counted.
 */
export function checkSchemaTree(elements: readonly SchemaElement[]): void {
  /** children still to come, for each open group */
  const open: number[] = [];
  elements.forEach(({ name, type, num_children: children = 0, repetition_type: repetition }, i) => {
    while (open.at(-1) === 0) open.pop();
    const last = open.pop();
    if (i > 0) {
      if (last === undefined) throw new RangeError(`the schema ends before ${JSON.stringify(name)}`);
      open.push(last - 1);
      if (repetition === undefined) throw new RangeError(`${JSON.stringify(name)} does not state its repetition`);
    }
    if (children < 0) throw new RangeError(`${JSON.stringify(name)} has ${children} fields`);
    if (i === 0 && type !== undefined && children === 0) throw new RangeError('the root of the schema is not a group');
    if (children > 0) open.push(children);
  });
  if (elements.length === 0 || open.some(left => left > 0))
    throw new RangeError('the schema ends before all its fields are there');
}

/** @throws ParquetFrameError `UNSUPPORTED_TYPE`, and plain errors for a schema that contradicts itself */
export function readParquetSchema(metadata: Pick<FileMetaData, 'schema'>, durations?: DurationHint): ParquetSchema {
  const leaves: LeafNode[] = [];
  const root = parquetSchema(metadata);
  const columns = visitAll(root.children, { definition: 0, repetition: 0 }, leaves, durations);
  requireDistinctNames(root);
  return { columns, leaves };
}

/** Columns, and fields of a struct, are told apart by their names. @throws ParquetFrameError `UNSUPPORTED_TYPE` */
function requireDistinctNames({ children, path }: SchemaTree): void {
  const names = new Set<string>();
  for (const child of children) {
    const { name } = child.element;
    if (names.has(name)) {
      const column = [...path, name].join('.');
      throw new ParquetFrameError(
        'UNSUPPORTED_TYPE',
        `the file has two columns named ${JSON.stringify(column)}; they cannot be told apart`,
        {
          details: { column },
        },
      );
    }
    names.add(name);
    requireDistinctNames(child);
  }
}

interface Levels {
  readonly definition: number;
  readonly repetition: number;
}

const below = (levels: Levels, repetition: SchemaElement['repetition_type']): Levels => ({
  definition: levels.definition + (repetition === 'OPTIONAL' || repetition === 'REPEATED' ? 1 : 0),
  repetition: levels.repetition + (repetition === 'REPEATED' ? 1 : 0),
});

/** The fields of the file, or of a struct. */
function visitAll(
  trees: readonly SchemaTree[],
  outer: Levels,
  leaves: LeafNode[],
  hint: DurationHint | undefined,
): ParquetNode[] {
  const hints = hint?.fields(trees.map(({ element }) => element.name));
  return trees.map((tree, i) => visit(tree, outer, leaves, hints?.[i]));
}

/** A node wherever it stands; a repeated one outside a LIST is a list of required items. */
function visit(tree: SchemaTree, outer: Levels, leaves: LeafNode[], hint: DurationHint | undefined): ParquetNode {
  const { element } = tree;
  const levels = below(outer, element.repetition_type);
  if (element.repetition_type !== 'REPEATED')
    return value(tree, { levels, nullable: element.repetition_type === 'OPTIONAL', leaves, hint });
  const item = value(tree, { levels, nullable: false, leaves, hint: hint?.item });
  return listNode(element.name, { id: 'list', item: item.field }, false, outer.definition, levels, item);
}

/** What is known of a value before it is looked at. */
interface Outline {
  readonly levels: Levels;
  readonly nullable: boolean;
  /** to which those at and below it are added */
  readonly leaves: LeafNode[];
  readonly hint: DurationHint | undefined;
}

/** What a node is apart from being repeated: leaf, list, map or struct. */
function value(tree: SchemaTree, outline: Outline): ParquetNode {
  const { element, children } = tree;
  const { levels, nullable, leaves, hint } = outline;
  if (element.type !== undefined) {
    const type: DataType =
      hint?.unit !== undefined && isPlainInt64(element) ? { id: 'duration', unit: hint.unit } : leafType(element);
    const leaf: LeafNode = {
      kind: 'leaf',
      field: { name: element.name, type, nullable },
      definition: levels.definition,
      column: leaves.length,
      path: tree.path,
      element,
      maxRepetition: levels.repetition,
    };
    leaves.push(leaf);
    return leaf;
  }
  const repeated = children.length === 1 ? children[0] : undefined;
  if (repeated?.element.repetition_type === 'REPEATED') {
    if (isMap(element) && repeated.children.length === 2) return mapValue(tree, repeated, outline);
    if (isList(element) || isMap(element)) return listValue(tree, repeated, outline);
  }
  if (children.length === 0)
    throw new ParquetFrameError('UNSUPPORTED_TYPE', `column ${JSON.stringify(tree.path.join('.'))} is a group without fields`);
  const fields = visitAll(children, levels, leaves, hint);
  const type: DataType = { id: 'struct', fields: fields.map(child => child.field) };
  return {
    kind: 'struct',
    field: { name: element.name, type, nullable },
    definition: levels.definition,
    children: fields,
  };
}

const isList = (element: SchemaElement): boolean => element.logical_type?.type === 'LIST' || element.converted_type === 'LIST';
const isMap = (element: SchemaElement): boolean =>
  element.logical_type?.type === 'MAP' || element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE';

/** @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#backward-compatibility-rules */
function listValue(tree: SchemaTree, repeated: SchemaTree, { levels, nullable, leaves, hint }: Outline): ListNode {
  const inner = below(levels, 'REPEATED');
  const only = repeated.children.length === 1 ? repeated.children[0] : undefined;
  const isWrapper =
    only !== undefined &&
    only.element.repetition_type !== 'REPEATED' &&
    !isList(repeated.element) &&
    repeated.element.name !== 'array' &&
    repeated.element.name !== `${tree.element.name}_tuple`;
  const item = isWrapper
    ? visit(only, inner, leaves, hint?.item)
    : value(repeated, { levels: inner, nullable: false, leaves, hint: hint?.item });
  return listNode(tree.element.name, { id: 'list', item: item.field }, nullable, levels.definition, inner, item);
}

function mapValue(tree: SchemaTree, repeated: SchemaTree, { levels, nullable, leaves, hint }: Outline): ListNode {
  const inner = below(levels, 'REPEATED');
  const children = repeated.children.map((child, i) => visit(child, inner, leaves, hint?.entries?.[i]));
  // Keys are required; a writer that says otherwise is known (PARQUET-1642), and its keys are never null.
  const fields = children.map(({ field }, i): Field => (i === 0 ? { ...field, nullable: false } : field));
  const entries: Field = { name: repeated.element.name, type: { id: 'struct', fields }, nullable: false };
  const item: StructNode = { kind: 'struct', field: entries, definition: inner.definition, children };
  return listNode(tree.element.name, { id: 'map', entries, keysSorted: false }, nullable, levels.definition, inner, item);
}

const listNode = (
  name: string,
  type: DataType,
  nullable: boolean,
  definition: number,
  inner: Levels,
  item: ParquetNode,
): ListNode => ({
  kind: 'list',
  field: { name, type, nullable },
  definition,
  item,
  itemDefinition: inner.definition,
  repetition: inner.repetition,
});

/** Leaves below a node, in file order. */
export function leavesOf(node: ParquetNode): readonly LeafNode[] {
  if (node.kind === 'leaf') return [node];
  return node.kind === 'struct' ? node.children.flatMap(leavesOf) : leavesOf(node.item);
}
