import type { Batch, ColumnData, Json, JsonObject } from '@parquetframe/core/engine';
import type { BufferList, BufferSource } from './buffers.js';
import { ProtocolError } from './protocol-error.js';
import { asObject, readCount, readList } from './read.js';

/**
 * The field nodes and buffers of an Arrow record batch: as in Arrow's IPC format, buffers lie end to end in pre-order and padded; their lengths, which that
 * format keeps in a flatbuffer, are in the JSON header.
 */
export function describeColumn(column: ColumnData, into: BufferList): JsonObject {
  return {
    length: column.length,
    nulls: column.nullCount,
    buffers: column.buffers.map(buffer => (buffer === undefined ? null : into.add(buffer))),
    ...(column.children ? { children: column.children.map(child => describeColumn(child, into)) } : {}),
    ...(column.dictionary ? { dictionary: describeDictionary(column.dictionary, into) } : {}),
  };
}

/** A dictionary is described where it first occurs, afterwards by its number. */
function describeDictionary(dictionary: ColumnData, into: BufferList): Json {
  const known = into.dictionaries.get(dictionary);
  if (known !== undefined) return known;
  const described = describeColumn(dictionary, into);
  into.dictionaries.set(dictionary, into.dictionaries.size);
  return described;
}

export const describeBatch = (batch: Batch, into: BufferList): JsonObject => ({
  length: batch.length,
  columns: batch.columns.map(column => describeColumn(column, into)),
});

/** Deeper nesting than any sane type has is refused, so that a damaged header cannot exhaust the stack. */
const DEEPEST = 64;

/** @throws ProtocolError */
export function readColumn(described: Json | undefined, from: BufferSource, depth = 0): ColumnData {
  if (depth > DEEPEST) throw new ProtocolError('a column is nested too deeply');
  const shape = asObject(described, 'column');
  const length = readCount(shape, 'length');
  const nullCount = readCount(shape, 'nulls');
  if (nullCount > length) throw new ProtocolError('a column has more nulls than values');
  const buffers = readList(shape, 'buffers').map(buffer => (buffer === null ? undefined : from.take(buffer)));
  const children = shape['children'] === undefined ? undefined : readList(shape, 'children');
  return {
    length,
    nullCount,
    buffers,
    ...(children ? { children: children.map(child => readColumn(child, from, depth + 1)) } : {}),
    ...(shape['dictionary'] === undefined ? {} : { dictionary: readDictionary(shape['dictionary'], from, depth + 1) }),
  };
}

function readDictionary(described: Json, from: BufferSource, depth: number): ColumnData {
  if (typeof described === 'number') {
    const known = from.dictionaries[described];
    if (known === undefined) throw new ProtocolError('a column names a dictionary that did not come');
    return known;
  }
  const dictionary = readColumn(described, from, depth);
  from.dictionaries.push(dictionary);
  return dictionary;
}

/** @throws ProtocolError */
export function readBatch(described: Json | undefined, columns: number, from: BufferSource): Batch {
  const shape = asObject(described, 'batch');
  const length = readCount(shape, 'length');
  const read = readList(shape, 'columns').map(column => readColumn(column, from));
  if (read.length !== columns || read.some(column => column.length !== length))
    throw new ProtocolError('a batch does not fit its schema');
  return { length, columns: read };
}
