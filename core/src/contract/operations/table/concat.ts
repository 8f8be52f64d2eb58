import { formatType, type Field, type Kind, type Schema } from '../../data/index.js';
import { ParquetFrameError } from '../../errors/index.js';
import { tableInput, type OperationDefinition } from '../operation.js';
import { columnNames } from '../traits.js';

export const tableConcat: OperationDefinition = {
  name: 'table.concat',
  revision: 1,
  summary: 'The rows of several tables, one table after the other.',
  meaning:
    'All rows of the first input in their order, then those of the second, and so on. All inputs have the same columns: names, order and types; anything else is SCHEMA_MISMATCH. ' +
    'A column is nullable if it is in any input.',
  source: 'SQL:2016 UNION ALL',
  inputs: ['table'],
  variadic: true,
  options: {},
  classes: { exact: 'exact', fast: 'exact' },
  bind: (_options, inputs) => ({
    binding: {},
    arguments: {},
    output: { kind: 'table', schema: commonSchema(inputs, index => `input ${String(index + 1)}`) },
  }),
  sizes: inputs => ({
    rows: inputs.reduce((sum, table) => sum + (table['rows'] ?? 1e5), 0),
    bytes: inputs.reduce((sum, table) => sum + (table['bytes'] ?? 1e6), 0),
  }),
  work: inputs => inputs.length * 100,
  plan: {
    order: 'keeps',
    // At least one, and the same: each input alone would choose which one to keep.
    reads: ({ inputs }, wanted) => inputs.map(input => (wanted?.size === 0 ? new Set(columnNames(input).slice(0, 1)) : wanted)),
    alikeInputs: true,
    filterMoves: ({ inputs }, part) => ({ inputs: inputs.map(() => part), rows: 'same' }),
    limitMoves: 'each',
    describe: () => '',
    // Only here are the names of the files known.
    discover(options, { inputs, labels }) {
      commonSchema(inputs, index => labels[index] ?? `input ${String(index + 1)}`);
      return options;
    },
  },
};

/** The schema of all inputs. @throws ParquetFrameError `SCHEMA_MISMATCH` naming the input that differs, and how */
function commonSchema(inputs: readonly Kind[], nameOf: (index: number) => string): Schema {
  const { schema: first } = tableInput('table.concat', inputs, 0);
  const nullable = first.map(field => field.nullable);
  for (let index = 1; index < inputs.length; index++) {
    const { schema } = tableInput('table.concat', inputs, index);
    for (let column = 0; column < Math.max(first.length, schema.length); column++) {
      const [expected, found] = [first[column], schema[column]];
      if (expected && found && isSame(expected, found)) nullable[column] ||= found.nullable;
      else throw mismatch(nameOf(0), expected, nameOf(index), found);
    }
  }
  return first.map((field, index): Field => ({ ...field, nullable: nullable[index] ?? field.nullable }));
}

const isSame = (a: Field, b: Field): boolean => a.name === b.name && formatType(a.type) === formatType(b.type);

const shown = (field: Field | undefined): string =>
  field ? `${JSON.stringify(field.name)} of type ${formatType(field.type)}` : 'no such column';

const mismatch = (first: string, expected: Field | undefined, other: string, found: Field | undefined): ParquetFrameError =>
  new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `all parts must have the same columns: ${first} has ${shown(expected)}, ${other} has ${shown(found)} in its place; ` +
      'declare a schema that fits all of them, or read them one by one and cast',
    { details: { column: expected?.name ?? found?.name ?? '', file: other } },
  );
