import path from 'node:path';
import { formatType, type OperationCases, type PreparedInput } from '@parquetframe/core/engine';
import { compareTables } from '../../compare.js';
import { fileReference } from '../../prepare.js';
import { formatValue, readFieldsOf, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { DURATION_WRITES } from './durations.js';
import { PARQUET_TYPES, parquetSchema } from './files.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

let written = 0;

export const parquetWriteCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { path: 'not written' }, [
      ['a codec that there is not', { compression: 'best' }, 'INVALID_ARGUMENT'],
      ['row groups of no rows', { rowGroupRows: 0 }, 'INVALID_ARGUMENT'],
    ]),
    { name: 'no rows', inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []], s: ['utf8', []] }) }], options: {} },
    {
      name: 'extremes, NaN, -0, nulls and unicode',
      inputs: [
        {
          kind: 'table',
          table: tableOf({
            i: ['int64', [2n ** 63n - 1n, -(2n ** 63n), null]],
            f: ['float64', [Number.NaN, -0, Infinity]],
            s: ['utf8', ['\u{1F600}', '', null]],
            p: ['bool', [null, true, false]],
            b: ['binary', [Uint8Array.of(0, 255), new Uint8Array(0), null]],
          }),
        },
      ],
      options: {},
    },
    {
      name: 'row groups over batches, uncompressed',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int32', [1, 2, null, 4, 5]] }, [2, 0, 3]) }],
      options: { rowGroupRows: 2, compression: 'uncompressed' },
    },
    {
      name: 'instants',
      inputs: [
        {
          kind: 'table',
          table: tableOf({
            t: [{ id: 'timestamp', unit: 'us', timezone: 'UTC' }, [-1n, 1_700_000_000_000_001n, null]],
            d: [{ id: 'date', unit: 'day' }, [-1, 20_000, null]],
          }),
        },
      ],
      options: {},
    },
    ...DURATION_WRITES,
  ],
  prepare: ({ folder, options }) => Promise.resolve({ ...options, path: path.join(folder, `written-${written++}.parquet`) }),
  generate(random) {
    return {
      inputs: [{ kind: 'table', table: random.table(parquetSchema(random), { maxRows: 40 }) }],
      options: { compression: random.pick(['snappy', 'uncompressed']), rowGroupRows: random.pick([1000, 7, 1]) },
    };
  },
  chain: (random, schema) =>
    schema.every(f => PARQUET_TYPES.some(type => formatType(type) === formatType(f.type)))
      ? { compression: random.pick(['snappy', 'uncompressed']), rowGroupRows: random.pick([1000, 7]) }
      : undefined,
  async compare(actual, expected, { prepared, tools }) {
    const [input] = prepared.inputs;
    if (actual.kind !== 'record' || expected.kind !== 'record' || input?.kind !== 'table') return 'the result is not a record';
    const { rows, bytes } = readFieldsOf(actual.record);
    if (rows !== input.table.length) return `the record says ${formatValue(rows)} rows, the table has ${input.table.length}`;
    const file = await fileReference(String(prepared.options['path']));
    if (bytes !== file.bytes) return `the record says ${formatValue(bytes)} bytes, the file has ${file.bytes}`;
    const source: PreparedInput = { kind: 'file', file };
    const metadata = await tools.reference('parquet.metadata', [source], {});
    const schema = metadata.kind === 'record' ? readFieldsOf(metadata.record)['schema'] : undefined;
    const read = await tools.reference('parquet.scan', [source], { schema });
    return read.kind === 'table' ? compareTables(read.table, input.table) : 'the file gives no table';
  },
  large: () => ({
    inputs: [{ kind: 'table', table: largeTable() }],
    options: { rowGroupRows: 50_000, compression: 'uncompressed' },
  }),
};
