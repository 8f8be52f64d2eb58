import { gzipSync } from 'node:zlib';
import type { Json, OperationCase, OperationCases, SimpleTypeId } from '@parquetframe/core/engine';
import { refusedCases } from '../refused.js';

const record = (types: { readonly [column: string]: SimpleTypeId }): { readonly record: Json } => ({
  record: { schema: Object.entries(types).map(([name, id]) => ({ name, type: { id }, nullable: true })) },
});
const infers = (
  name: string,
  content: string | Uint8Array,
  types: { readonly [column: string]: SimpleTypeId },
  options: { readonly [option: string]: unknown } = {},
  extension = '.csv',
): OperationCase => ({ name, inputs: [{ kind: 'file', scheme: 'csv', content, extension }], options, expect: record(types) });

export const csvSchemaCases: OperationCases = {
  literals: [
    ...refusedCases([{ kind: 'file', scheme: 'csv', content: 'x\n1\n' }], {}, [
      ['no rows to look at', { sampleRows: 0 }, 'INVALID_ARGUMENT'],
    ]),
    infers('one column of each type', 'i,f,p,s\n1,1.5,true,a\n-2,3,false,b\n', {
      i: 'int64',
      f: 'float64',
      p: 'bool',
      s: 'utf8',
    }),
    infers('nulls do not count', 'i,s\n,\n7,\n', { i: 'int64', s: 'utf8' }),
    {
      name: 'an integer that does not fit int64 keeps its digits as a decimal',
      inputs: [{ kind: 'file', scheme: 'csv', content: 'x\n9223372036854775808\n', extension: '.csv' }],
      options: {},
      expect: { record: { schema: [{ name: 'x', type: { id: 'decimal', precision: 38, scale: 0 }, nullable: true }] } },
    },
    infers('codes are text', 'a,b,c\n007,+1,1\n8,2,2\n', { a: 'utf8', b: 'utf8', c: 'int64' }),
    infers('infinities and NaN are numbers', 'x\n-inf\nnan\nInfinity\n', { x: 'float64' }),
    infers('blanks are trimmed when asked', 'x,s\n 7 , a\n', { x: 'int64', s: 'utf8' }, { trim: true }),
    infers('a mixed column is text', 'x\n1\ntrue\n', { x: 'utf8' }),
    infers('only a header', 'a,b\n', { a: 'utf8', b: 'utf8' }),
    infers('no header', '1;a\n2;b\n', { column_1: 'int64', column_2: 'utf8' }, { header: false, delimiter: ';' }),
    infers('CR alone ends a line', 'i,s\r1,a\r2,b\r', { i: 'int64', s: 'utf8' }),
    infers('blank lines at the end', 'i,s\n1,2\n\r\n\n', { i: 'int64', s: 'int64' }),
    infers('null values', 'x\nNA\n3\n', { x: 'int64' }, { nullValues: ['NA'] }),
    infers('only the first rows are looked at', 'x\n1\n2\nthree\n', { x: 'int64' }, { sampleRows: 2 }),
    infers('gzip', gzipSync('x,y\n1,a\n'), { x: 'int64', y: 'utf8' }, {}, '.csv.gz'),
    {
      name: 'a file that is gone',
      inputs: [{ kind: 'file', scheme: 'csv', content: 'x\n', state: 'missing' }],
      options: {},
      expect: { error: 'FILE_NOT_FOUND' },
    },
  ],
  generate(random) {
    const fields = ['', '1', '-5', '1.5', 'true', 'false', '1e3', 'a', '"1"', 'NaN', '007', '9007199254740993'];
    const width = random.integer(1, 3);
    const rows = Array.from({ length: random.integer(0, 5) }, () => {
      const kinds = random.integer(0, fields.length - 1);
      return Array.from({ length: width }, () => (random.boolean() ? fields[kinds] : random.pick(fields))).join(',');
    });
    const header = Array.from({ length: width }, (_, index) => `c${index}`).join(',');
    const content = `${[header, ...rows.filter(row => row !== '')].join('\n')}\n`;
    return {
      inputs: [{ kind: 'file', scheme: 'csv', content }],
      options: {
        ...(random.boolean() ? {} : { sampleRows: random.integer(1, 3) }),
        ...(random.boolean() ? {} : { trim: random.boolean() }),
        ...(random.integer(0, 3) > 0 ? {} : { nullValues: ['', 'NaN'] }),
        ...(random.integer(0, 3) > 0 ? {} : { maxRecordBytes: random.pick([64, 4096]) }),
      },
    };
  },
};
