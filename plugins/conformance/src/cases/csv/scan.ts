import { gzipSync } from 'node:zlib';
import type { OperationCases, Schema, SimpleTypeId } from '@parquetframe/core/engine';
import { tableOf } from '../../values.js';
import { columnNames } from '../names.js';
import { refusedCases } from '../refused.js';

const field = (name: string, id: SimpleTypeId): Schema[number] => ({ name, type: { id }, nullable: true });
const XS: Schema = [field('x', 'int64'), field('s', 'utf8')];
const DATES: Schema[number] = { name: 'd', type: { id: 'date', unit: 'day' }, nullable: true };
const INSTANTS: Schema[number] = { name: 't', type: { id: 'timestamp', unit: 'us', timezone: null }, nullable: true };
const DECIMALS: Schema[number] = { name: 'm', type: { id: 'decimal', precision: 5, scale: 2 }, nullable: true };
const csv = (
  content: string | Uint8Array,
  extension = '.csv',
): { readonly kind: 'file'; readonly scheme: 'csv'; readonly content: string | Uint8Array; readonly extension: string } => ({
  kind: 'file',
  scheme: 'csv',
  content,
  extension,
});

export const csvScanCases: OperationCases = {
  literals: [
    ...refusedCases([csv('x,s\n1,a\n')], { schema: XS }, [
      ['a delimiter of two characters', { delimiter: '::' }, 'INVALID_ARGUMENT'],
      ['a column that there is not', { columns: ['q'] }, 'COLUMN_NOT_FOUND'],
      ['a limit below 0', { limit: -1 }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'quotes, doubled quotes, delimiters and line breaks inside quotes',
      inputs: [csv('x,s\n1,"a,b"\n2,"say ""hi"""\n3,"two\nlines"\n')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n, 2n, 3n]], s: ['utf8', ['a,b', 'say "hi"', 'two\nlines']] }) },
    },
    {
      name: 'an unquoted empty field is null, a quoted one is empty',
      inputs: [csv('x,s\n,""\n4,\n')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [null, 4n]], s: ['utf8', ['', null]] }) },
    },
    {
      name: 'CRLF, and no line break at the end',
      inputs: [csv('x,s\r\n1,a\r\n2,b')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n, 2n]], s: ['utf8', ['a', 'b']] }) },
    },
    {
      name: 'CR alone ends a line, inside quotes it is data',
      inputs: [csv('x,s\r1,a\r2,"b\rc"\r')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n, 2n]], s: ['utf8', ['a', 'b\rc']] }) },
    },
    {
      name: 'blank lines at the end',
      inputs: [csv('x,s\r\n1,a\r\n\r\n\n')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n]], s: ['utf8', ['a']] }) },
    },
    {
      name: 'blank lines of a single column are rows',
      inputs: [csv('x\n1\n\n\n')],
      options: { schema: [field('x', 'int64')] },
      expect: { table: tableOf({ x: ['int64', [1n, null, null]] }) },
    },
    {
      name: 'a blank line between rows',
      inputs: [csv('x,s\n1,a\n\n2,b\n')],
      options: { schema: XS },
      expect: { error: 'DATA_CORRUPT' },
    },
    {
      name: 'other delimiter, null values and no header',
      inputs: [csv('1;NA\nNA;b\n')],
      options: {
        schema: [field('column_1', 'int64'), field('column_2', 'utf8')],
        delimiter: ';',
        header: false,
        nullValues: ['NA'],
      },
      expect: { table: tableOf({ column_1: ['int64', [1n, null]], column_2: ['utf8', [null, 'b']] }) },
    },
    {
      name: 'int64 beyond 2^53, floats, bools',
      inputs: [csv('i,f,p\n9223372036854775807,1.5,true\n-9223372036854775808,-1e-3,false\n')],
      options: { schema: [field('i', 'int64'), field('f', 'float64'), field('p', 'bool')] },
      expect: {
        table: tableOf({
          i: ['int64', [2n ** 63n - 1n, -(2n ** 63n)]],
          f: ['float64', [1.5, -0.001]],
          p: ['bool', [true, false]],
        }),
      },
    },
    {
      name: 'gzip',
      inputs: [csv(gzipSync('x,s\n1,ä\n'), '.csv.gz')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n]], s: ['utf8', ['ä']] }) },
    },
    {
      name: 'gzip of several members, as `cat a.gz b.gz` makes it',
      inputs: [csv(Buffer.concat([gzipSync('x,s\n1,a\n2'), gzipSync(',b\n')]), '.csv.gz')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n, 2n]], s: ['utf8', ['a', 'b']] }) },
    },
    {
      name: 'a byte-order mark is not part of the first name',
      inputs: [csv('\uFEFFx,s\n1,\uFEFF\n')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', [1n]], s: ['utf8', ['\uFEFF']] }) },
    },
    {
      name: 'dates, instants and decimals',
      inputs: [csv('d,t,m\n2024-02-29,2024-02-29T12:00:00.5+01:00,-1.50\n1969-12-31,1969-12-31 23:59:59.999999,0.1\n,,\n')],
      options: { schema: [DATES, INSTANTS, DECIMALS] },
      expect: {
        table: tableOf({
          d: [DATES.type, [19_782, -1, null]],
          t: [INSTANTS.type, [1_709_204_400_500_000n, -1n, null]],
          m: [DECIMALS.type, [-150n, 10n, null]],
        }),
      },
    },
    ...['2023-02-29', '2021-04-31', '2021-13-01', '21-01-01', '2021-01-01T00:00:00'].map(text => ({
      name: `${text} is not a date`,
      inputs: [csv(`d\n${text}\n`)],
      options: { schema: [DATES] },
      expect: { error: 'DATA_CORRUPT' } as const,
    })),
    ...['2021-02-30T00:00:00Z', '2021-01-01T24:00:00', '2021-01-01T00:00:00.1234567'].map(text => ({
      name: `${text} is not an instant in microseconds`,
      inputs: [csv(`t\n${text}\n`)],
      options: { schema: [INSTANTS] },
      expect: { error: 'DATA_CORRUPT' } as const,
    })),
    {
      name: 'bytes that are not UTF-8',
      inputs: [csv(Buffer.from('x,s\n1,\u00ff\n', 'latin1'))],
      options: { schema: XS },
      expect: { error: 'DATA_CORRUPT' },
    },
    {
      name: 'a quote that is not closed',
      inputs: [csv('x,s\n1,"a\n')],
      options: { schema: XS },
      expect: { error: 'DATA_CORRUPT' },
    },
    {
      name: 'columns and a limit',
      inputs: [csv('x,s\n1,a\n2,b\n3,c\n')],
      options: { schema: XS, columns: ['s'], limit: 2 },
      expect: { table: tableOf({ s: ['utf8', ['a', 'b']] }) },
    },
    {
      name: 'only a header',
      inputs: [csv('x,s\n')],
      options: { schema: XS },
      expect: { table: tableOf({ x: ['int64', []], s: ['utf8', []] }) },
    },
    {
      name: 'a field that is not an integer',
      inputs: [csv('x,s\n1,a\nx,b\n')],
      options: { schema: XS },
      expect: { error: 'DATA_CORRUPT' },
    },
    {
      name: 'an integer that does not fit',
      inputs: [csv('x,s\n9223372036854775808,a\n')],
      options: { schema: XS },
      expect: { error: 'DATA_CORRUPT' },
    },
    { name: 'a field too many', inputs: [csv('x,s\n1,a,b\n')], options: { schema: XS }, expect: { error: 'DATA_CORRUPT' } },
    { name: 'a field too few', inputs: [csv('x,s\n1\n')], options: { schema: XS }, expect: { error: 'DATA_CORRUPT' } },
    {
      name: 'a file that is gone',
      inputs: [{ ...csv('x,s\n'), state: 'missing' }],
      options: { schema: XS },
      expect: { error: 'FILE_NOT_FOUND' },
    },
    {
      name: 'a file that was changed',
      inputs: [{ ...csv('x,s\n'), state: 'changed' }],
      options: { schema: XS },
      expect: { error: 'SOURCE_CHANGED' },
    },
  ],
  generate(random) {
    const schema = columnNames(random)
      .slice(0, random.integer(1, 3))
      .map(name => field(name, random.pick(['int64', 'float64', 'utf8', 'bool'] as const)));
    const limit = random.integer(0, 3) === 0 ? { limit: random.integer(0, 12) } : {};
    return {
      // A table, so that it can grow: the kit writes it.
      inputs: [
        {
          kind: 'file',
          scheme: 'csv',
          content: random.table(schema, { maxRows: 12 }),
          extension: random.integer(0, 4) === 0 ? '.csv.gz' : '.csv',
        },
      ],
      options: {
        schema,
        ...limit,
        ...(random.integer(0, 3) > 0 ? {} : { trim: random.boolean() }),
        ...(random.integer(0, 3) > 0 ? {} : { maxRecordBytes: random.pick([64, 4096]) }),
      },
    };
  },
  large: () => ({
    inputs: [csv(`x,s\n${Array.from({ length: 300_000 }, (_, row) => `${row},text ${row % 100}\n`).join('')}`)],
    options: { schema: XS },
  }),
};
