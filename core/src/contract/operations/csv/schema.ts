import { liftArguments, type OperationDefinition } from '../operation.js';
import { csvCompression, csvFormatBinding, csvFormatOptions, csvLines } from './format.js';
import { integerOption } from '../option.js';

export const csvSchema: OperationDefinition = {
  name: 'csv.schema',
  revision: 1,
  summary: 'Column names and types of a CSV file, inferred from its first rows.',
  meaning:
    'A record `{ schema }`. A column is int64 if every non-null sample is an integer that fits, else decimal(38, 0) if every one is an integer of at most 38 digits, ' +
    'else float64 if every one is a number, `inf`, `infinity` or `nan`, else bool if every one is true or false, else utf8; a column of nulls is utf8. ' +
    'Digits are never lost: a column with a sample like `007` or `+1`, or with fractions beside an integer that does not fit int64, is utf8. ' +
    `All columns are nullable. ${csvLines} ${csvCompression}`,
  source: 'RFC 4180',
  call: 'readCsv(path).schema()',
  inputs: ['file'],
  options: {
    ...csvFormatOptions,
    sampleRows: integerOption({ placement: 'argument', description: 'Rows to look at.', default: 10_000 }, 1),
  },
  effect: 'none',
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, _inputs, parameters) {
    return {
      binding: csvFormatBinding(options),
      arguments: liftArguments(this, options, parameters),
      output: { kind: 'record' },
    };
  },
  sizes: () => ({ bytes: 1024 }),
  work: () => 10_000,
};
