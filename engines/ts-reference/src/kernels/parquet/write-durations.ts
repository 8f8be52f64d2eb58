import type { KeyValue, SchemaElement } from 'hyparquet';
import { encodeIpc, tableData } from '@parquetframe/core/engine';
import type { Schema } from '@parquetframe/core/engine';
import { ARROW_SCHEMA_KEY } from './arrow-schema.js';
import { schemaDurations } from './duration-hint.js';
import { parquetSchemaToSchema, readParquetSchema } from './schema.js';

const HEADER_BYTES = 8;

/**
 * The entries of a footer that say which integers are durations, as Arrow's own writers do: its schema, as a message of Arrow IPC. Every other column is in it as the
 * file alone says it is, so that readers which believe all of it read the same.
 */
export async function durationEntries(schema: Schema, elements: readonly SchemaElement[]): Promise<KeyValue[]> {
  const written = parquetSchemaToSchema(readParquetSchema({ schema: [...elements] }, schemaDurations(schema)));
  // A stream begins with the message of its schema.
  const stream = Buffer.from(await encodeIpc(tableData(written, [])));
  const message = stream.subarray(0, HEADER_BYTES + stream.readUInt32LE(HEADER_BYTES / 2));
  return [{ key: ARROW_SCHEMA_KEY, value: message.toString('base64') }];
}
