import { fieldOf } from '../../data/field.js';
import type { Schema } from '../../data/types.js';
import { liftArguments, type OperationDefinition } from '../operation.js';
import { applyDeclared, recordSchema, type DeclaredSchema } from '../discover.js';
import { anyOption, integerOption, stringsOption } from '../option.js';
import { atLeastOne, columnNames } from '../traits.js';
import { csvCompression, csvFormatBinding, csvFormatOptions, csvLines } from './format.js';
import { csvSchema } from './schema.js';

export const csvScan: OperationDefinition = {
  name: 'csv.scan',
  revision: 1,
  summary: 'Rows of a CSV file, typed by a schema.',
  meaning:
    'The columns named, in that order, of all rows in file order; at most `limit`. Fields are quoted as in RFC 4180; an unquoted field that is one of `nullValues` is null, a quoted one never. ' +
    `${csvLines} A field that is not of its column type, or a row with another number of fields, is DATA_CORRUPT with the line. Numbers with a fraction may be \`inf\`, \`infinity\` or \`nan\`, in any case. ${csvCompression}`,
  source: 'RFC 4180',
  call: 'readCsv(path)',
  inputs: ['file'],
  options: {
    ...csvFormatOptions,
    schema: anyOption({ placement: 'binding', description: 'Schema of the whole file.', required: true }, 'a schema', v =>
      Array.isArray(v),
    ),
    columns: stringsOption({ placement: 'binding', description: 'Columns to return, in this order; all by default.' }),
    limit: integerOption({ placement: 'argument', description: 'Rows at most.', nullable: true }, 0),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, _inputs, parameters) {
    const schema = options['schema'] as Schema;
    const columns = (options['columns'] as readonly string[] | undefined) ?? schema.map(f => f.name);
    return {
      binding: { ...csvFormatBinding(options), schema: schema, columns },
      arguments: liftArguments(this, options, parameters),
      output: { kind: 'table', schema: columns.map(name => fieldOf(schema, name)) },
    };
  },
  sizes: ([file]) => ({ rows: file?.['rows'] ?? (file?.['bytes'] ?? 1e6) / 40, bytes: (file?.['bytes'] ?? 1e6) * 2 }),
  work: ([file]) => file?.['bytes'] ?? 1e6,
  plan: {
    order: 'keeps',
    narrow: ({ options, bound }, wanted) => {
      const columns = columnNames(bound.output);
      const kept = atLeastOne(columns, name => wanted.has(name));
      return kept.length === columns.length ? undefined : { ...options, columns: kept };
    },
    limitMoves: { option: 'limit' },
    async discover({ declared, ...options }, { record, labels: [file = 'the file'] }) {
      if (options['schema'] !== undefined) return options;
      const given = Object.entries(options);
      const inferring = given.filter(([name]) => Object.hasOwn(csvSchema.options, name));
      const inferred = recordSchema(await record(csvSchema.name, Object.fromEntries(inferring)));
      if (declared !== undefined) given.unshift(['columns', Object.keys(declared as DeclaredSchema)]);
      // What only says how types are inferred has served.
      const own = given.filter(([name]) => Object.hasOwn(csvFormatOptions, name) || !Object.hasOwn(csvSchema.options, name));
      const schema = applyDeclared((declared ?? {}) as DeclaredSchema, inferred, file);
      return { ...Object.fromEntries(own), schema };
    },
  },
};
