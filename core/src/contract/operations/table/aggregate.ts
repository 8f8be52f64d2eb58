import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, valueType, type DataType, type Field, type Schema } from '../../data/types.js';
import { hasMembers, ParquetFrameError } from '../../errors/index.js';
import {
  AGGREGATE_FUNCTIONS,
  aggregateOptions,
  aggregateSince,
  isAggregateFunction,
  type AggregateFunction,
  type AggregateOptions,
} from '../../functions/index.js';
import { readsOnly } from '../../plan/index.js';
import { tableInput, type Bound, type OperationDefinition, type OperationOptions } from '../operation.js';
import { hasOnly, isName, listOption, stringsOption } from '../option.js';
import { requireDistinct } from './project.js';

export type Aggregation = {
  readonly name: string;
  readonly function: AggregateFunction;
  /** null: count of all rows */
  readonly column: string | null;
  /** the second column of a function that takes two */
  readonly second?: string;
  /** Rows count where this column is true; without it all do. */
  readonly where?: string;
  /** all that the function has, once bound */
  readonly options?: AggregateOptions;
};

/** Bytes that aggregates keep of each row, roughly. */
export const keptPerRow = (aggregations: readonly Aggregation[]): number =>
  aggregations.reduce((sum, { function: f }) => sum + (AGGREGATE_FUNCTIONS[f].keeps ?? 0), 0);

export const aggregationsOf = (step: Bound): readonly Aggregation[] =>
  (step.binding['aggregates'] ?? []) as readonly Aggregation[];

const isNameOrNone = (value: unknown): boolean => value === undefined || isName(value);

const sinceOf = ({ function: f, where }: Aggregation): number => Math.max(aggregateSince(f), where === undefined ? 1 : 3);

const columnsOf = ({ column, second, where }: Aggregation): readonly string[] =>
  [column, second, where].filter(name => typeof name === 'string');

function textOf({ function: f, column, second, where, options = {} }: Aggregation): string {
  const given = Object.values(options).map(value => JSON.stringify(value));
  const operands = [column, second].filter(name => typeof name === 'string');
  return `${f}(${[...operands, ...given].join(', ')})${where === undefined ? '' : ` where ${where}`}`;
}

/** With all options of its function. @throws ParquetFrameError `INVALID_ARGUMENT` */
function boundAggregation({ name, function: f, column, second, where, options }: Aggregation): Aggregation {
  const bound = aggregateOptions(f, options);
  return {
    name,
    function: f,
    column: column ?? null,
    ...(second === undefined ? {} : { second }),
    ...(where === undefined ? {} : { where }),
    ...(bound ? { options: bound } : {}),
  };
}

