import type { CaseInput, CaseRandom, DataType, Schema } from '@parquetframe/core/engine';
import { columnNames } from '../names.js';

type FileInput = Extract<CaseInput, { kind: 'file' }>;

/** Types that a Parquet file brings back as they were written. */
export const PARQUET_TYPES: readonly DataType[] = [
  { id: 'int64' },
  { id: 'int32' },
  { id: 'float64' },
  { id: 'utf8' },
  { id: 'bool' },
  { id: 'float32' },
  { id: 'date', unit: 'day' },
  { id: 'timestamp', unit: 'us', timezone: 'UTC' },
  { id: 'timestamp', unit: 'ms', timezone: null },
  { id: 'binary' },
  { id: 'duration', unit: 'ms' },
];

export function parquetSchema(random: CaseRandom): Schema {
  return columnNames(random)
    .slice(0, random.integer(1, 4))
    .map(name => ({ name, type: random.pick(PARQUET_TYPES), nullable: random.integer(0, 4) > 0 }));
}

/** A file of several small row groups, so that statistics and pruning matter. */
export function parquetFile(random: CaseRandom, schema: Schema): FileInput {
  return {
    kind: 'file',
    scheme: 'parquet',
    content: random.table(schema, { maxRows: 40 }),
    write: { rowGroupRows: random.pick([1000, 1000, 7, 1]), compression: random.pick(['snappy', 'uncompressed']) },
  };
}

const SCHEMA: Schema = [{ name: 'x', type: { id: 'int64' }, nullable: true }];
export const damaged = (name: string, bytes: Uint8Array): { readonly name: string; readonly inputs: readonly [FileInput] } => ({
  name,
  inputs: [{ kind: 'file', scheme: 'parquet', content: bytes }],
});
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Files that are not Parquet files, for every operation that reads one. */
export const DAMAGED = [
  damaged('an empty file', new Uint8Array(0)),
  damaged('text', text('a,b\n1,2\n')),
  damaged('only the magic bytes', text('PAR1PAR1')),
  damaged('a footer length beyond the file', Uint8Array.from([80, 65, 82, 49, 0, 0, 255, 255, 255, 127, 80, 65, 82, 49])),
  damaged('a footer of noise', Uint8Array.from([80, 65, 82, 49, 9, 9, 9, 9, 9, 9, 9, 9, 8, 0, 0, 0, 80, 65, 82, 49])),
];
export const DAMAGED_SCHEMA = SCHEMA;
