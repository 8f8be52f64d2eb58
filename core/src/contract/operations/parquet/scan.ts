import type { Json } from '../../data/json.js';
import { fieldOf } from '../../data/field.js';
import { leastRowBytes } from '../../data/row-bytes.js';
import type { Schema } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { columnsOf, expressionJson, isExpression, resolveExpression, type UserExpression } from '../../plan/index.js';
import { liftArguments, type OperationDefinition } from '../operation.js';
import { anyOption, integerOption, stringsOption } from '../option.js';
import { checkDeclared, recordSchema, type DeclaredSchema } from '../discover.js';
import { selectivity } from '../table/filter.js';
import { atLeastOne, columnNames } from '../traits.js';
import { parquetMetadata } from './metadata.js';

export const parquetScan: OperationDefinition = {
  name: 'parquet.scan',
  revision: 1,
  summary: 'Rows of a Parquet file: chosen columns, in file order, where a predicate is true.',
  meaning:
    'The columns named, in that order, of the rows for which the predicate is true, in file order; at most `limit` of them. The predicate may read columns that are not returned. ' +
    'Row groups whose statistics rule out the predicate are not read. A file that is not what its reference says is SOURCE_CHANGED; a damaged one DATA_CORRUPT.',
  source: 'https://parquet.apache.org/docs/file-format/',
  call: 'readParquet(path)',
  inputs: ['file'],
  options: {
    schema: anyOption(
      { placement: 'binding', description: 'Schema of the whole file, as `parquet.metadata` gives it.', required: true },
      'a schema',
      v => Array.isArray(v),
    ),
    columns: stringsOption({ placement: 'binding', description: 'Columns to return, in this order; all by default.' }),
    predicate: anyOption(
      { placement: 'expression', description: 'Rows to keep.' },
      'a boolean expression',
      v => typeof v === 'object',
    ),
    limit: integerOption({ placement: 'argument', description: 'Rows at most, after the predicate.', nullable: true }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, _inputs, parameters) {
    const schema = options['schema'] as Schema;
    const columns = (options['columns'] as readonly string[] | undefined) ?? schema.map(f => f.name);
    const output = columns.map(name => fieldOf(schema, name));
    const binding: { [option: string]: Json } = { schema: schema, columns };
    if (options['predicate'] !== undefined) {
      const predicate = resolveExpression(options['predicate'] as UserExpression, schema, parameters);
      if (predicate.type.id !== 'bool')
        throw new ParquetFrameError('TYPE_MISMATCH', `parquet.scan: the predicate must be a bool, received ${predicate.type.id}`);
      binding['predicate'] = expressionJson(predicate);
    }
    return { binding, arguments: liftArguments(this, options, parameters), output: { kind: 'table', schema: output } };
  },
  sizes([file], { binding, output }) {
    const all = (binding['schema'] as Schema).length;
    const share = Math.min(1, ((binding['columns'] as readonly string[]).length || 1) / Math.max(1, all));
    const rows = (file?.['rows'] ?? (file?.['bytes'] ?? 1e6) / 32) * selectivity(binding['predicate']);
    const decoded = (file?.['uncompressedBytes'] ?? (file?.['bytes'] ?? 1e6) * 3) * share;
    // What the footer calls uncompressed is still encoded: a column of a dictionary of few values takes next to nothing there.
    const least = rows * (output.kind === 'table' ? Math.max(1, leastRowBytes(output.schema)) : 1);
    return { rows, bytes: Math.max(least, decoded) };
  },
  work: ([file]) => file?.['rows'] ?? file?.['bytes'] ?? 1e6,
  plan: {
    order: 'keeps',
    narrow: ({ options, bound }, wanted) => {
      const columns = columnNames(bound.output);
      const kept = atLeastOne(columns, name => wanted.has(name));
      return kept.length === columns.length ? undefined : { ...options, columns: kept };
    },
    // A scan's limit counts rows after its predicate: a later filter must stay above it.
    filterMoves: ({ options }) =>
      options['limit'] === undefined || options['limit'] === null ? { option: 'predicate' } : undefined,
    limitMoves: { option: 'limit' },
    fetches: ({ bound: { binding } }) => {
      const columns = binding['columns'] as readonly string[];
      const predicate = binding['predicate'];
      if (!isExpression(predicate)) return { columns };
      return { columns: [...new Set([...columns, ...columnsOf(predicate)])], predicate };
    },
    async discover({ declared, ...options }, { record, labels: [file = 'the file'] }) {
      if (options['schema'] !== undefined) return options;
      const schema = recordSchema(await record(parquetMetadata.name, {}));
      if (declared === undefined) return { ...options, schema };
      checkDeclared(declared as DeclaredSchema, schema, file);
      return { columns: Object.keys(declared as DeclaredSchema), ...options, schema };
    },
  },
};
