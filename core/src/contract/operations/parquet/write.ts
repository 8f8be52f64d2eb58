import { liftArguments, tableInput, type OperationDefinition } from '../operation.js';
import { choiceOption, integerOption, stringOption } from '../option.js';

export const parquetWrite: OperationDefinition = {
  name: 'parquet.write',
  revision: 1,
  summary: 'A table written as a Parquet file.',
  meaning:
    'Writes all rows in order to `path` and returns the record `{ rows, bytes }`. Core passes the path of a temporary file beside the target and renames it when the engine has finished, ' +
    'so an interrupted write leaves nothing behind. Reading the file back gives the same schema and values.',
  source: 'https://parquet.apache.org/docs/file-format/',
  call: 'writeParquet(path)',
  inputs: ['table'],
  options: {
    path: stringOption({ placement: 'argument', description: 'File to create.', required: true }),
    compression: choiceOption({ placement: 'argument', description: 'Codec of the pages.', default: 'snappy' }, [
      'uncompressed',
      'snappy',
    ]),
    rowGroupRows: integerOption({ placement: 'argument', description: 'Rows per row group.', default: 1_000_000 }, 1),
  },
  effect: 'writes',
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    tableInput('parquet.write', inputs, 0);
    return { binding: {}, arguments: liftArguments(this, options, parameters), output: { kind: 'record' } };
  },
  sizes: () => ({ bytes: 64 }),
  work: ([table]) => table?.['rows'] ?? 1e5,
};
