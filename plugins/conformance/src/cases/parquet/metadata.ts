import type { CaseResult, Json, OperationCase, OperationCases } from '@parquetframe/core/engine';
import { compareResults } from '../../compare.js';
import { formatValue, readFieldsOf, tableOf } from '../../values.js';
import { DURATION_METADATA } from './durations.js';
import { FOREIGN_METADATA } from './foreign.js';
import { DAMAGED, parquetFile, parquetSchema } from './files.js';
import { refusedCases } from '../refused.js';

const file = (
  name: string,
  content: ReturnType<typeof tableOf>,
  write: { readonly [option: string]: unknown } = {},
): OperationCase => ({ name, inputs: [{ kind: 'file', scheme: 'parquet', content, write }], options: {} });

const recordOf = (result: CaseResult): { readonly [key: string]: Json } =>
  result.kind === 'record' && typeof result.record === 'object' && result.record !== null && !Array.isArray(result.record)
    ? readFieldsOf(result.record)
    : {};

export const parquetMetadataCases: OperationCases = {
  literals: [
    ...refusedCases([{ kind: 'file', scheme: 'parquet', content: tableOf({ x: ['int64', [1n]] }) }], {}, []),
    ...FOREIGN_METADATA,
    ...DURATION_METADATA,
    file('integers with nulls in three row groups', tableOf({ x: ['int64', [3n, null, -1n, 2n ** 53n + 1n, null]] }), {
      rowGroupRows: 2,
    }),
    file(
      'strings, floats with NaN and -0, bools',
      tableOf({ s: ['utf8', ['b', 'ä', null]], f: ['float64', [Number.NaN, -0, 1]], p: ['bool', [true, false, null]] }),
    ),
    file(
      'instants',
      tableOf({ t: [{ id: 'timestamp', unit: 'us', timezone: 'UTC' }, [-1n, 1n]], d: [{ id: 'date', unit: 'day' }, [0, -5]] }),
    ),
    // Found in a native engine, which took the footer of this file for one that names an encryption algorithm.
    file('bools in row groups of seven', tableOf({ a: ['bool', [null, false, null, false, false, null, false, true]] }), {
      rowGroupRows: 7,
    }),
    file('all null', tableOf({ x: ['int32', [null, null]], s: ['utf8', [null, null]] })),
    file('no rows', tableOf({ x: ['int64', []] })),
    ...DAMAGED.map(({ name, inputs }): OperationCase => ({ name, inputs, options: {}, expect: { error: 'DATA_CORRUPT' } })),
    {
      name: 'a file that is gone',
      inputs: [{ kind: 'file', scheme: 'parquet', content: tableOf({ x: ['int64', [1n]] }), state: 'missing' }],
      options: {},
      expect: { error: 'FILE_NOT_FOUND' },
    },
    {
      name: 'a file that was changed',
      inputs: [{ kind: 'file', scheme: 'parquet', content: tableOf({ x: ['int64', [1n]] }), state: 'changed' }],
      options: {},
      expect: { error: 'SOURCE_CHANGED' },
    },
  ],
  generate: random => ({ inputs: [parquetFile(random, parquetSchema(random))], options: {} }),
  compare: (actual, expected) => compareResults(actual, expected, 'exact'),
  laws: [
    {
      name: 'rows are the sum over row groups, and as many as a scan gives',
      async check({ inputs: [input] }, result, { reference }) {
        const { rows, rowGroups, schema } = recordOf(result);
        if (!Array.isArray(rowGroups) || !Array.isArray(schema) || input?.kind !== 'file')
          return 'the record has no row groups or no schema';
        const groups: readonly Json[] = rowGroups;
        const sum = groups.reduce<number>((total, group) => total + Number(readFieldsOf(group)['rows']), 0);
        if (sum !== rows) return `${formatValue(rows)} rows, the row groups have ${sum}`;
        const scanned = await reference('parquet.scan', [input], { schema });
        if (scanned.kind !== 'table') return 'the scan gave no table';
        return scanned.table.length === rows ? undefined : `${formatValue(rows)} rows, a scan gives ${scanned.table.length}`;
      },
    },
  ],
};
