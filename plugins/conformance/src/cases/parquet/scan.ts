import type { CaseTools, Json, OperationCase, OperationCases, PreparedCase } from '@parquetframe/core/engine';
import { compareTables } from '../../compare.js';
import { readFieldsOf, tableOf } from '../../values.js';
import { FUNCTION_TABLE, everyPredicate } from '../every-function.js';
import { call, column, literal, predicate } from '../expressions.js';
import { largeTable } from '../large.js';
import { DURATION_SCANS } from './durations.js';
import { FOREIGN_SCANS } from './foreign.js';
import { DAMAGED, DAMAGED_SCHEMA, parquetFile, parquetSchema } from './files.js';
import { refusedCases } from '../refused.js';

const table = tableOf({
  x: ['int64', [1n, null, 3n, 2n ** 53n + 1n]],
  s: ['utf8', ['a', 'ä', null, '']],
  f: ['float64', [Number.NaN, -0, null, 1]],
});
const write = { rowGroupRows: 2 };

/** The schema that `parquet.metadata` of the reference gives, unless the case states one. */
async function withSchema(
  { inputs: [input], options }: PreparedCase,
  { reference }: Pick<CaseTools, 'reference'>,
): Promise<PreparedCase['options']> {
  if (options['schema'] !== undefined || !input) return options;
  const metadata = await reference('parquet.metadata', [input], {});
  const record: Json = metadata.kind === 'record' ? metadata.record : null;
  return { ...options, schema: readFieldsOf(record)['schema'] };
}

export const parquetScanCases: OperationCases = {
  literals: [
    ...refusedCases([{ kind: 'file', scheme: 'parquet', content: table }], {}, [
      ['a column that there is not', { columns: ['q'] }, 'COLUMN_NOT_FOUND'],
      ['a predicate that is not a bool', { predicate: column('x') }, 'TYPE_MISMATCH'],
      ['a limit below 0', { limit: -1 }, 'INVALID_ARGUMENT'],
    ]),
    ...FOREIGN_SCANS,
    ...DURATION_SCANS,
    ...everyPredicate([{ kind: 'file', scheme: 'parquet', content: FUNCTION_TABLE, write }]),
    { name: 'everything', inputs: [{ kind: 'file', scheme: 'parquet', content: table, write }], options: {}, expect: { table } },
    {
      name: 'columns in the order asked',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, write }],
      options: { columns: ['s', 'x'] },
      expect: { table: tableOf({ s: ['utf8', ['a', 'ä', null, '']], x: ['int64', [1n, null, 3n, 2n ** 53n + 1n]] }) },
    },
    {
      name: 'a predicate on a column that is not returned, over row groups',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, write }],
      options: { columns: ['s'], predicate: call('greater', [column('x'), literal(1)]) },
      expect: { table: tableOf({ s: ['utf8', [null, '']] }) },
    },
    {
      name: 'NaN is found although statistics do not know it',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, write }],
      options: { columns: ['x'], predicate: call('greater', [column('f'), literal(5)]) },
      expect: { table: tableOf({ x: ['int64', [1n]] }) },
    },
    {
      name: 'a limit counts rows after the predicate',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, write }],
      options: { columns: ['x'], predicate: call('isNotNull', [column('x')]), limit: 2 },
      expect: { table: tableOf({ x: ['int64', [1n, 3n]] }) },
    },
    {
      name: 'a limit of nothing',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table }],
      options: { columns: ['x'], limit: 0 },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
    {
      name: 'all row groups pruned',
      inputs: [{ kind: 'file', scheme: 'parquet', content: tableOf({ x: ['int64', [1n, 2n, 3n]] }), write: { rowGroupRows: 1 } }],
      options: { predicate: call('greater', [column('x'), literal(10)]) },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
    {
      name: 'no rows',
      inputs: [{ kind: 'file', scheme: 'parquet', content: tableOf({ x: ['int64', []] }) }],
      options: {},
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
    ...DAMAGED.map(({ name, inputs }): OperationCase => ({
      name,
      inputs,
      options: { schema: DAMAGED_SCHEMA },
      expect: { error: 'DATA_CORRUPT' },
    })),
    {
      name: 'a file that is gone',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, state: 'missing' }],
      options: { schema: table.schema },
      expect: { error: 'FILE_NOT_FOUND' },
    },
    {
      name: 'a file that was changed',
      inputs: [{ kind: 'file', scheme: 'parquet', content: table, state: 'changed' }],
      options: { schema: table.schema },
      expect: { error: 'SOURCE_CHANGED' },
    },
  ],
  prepare: withSchema,
  generate(random) {
    const schema = parquetSchema(random);
    const columns = schema.filter(() => random.integer(0, 3) > 0).map(f => f.name);
    return {
      inputs: [parquetFile(random, schema)],
      options: {
        ...(columns.length > 0 && random.boolean() ? { columns } : {}),
        ...(random.boolean() ? { predicate: predicate(random, schema) } : {}),
        ...(random.integer(0, 3) === 0 ? { limit: random.integer(0, 20) } : {}),
      },
    };
  },
  laws: [
    {
      name: 'a scan with a predicate is the whole scan, filtered, limited, and its columns picked',
      async check({ inputs: [input], options }, result, { reference }) {
        if (!input || result.kind !== 'table') return 'the result is not a table';
        const { schema, columns, limit } = options;
        let whole = await reference('parquet.scan', [input], { schema });
        if (whole.kind === 'table' && options['predicate'] !== undefined)
          whole = await reference('table.filter', [whole], { predicate: options['predicate'] });
        if (whole.kind === 'table' && typeof limit === 'number')
          whole = await reference('table.limit', [whole], { count: limit });
        const picked = Array.isArray(columns)
          ? columns.map(name => ({ name: String(name), expression: column(String(name)) }))
          : undefined;
        if (whole.kind === 'table' && picked) whole = await reference('table.project', [whole], { columns: picked });
        return whole.kind === 'table' ? compareTables(result.table, whole.table) : 'the reference gave no table';
      },
    },
  ],
  large: () => ({
    inputs: [
      { kind: 'file', scheme: 'parquet', content: largeTable(), write: { compression: 'uncompressed', rowGroupRows: 100_000 } },
    ],
    options: { predicate: call('greater', [column('x'), literal(0.5)]) },
  }),
};