export const tableAggregate: OperationDefinition = {
  name: 'table.aggregate',
  revision: 3,
  summary: 'One row per group with aggregates of its rows, such as count, sum, mean, std, first and last.',
  meaning:
    'One row per distinct combination of the key columns, in the order of their first rows; without keys exactly one row. Nulls form a group, NaN forms one, and -0 groups with 0 and is shown as 0. count of a column counts non-nulls, countDistinct different ones among them (NaN is equal to itself, -0 to 0); both are int64 and never null. ' +
    'With `where` only rows count for which that column is true; groups without any stay. ' +
    'sum of integers is int64 and overflows only if the total does not fit (INTEGER_OVERFLOW); sum of floats is float64; sum of decimals is a decimal of 38 digits and the same scale (DECIMAL_OVERFLOW); mean is float64. sum and mean of durations are durations of the same unit: the sum overflows as that of integers does, the mean is the exact quotient rounded to the nearest whole count of the unit, halves to even. sum, min, max and mean of no values are null. ' +
    'min ignores NaN unless all values are NaN; max is NaN if any is; of zeros, -0 is the least and 0 the greatest. ' +
    'Float sums and means are the float64 nearest to the exact mathematical value, ties to even, whatever the order of the rows: a mean is rounded once, a finite total never overflows on the way, one beyond the range of float64 is infinite. NaN gives NaN, infinities add up as in IEEE 754, and -0 alone gives -0. ' +
    'first and last are the values of the first and the last row, null where these are null, unless `ignoreNulls`; NaN has one bit pattern. any and all are `or` and `and` of all values in three-valued logic: of no rows false and true. ' +
    'var and std are the float64 nearest to the exact variance, and to its root, of numbers of any type: the sum of squared differences from the mean, divided by how many values there are less `ddof` (1 by default). They are null unless there are more values than `ddof`, and NaN if a value is NaN or infinite. cov and corr are the float64 nearest to the exact values in the same way, of rows where neither column is null; corr is null for less than two of them, and where one side is constant. ' +
    'median and quantile interpolate linearly, in float64, between exact order statistics, each as the float64 nearest to it: NaN after all numbers, -0 before 0. mode is the most frequent value, of several the first to appear. argMin and argMax are the value in the first row where `second` is least or greatest, as min and max say; rows where that is null do not count. ' +
    'skew and kurtosis are those of a sample, unless `bias`; approxCountDistinct is an estimate of countDistinct with a standard error of 1.6 %, and histogram counts values between `breaks`: docs/expressions.md says how each is computed. ' +
    'listBy and joinBy are list and join in the order of `second`, ties in the order of rows, nulls last. list is all values in the order of rows, nulls included, never null; join is the texts among them with `separator` between two, nulls left out, null if nothing is left. ' +
    '`fast`: groups in any order, float sums within 2·n·u·Σ|x| of the exact value (u = 2^-53) and means accordingly; all others are as in `exact`.',
  source: 'SQL:2016 GROUP BY',
  inputs: ['table'],
  options: {
    keys: stringsOption({ placement: 'binding', description: 'Key columns.', default: [] }),
    aggregates: listOption(
      {
        placement: 'binding',
        description:
          'Name, function and column of each aggregate; `second`: the second column of a function that takes two, `where`: a column of bools, of which only rows with true count, `options`: those of the function.',
        required: true,
        // An engine from before a function was there runs all others.
        valueSince: value => Math.max(1, ...(value as readonly Aggregation[]).map(sinceOf)),
      },
      'a non-empty array of { name, function, column, second?, where?, options? }',
      v =>
        hasOnly(v, {
          name: isName,
          function: isAggregateFunction,
          column: value => value === undefined || value === null || isName(value),
          second: isNameOrNone,
          where: isNameOrNone,
          options: value => value === undefined || hasMembers(value),
        }),
    ),
  },
  classes: { exact: 'exact', fast: 'epsilon' },
  bind(options, inputs) {
    const input = tableInput('table.aggregate', inputs, 0);
    const keys = options['keys'] as readonly string[];
    const aggregates = (options['aggregates'] as readonly Aggregation[]).map(boundAggregation);
    requireDistinct([...keys, ...aggregates.map(a => a.name)]);
    const schema: Schema = [
      ...keys.map(key => keyField(input.schema, key)),
      ...aggregates.map(a => aggregateField(a, input.schema)),
    ];
    return { binding: { keys, aggregates }, arguments: {}, output: { kind: 'table', schema } };
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
      new Set([...keysOf(options), ...(options['aggregates'] as readonly Aggregation[]).flatMap(columnsOf)]),
    ],
    // Every value of a key is in some row of its group, so nothing is evaluated that was not before.
    filterMoves({ options }, part) {
      const keys = new Set(keysOf(options));
      return keys.size > 0 && readsOnly(part, keys) ? { inputs: [part], rows: 'same' } : undefined;
    },
    describe(options) {
      const aggregates = (options['aggregates'] as readonly Aggregation[]).map(a => `${a.name} = ${textOf(a)}`);
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

/** The column of an aggregate. @throws ParquetFrameError `INVALID_ARGUMENT`, `COLUMN_NOT_FOUND`, `TYPE_MISMATCH` */
export function aggregateField(
  { name, function: f, column, second, where }: Omit<Aggregation, 'options'>,
  schema: Schema,
  /** in messages: the method that was called */
  called: string = f,
): Field {
  const definition = AGGREGATE_FUNCTIONS[f];
  const nullable = definition.nulls !== 'never';
  if (where !== undefined) accepted('where', 'bools', where, schema, type => valueType(type).id === 'bool' || type.id === 'null');
  if (column === null) {
    if (definition.ofRows) return { name, type: definition.ofRows, nullable };
    throw new ParquetFrameError('INVALID_ARGUMENT', `${called} needs a column`);
  }
  const type = accepted(called, definition.accepts, column, schema, given => definition.result(given) !== undefined);
  if ((definition.second === undefined) !== (second === undefined))
    throw new ParquetFrameError('INVALID_ARGUMENT', `${called} takes ${definition.second ? 'a second column' : 'one column'}`);
  const other = definition.second;
  if (other && second !== undefined)
    accepted(`${called} as its second column`, other.accepts, second, schema, given => other.fits(given));
  return { name, type: definition.result(type) ?? type, nullable };
}

/** The type of a column that a function takes. */
function accepted(f: string, accepts: string, column: string, schema: Schema, fits: (type: DataType) => boolean): DataType {
  const { type } = fieldOf(schema, column);
  if (fits(type)) return type;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `${f} accepts ${accepts}, received ${formatType(type)} (column ${JSON.stringify(column)})`,
    { details: { function: f, column, received: formatType(type) } },
  );
}

/** The result type of an aggregate, or undefined when it does not accept the type. */
export const resultType = (aggregate: AggregateFunction, type: DataType): DataType | undefined =>
  AGGREGATE_FUNCTIONS[aggregate].result(type);
