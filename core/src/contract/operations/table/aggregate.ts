import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, type DataType, type Field, type Schema } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { AGGREGATE_FUNCTIONS, aggregateSince, isAggregateFunction, type AggregateFunction } from '../../functions/index.js';
import { readsOnly } from '../../plan/index.js';
import { tableInput, type Bound, type OperationDefinition, type OperationOptions } from '../operation.js';
import { hasOnly, isName, listOption, stringsOption } from '../option.js';
import { requireDistinct } from './project.js';

export type Aggregation = {
  readonly name: string;
  readonly function: AggregateFunction;
  /** null: count of all rows */
  readonly column: string | null;
};

export const aggregationsOf = (step: Bound): readonly Aggregation[] =>
  (step.binding['aggregates'] ?? []) as readonly Aggregation[];

export const tableAggregate: OperationDefinition = {
  name: 'table.aggregate',
  revision: 2,
  summary: 'One row per group with count, countDistinct, sum, min, max and mean.',
  meaning:
    'One row per distinct combination of the key columns, in the order of their first rows; without keys exactly one row. Nulls form a group, NaN forms one, and -0 groups with 0 and is shown as 0. count of a column counts non-nulls, countDistinct different ones among them (NaN is equal to itself, -0 to 0); both are int64 and never null. ' +
    'sum of integers is int64 and overflows only if the total does not fit (INTEGER_OVERFLOW); sum of floats is float64; sum of decimals is a decimal of 38 digits and the same scale (DECIMAL_OVERFLOW); mean is float64. sum and mean of durations are durations of the same unit: the sum overflows as that of integers does, the mean is the exact quotient rounded to the nearest whole count of the unit, halves to even. sum, min, max and mean of no values are null. ' +
    'min ignores NaN unless all values are NaN; max is NaN if any is; of zeros, -0 is the least and 0 the greatest. ' +
    'Float sums and means are the float64 nearest to the exact mathematical value, ties to even, whatever the order of the rows: a mean is rounded once, a finite total never overflows on the way, one beyond the range of float64 is infinite. NaN gives NaN, infinities add up as in IEEE 754, and -0 alone gives -0. ' +
    '`fast`: groups in any order, float sums within 2·n·u·Σ|x| of the exact value (u = 2^-53) and means accordingly.',
  source: 'SQL:2016 GROUP BY',
  inputs: ['table'],
  options: {
    keys: stringsOption({ placement: 'binding', description: 'Key columns.', default: [] }),
    aggregates: listOption(
      {
        placement: 'binding',
        description: 'Name, function and column of each aggregate.',
        required: true,
        // An engine from before a function was there runs all others.
        valueSince: value => Math.max(1, ...(value as readonly Aggregation[]).map(a => aggregateSince(a.function))),
      },
      'a non-empty array of { name, function, column }',
      v =>
        hasOnly(v, {
          name: isName,
          function: isAggregateFunction,
          column: value => value === undefined || value === null || isName(value),
        }),
    ),
  },
  classes: { exact: 'exact', fast: 'epsilon' },
  bind(options, inputs) {
    const input = tableInput('table.aggregate', inputs, 0);
    const keys = options['keys'] as readonly string[];
    const aggregates = (options['aggregates'] as readonly Aggregation[]).map(({ name, function: f, column }) => ({
      name,
      function: f,
      column: column ?? null,
    }));
    requireDistinct([...keys, ...aggregates.map(a => a.name)]);
    const schema: Schema = [
      ...keys.map(key => keyField(input.schema, key)),
      ...aggregates.map(a => resultField(a, input.schema)),
    ];
    return { binding: { keys, aggregates: aggregates }, arguments: {}, output: { kind: 'table', schema } };
  },
  sizes([table], { binding }, facts) {
    const rows = table?.['rows'] ?? 1e5;
    const keys = binding['keys'] as readonly string[];
    const groups = keys.length === 0 ? 1 : Math.max(1, Math.min(rows, facts?.distinct(0, keys) ?? Math.sqrt(rows) * 2));
    return { rows: groups, bytes: groups * 16 };
  },
  // A new group costs several times what another row of one costs: its memory is met for the first time.
  work: ([table], _options, { rows: groups = 0 }) => (table?.['rows'] ?? 1e5) + 8 * groups,
  plan: {
    order: 'makes',
    keys: ({ options }) => [keysOf(options)],
    rowPerKey: true,
    reads: ({ options }) => [
      new Set([...keysOf(options), ...(options['aggregates'] as readonly Aggregation[]).flatMap(a => a.column ?? [])]),
    ],
    // Every value of a key is in some row of its group, so nothing is evaluated that was not before.
    filterMoves({ options }, part) {
      const keys = new Set(keysOf(options));
      return keys.size > 0 && readsOnly(part, keys) ? { inputs: [part], rows: 'same' } : undefined;
    },
    describe(options) {
      const aggregates = (options['aggregates'] as readonly Aggregation[]).map(
        a => `${a.name} = ${a.function}(${a.column ?? ''})`,
      );
      return `${aggregates.join(', ')} by ${keysOf(options).join(', ') || 'nothing'}`;
    },
  },
};

const keysOf = ({ keys = [] }: OperationOptions): readonly string[] => keys as readonly string[];

function keyField(schema: Schema, name: string): Field {
  const key = fieldOf(schema, name);
  if (familyOf(key.type) === 'nested')
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `groupBy cannot group by ${JSON.stringify(name)} of type ${formatType(key.type)}`,
    );
  return key;
}

function resultField({ name, function: f, column }: Aggregation, schema: Schema): Field {
  const definition = AGGREGATE_FUNCTIONS[f];
  const nullable = definition.nulls !== 'never';
  if (column === null) {
    if (definition.ofRows) return { name, type: definition.ofRows, nullable };
    throw new ParquetFrameError('INVALID_ARGUMENT', `${f} needs a column`);
  }
  const { type } = fieldOf(schema, column);
  const result = definition.result(type);
  if (!result)
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${f} accepts ${definition.accepts}, received ${formatType(type)} (column ${JSON.stringify(column)})`,
      { details: { function: f, column, received: formatType(type) } },
    );
  return { name, type: result, nullable };
}

/** The result type of an aggregate, or undefined when it does not accept the type. */
export const resultType = (aggregate: AggregateFunction, type: DataType): DataType | undefined =>
  AGGREGATE_FUNCTIONS[aggregate].result(type);
