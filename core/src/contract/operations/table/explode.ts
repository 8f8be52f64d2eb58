import { fieldOf } from '../../data/field.js';
import { formatType, type DataType, type Field } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { readsOnly } from '../../plan/index.js';
import { tableInput, type OperationDefinition } from '../operation.js';
import { stringOption } from '../option.js';
import { columnNames } from '../traits.js';

export const tableExplode: OperationDefinition = {
  name: 'table.explode',
  revision: 1,
  summary: 'One row for each item of a list.',
  meaning:
    'Each row once for each item of its list in the column, in the order of the items, with the item in place of the list; the other columns are repeated. A list that is null or empty gives one row, with null. ' +
    'Columns keep their places; the column has the type of the items and may hold nulls.',
  source: 'definition; as explode in Polars and pandas',
  inputs: ['table'],
  options: {
    column: stringOption({ placement: 'binding', description: 'Column of lists.', required: true }, 'the name of a column'),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind({ column }, inputs) {
    const { schema } = tableInput('table.explode', inputs, 0);
    const { name, type } = fieldOf(schema, column as string);
    const item = itemOf(type);
    if (item === undefined)
      throw new ParquetFrameError(
        'TYPE_MISMATCH',
        `explode takes a column of lists; ${JSON.stringify(name)} is of type ${formatType(type)}`,
        { details: { column: name, received: formatType(type) } },
      );
    const exploded = schema.map((field): Field => (field.name === name ? { name, type: item, nullable: true } : field));
    return { binding: { column: name }, arguments: {}, output: { kind: 'table', schema: exploded } };
  },
  sizes: ([table]) => ({ rows: 4 * (table?.['rows'] ?? 1e5), bytes: 2 * (table?.['bytes'] ?? 1e6) }),
  work: (_inputs, _options, { rows = 1e5 }) => rows,
  plan: {
    order: 'keeps',
    copies: ({ bound }, column) => (column === bound.binding['column'] ? undefined : { input: 0, column }),
    reads: ({ bound }, wanted) => [wanted && new Set([...wanted, bound.binding['column'] as string])],
    // Every row has at least one in the result, so nothing is evaluated that was not before.
    filterMoves({ bound, inputs: [input] }, part) {
      const others = new Set(columnNames(input).filter(name => name !== bound.binding['column']));
      return readsOnly(part, others) ? { inputs: [part], rows: 'same' } : undefined;
    },
    describe: ({ column }) => String(column),
  },
};

const itemOf = (type: DataType): DataType | undefined =>
  type.id === 'list' || type.id === 'largeList' || type.id === 'fixedSizeList' ? type.item.type : undefined;
