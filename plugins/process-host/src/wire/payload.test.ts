import test from 'ava';
import fc from 'fast-check';
import {
  columnFromValues,
  hashTable,
  tableData,
  type DataType,
  type Json,
  type JsonObject,
  type TableData,
} from '@parquetframe/core/engine';
import { bodyBytes, padded, splitIntoBodies } from './buffers.js';
import { payloadOf, readPayload, type Payload } from './payload.js';

/** What the socket does: bodies of padded buffers, and the description through JSON. */
function transmitted({ described, buffers }: Payload, limit = 1e9): { described: JsonObject; bodies: Uint8Array<ArrayBuffer>[] } {
  const bodies = splitIntoBodies(buffers, limit).map(views => {
    const body = new Uint8Array(bodyBytes(views));
    let at = 0;
    for (const view of views) {
      body.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at);
      at += padded(view.byteLength);
    }
    return body;
  });
  return { described: JSON.parse(JSON.stringify(described)) as JsonObject, bodies };
}

const column = (type: DataType, values: readonly unknown[]) => ({
  field: { name: type.id, type, nullable: true },
  column: columnFromValues(type, values),
});
const item = { name: 'item', type: { id: 'int32' }, nullable: true } as const;
const COLUMNS = [
  column({ id: 'bool' }, [true, null, false]),
  column({ id: 'int64' }, [1n, -(2n ** 63n), null]),
  column({ id: 'utf8' }, ['ä', '', null]),
  column({ id: 'utf8View' }, ['short', 'a string of more than twelve bytes', null]),
  column({ id: 'decimal', precision: 38, scale: 2 }, [10n ** 37n, null, -1n]),
  column({ id: 'fixedSizeBinary', byteWidth: 3 }, [Uint8Array.of(1, 2, 3), null, Uint8Array.of(4, 5, 6)]),
  column({ id: 'list', item }, [[1, null], [], null]),
  column({ id: 'struct', fields: [item] }, [{ item: 1 }, { item: null }, null]),
  column({ id: 'null' }, [null, null, null]),
  column({ id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }, ['a', 'b', 'a']),
];
const batch = { length: 3, columns: COLUMNS.map(c => c.column) };
const table = tableData(
  COLUMNS.map(c => c.field),
  [batch, batch],
);

test('a table of all kinds of columns arrives with equal values', t => {
  const { described, bodies } = transmitted(payloadOf('table', table));
  const read = readPayload(described, bodies) as TableData;
  t.deepEqual(read.schema, table.schema);
  t.is(hashTable(read), hashTable(table));
  t.is(
    read.batches[0]?.columns.at(-1)?.dictionary,
    read.batches[1]?.columns.at(-1)?.dictionary,
    'batches share their dictionary',
  );
});

test('buffers are views on the body, not copies, and aligned', t => {
  const { described, bodies } = transmitted(payloadOf('table', table));
  const read = readPayload(described, bodies) as TableData;
  for (const { buffers } of read.batches[0]?.columns ?? []) {
    for (const buffer of buffers) {
      if (buffer === undefined || buffer.byteLength === 0) continue;
      t.true(buffer.buffer === bodies[0]?.buffer);
      t.is(buffer.byteOffset % 64, 0);
    }
  }
});

test('a payload may be cut into several bodies between its buffers', t => {
  const { described, bodies } = transmitted(payloadOf('table', table), 128);
  t.true(bodies.length > 3);
  t.is(hashTable(readPayload(described, bodies) as TableData), hashTable(table));
});

test('one buffer over the limit of a frame is an error of the sender', t => {
  t.throws(() => splitIntoBodies([new Uint8Array(129)], 128), { instanceOf: RangeError });
});

test('a damaged description or body is refused, never read', t => {
  const { described, bodies } = transmitted(payloadOf('table', table));
  const paths: (readonly (string | number)[])[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (path.length > 0 && path[0] !== 'schema') paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  visit(described, []);
  const replaced = (value: Json | undefined, path: readonly (string | number)[], by: Json): Json => {
    const [key, ...rest] = path;
    if (key === undefined) return by;
    const copy = structuredClone(value) as { [key: string | number]: Json };
    copy[key] = replaced(copy[key], rest, by);
    return copy;
  };
  const by = fc.constantFrom<Json>(-1, 0.5, 1e15, 'x', null, {}, [], ['Uint8Array', 1e12], ['Int64Array', 8], true);
  let refused = 0;
  fc.assert(
    fc.property(fc.constantFrom(...paths), by, (path, value) => {
      try {
        const read = readPayload(replaced(described, path, value) as JsonObject, bodies);
        t.is(typeof read, 'object');
      } catch (error) {
        refused++;
        t.is(error instanceof Error ? error.name : error, 'ProtocolError');
      }
    }),
    { verbose: 1, numRuns: 500 },
  );
  t.true(refused > 100);
  t.throws(() => readPayload(described, [...bodies, new Uint8Array(64)]), { name: 'ProtocolError', message: /64 bytes more/ });
  t.throws(() => readPayload(described, bodies.slice(1)), { name: 'ProtocolError', message: /shorter/ });
});
