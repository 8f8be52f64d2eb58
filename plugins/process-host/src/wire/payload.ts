import { kindCodec } from '@parquetframe/core/engine';
import type { Batch, Json, JsonObject, Kind, KindCodec, Schema, TableData } from '@parquetframe/core/engine';
import { BufferList, BufferSource } from './buffers.js';
import { describeBatch, readBatch } from './columns.js';
import { describeGraph, readGraph } from './graph.js';
import { ProtocolError } from './protocol-error.js';
import { asObject, readList, readText } from './read.js';
import { decodeValue, encodeValue } from './value.js';

/** A dataset in transit: a JSON description for the header, and the buffers for the bodies. */
export interface Payload {
  readonly described: JsonObject;
  readonly buffers: readonly ArrayBufferView[];
}

export function tablePayload(table: TableData): Payload {
  const list = new BufferList();
  const batches = table.batches.map(batch => describeBatch(batch, list));
  return { described: { payload: 'table', schema: table.schema, batches }, buffers: list.views };
}

export function batchPayload(batch: Batch): Payload {
  const list = new BufferList();
  return { described: { payload: 'batch', batch: describeBatch(batch, list) }, buffers: list.views };
}

/** Records can be large (the metadata of a wide file), so their JSON text is a body. */
export function recordPayload(record: unknown): Payload {
  const list = new BufferList();
  const text = list.add(Buffer.from(JSON.stringify(encodeValue(record))));
  return { described: { payload: 'record', text }, buffers: list.views };
}

function graphPayload(graph: unknown): Payload {
  const list = new BufferList();
  return { described: { payload: 'graph', graph: describeGraph(graph, list) }, buffers: list.views };
}

/** A value of a kind that a plugin has brought, by its codec. */
function codedPayload(codec: KindCodec, value: unknown): Payload {
  const { about, buffers } = codec.encode(value);
  const list = new BufferList();
  return {
    described: {
      payload: 'value',
      kind: codec.kind,
      about: encodeValue(about),
      buffers: buffers.map(buffer => list.add(buffer)),
    },
    buffers: list.views,
  };
}

const PAYLOADS: { readonly [kind: string]: (value: unknown) => Payload } = {
  table: value => tablePayload(asTable(value)),
  graph: graphPayload,
  record: recordPayload,
};

/** Describes a value by its kind. @throws TypeError when the value is not what its kind says, or there is no codec for the kind */
export function payloadOf(kind: Kind['kind'], value: unknown): Payload {
  const codec = kindCodec(kind);
  if (codec) return codedPayload(codec, value);
  const describe = Object.hasOwn(PAYLOADS, kind) ? PAYLOADS[kind] : undefined;
  if (describe) return describe(value);
  throw new TypeError(`nothing says how a ${kind} goes to another process: its engine or plugin must have it in \`kinds\``);
}

function asTable(value: unknown): TableData {
  if (typeof value === 'object' && value !== null && 'schema' in value && 'batches' in value) return value as TableData;
  throw new TypeError('the value of this table replica is not a table in Arrow layout; another residency must be fetched');
}

/**
 * The value that arrived. A table takes its schema from `kind` when that is given: the plan knows it, the other process only repeats it.
 * @throws ProtocolError when description and bodies disagree
 */
export function readPayload(described: JsonObject, bodies: readonly Uint8Array<ArrayBuffer>[], schema?: Schema): unknown {
  const source = new BufferSource(bodies);
  const value = readValue(described, source, schema);
  source.end();
  return value;
}

function readValue(described: JsonObject, source: BufferSource, schema: Schema | undefined): unknown {
  switch (described['payload']) {
    case 'table': {
      const own = schema ?? (readList(described, 'schema') as unknown as Schema);
      const batches = readList(described, 'batches').map(batch => readBatch(batch, own.length, source));
      return { schema: own, batches, length: batches.reduce((rows, batch) => rows + batch.length, 0) } satisfies TableData;
    }
    case 'batch':
      return readBatch(described['batch'], schema?.length ?? 0, source);
    case 'graph':
      return readGraph(asObject(described['graph'], 'graph'), source);
    case 'value': {
      const codec = kindCodec(readText(described, 'kind'));
      if (!codec) throw new ProtocolError(`a value of an unknown kind ${readText(described, 'kind')}`);
      const buffers = readList(described, 'buffers').map(buffer => source.take(buffer));
      return codec.decode(decodeValue(described['about'] ?? null) as Json, buffers);
    }
    case 'record': {
      const bytes = source.take(described['text']);
      try {
        return decodeValue(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Json);
      } catch (error) {
        throw error instanceof ProtocolError ? error : new ProtocolError('a record is not JSON');
      }
    }
    default:
      throw new ProtocolError(`unknown payload ${JSON.stringify(described['payload'] ?? null)}`);
  }
}
