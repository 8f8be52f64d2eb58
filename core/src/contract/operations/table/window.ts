import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, isFloat, valueType, type DataType, type Field, type Schema } from '../../data/types.js';
import { didYouMean } from '../../errors/option-names.js';
import { hasMembers, ParquetFrameError, quoted, received } from '../../errors/index.js';
import {
  AGGREGATE_FUNCTIONS,
  boundOptions,
  isAggregateFunction,
  isWindowFunction,
  WINDOW_FUNCTIONS,
  type AggregateFunction,
  type AggregateOptions,
  type WindowFunction,
} from '../../functions/index.js';
import { readsOnly } from '../../plan/index.js';
import { tableInput, type Bound, type OperationDefinition, type OperationOptions } from '../operation.js';
import { hasOnly, isName, listOption } from '../option.js';
import type { ColumnNames } from '../traits.js';
import { aggregateField } from './aggregate.js';
import { requireDistinct } from './project.js';
import type { SortKey } from './sort.js';
import { boundFrame, type WindowFrame } from './window-frame.js';

/** A new column of `table.window`. */
export type WindowCall = {
  readonly name: string;
  readonly function: WindowFunction | AggregateFunction;
  /** null: none */
  readonly column: string | null;
  readonly second?: string;
  readonly where?: string;
  readonly options?: AggregateOptions;
  readonly partitionBy: readonly string[];
  readonly orderBy: readonly SortKey[];
  /** of functions that look at one */
  readonly frame?: WindowFrame;
};

/** As it is written: what can be left out may be. */
export type WrittenWindow = Partial<Omit<WindowCall, 'name' | 'function' | 'frame' | 'orderBy'>> & {
  readonly name: string;
  readonly function: string;
  readonly orderBy?: readonly (Partial<SortKey> & { readonly column: string })[];
  readonly frame?: { readonly rows?: readonly unknown[]; readonly range?: readonly unknown[] };
  /** for messages: the method that was called, where it has another name than the function */
  readonly called?: string;
};

export const windowsOf = (step: Bound): readonly WindowCall[] => (step.binding['windows'] ?? []) as readonly WindowCall[];

const isNameOrNone = (value: unknown): boolean => value === undefined || isName(value);
const isList = (check: (item: unknown) => boolean) => (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every(check));
const isKey = (value: unknown): boolean =>
  hasOnly(value, {
    column: isName,
    descending: given => given === undefined || typeof given === 'boolean',
    nulls: given => given === undefined || given === 'first' || given === 'last',
  });

export const tableWindow: OperationDefinition = {
  name: 'table.window',
  revision: 1,
  summary: 'New columns with a value of other rows for each row: ranks, values before and after, running and moving aggregates.',
  meaning:
    'All columns and rows of the input in input order, then one column for each window. Rows with the same values of `partitionBy` are a partition (null is a value, NaN is equal to itself and -0 to 0); without it all rows are one. In a partition rows have the order of `orderBy`, as table.sort says, equal rows, which are peers, that of the input; without it all are peers, in input order. ' +
    'Aggregates and nthValue look at a frame of the partition. `rows: [from, to]` counts rows from the row itself, before it below 0; `range: [from, to]` takes the rows whose value of the only order key is so far from its own, before it in the order below 0: a number, or for instants, times and durations a text such as "-7d" or "-1h30m" (w, d, h, m, s, ms, us, ns). "current" is the row itself, in a range with its peers; "unbounded" the first or the last row of the partition. ' +
    'The frame is `range: ["unbounded", "current"]` where there is an order, as in SQL, and the whole partition where there is none. A row that is null or NaN in the order key has its peers in a range with distances. Distances between floats are added in float64, all others exactly. A frame may be empty: an aggregate is then what it is of no rows, and nthValue null. ' +
    'Aggregates are those of table.aggregate, of the rows of the frame in their order, with the same results, errors and `where`: float sums and means are the float64 nearest to the exact value of every single frame.',
  source: 'SQL:2016 window functions',
  inputs: ['table'],
  options: {
    windows: listOption(
      {
        placement: 'binding',
        description:
          'Each new column: its name, function and column; `second`, `where` and `options` as in table.aggregate; `partitionBy`: columns, `orderBy`: keys as in table.sort, `frame`: `{ rows }` or `{ range }`.',
        required: true,
      },
      'a non-empty array of { name, function, column?, second?, where?, options?, partitionBy?, orderBy?, frame? }',
      v =>
        hasOnly(v, {
          name: isName,
          function: isName,
          column: value => value === undefined || value === null || isName(value),
          second: isNameOrNone,
          where: isNameOrNone,
          options: value => value === undefined || hasMembers(value),
          partitionBy: isList(isName),
          orderBy: isList(isKey),
          frame: () => true,
          called: isNameOrNone,
        }),
    ),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs) {
    const { schema: input } = tableInput('table.window', inputs, 0);
    const written = writtenIn(options);
    const windows = written.map(window => boundWindow(window, input));
    const schema: Schema = [...input, ...windows.map((window, index) => resultField(window, input, written[index]?.called))];
    requireDistinct(schema.map(({ name }) => name));
    return { binding: { windows }, arguments: {}, output: { kind: 'table', schema } };
  },
  sizes: ([table], { binding }) => ({
    rows: table?.['rows'],
    bytes: (table?.['bytes'] ?? 1e6) + 9 * (table?.['rows'] ?? 1e5) * windowsOf({ binding }).length,
  }),
  work: ([table]) => (table?.['rows'] ?? 1e5) * Math.log2(2 + (table?.['rows'] ?? 1e5)),
  plan: {
    order: 'keeps',
    copies: ({ bound }, column) => (windowsOf(bound).some(({ name }) => name === column) ? undefined : { input: 0, column }),
    reads({ bound }, wanted) {
      if (!wanted) return [undefined];
      const windows = windowsOf(bound);
      const own = new Set(windows.map(({ name }) => name));
      return [new Set([...[...wanted].filter(name => !own.has(name)), ...windows.flatMap(readBy)])];
    },
    narrow({ options }, wanted: ColumnNames) {
      const windows = writtenIn(options);
      const needed = windows.filter(({ name }) => wanted.has(name));
      return needed.length === windows.length || needed.length === 0 ? undefined : { windows: needed };
    },
    // Whole partitions are left out. -0 and 0 are in one partition, but a condition may tell them apart.
    filterMoves({ bound, inputs: [input] }, part) {
      const schema = input?.kind === 'table' ? input.schema : [];
      const telling = new Set(schema.filter(({ type }) => !isFloat(valueType(type))).map(({ name }) => name));
      const movable = windowsOf(bound).every(({ partitionBy }) =>
        readsOnly(part, new Set(partitionBy.filter(name => telling.has(name)))),
      );
      return movable ? { inputs: [part], rows: 'same' } : undefined;
    },
    describe: options =>
      writtenIn(options)
        .map(({ name, function: f, column, partitionBy = [], orderBy = [] }) => {
          const order = orderBy.length === 0 ? '' : ` order by ${orderBy.map(key => key.column).join(', ')}`;
          const partition = partitionBy.length === 0 ? '' : ` by ${partitionBy.join(', ')}`;
          return `${name} = ${f}(${column ?? ''})${partition}${order}`;
        })
        .join(', '),
  },
};

const writtenIn = ({ windows }: OperationOptions): readonly WrittenWindow[] => windows as readonly WrittenWindow[];

const readBy = ({ column, second, where, partitionBy, orderBy }: WindowCall): readonly string[] => [
  ...[column, second, where].filter(name => typeof name === 'string'),
  ...partitionBy,
  ...orderBy.map(key => key.column),
];

const invalid = (f: string, message: string): ParquetFrameError =>
  new ParquetFrameError('INVALID_ARGUMENT', `${f} ${message}`, { details: { function: f } });

/** With everything that may be left out. @throws ParquetFrameError `INVALID_ARGUMENT`, `COLUMN_NOT_FOUND`, `TYPE_MISMATCH` */
function boundWindow(written: WrittenWindow, schema: Schema): WindowCall {
  const { name, function: f, column = null, second, where, partitionBy = [], orderBy = [], frame, called = f } = written;
  if (!isWindowFunction(f) && !isAggregateFunction(f)) throw noSuchFunction(f);
  const twice = partitionBy.find((key, index) => partitionBy.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(called, `names the column ${quoted(twice)} twice in partitionBy; name it once`);
  for (const key of partitionBy) requireFlat(called, 'partition by', key, schema);
  const keys = orderBy.map(key => {
    requireFlat(called, 'order by', key.column, schema);
    return { column: key.column, descending: key.descending ?? false, nulls: key.nulls ?? 'last' } as const;
  });
  const own = isWindowFunction(f) ? WINDOW_FUNCTIONS[f] : undefined;
  if (own?.ordered && keys.length === 0) throw invalid(called, "needs an order: name columns in orderBy, as in orderBy: ['x']");
  const framed = own === undefined || own.framed === true;
  if (!framed && frame !== undefined) throw invalid(called, 'takes no frame: it looks at the whole partition');
  if (own && where !== undefined) throw invalid(called, 'takes no where: that is for aggregates');
  const options = boundOptions(
    f,
    isWindowFunction(f) ? WINDOW_FUNCTIONS[f].options : AGGREGATE_FUNCTIONS[f].options,
    written.options,
  );
  return {
    name,
    function: f,
    column,
    ...(second === undefined ? {} : { second }),
    ...(where === undefined ? {} : { where }),
    ...(options ? { options } : {}),
    partitionBy,
    orderBy: keys,
    ...(framed ? { frame: boundFrame(called, frame, keys, schema) } : {}),
  };
}

function noSuchFunction(f: string): ParquetFrameError {
  const known = [...Object.keys(WINDOW_FUNCTIONS), ...Object.keys(AGGREGATE_FUNCTIONS)];
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `there is no window function ${received(f)}${didYouMean(f, known, `there are ${known.join(', ')}`)}`,
    { details: { function: f } },
  );
}

function requireFlat(f: string, what: string, column: string, schema: Schema): void {
  const { type } = fieldOf(schema, column);
  if (familyOf(type) === 'nested')
    throw new ParquetFrameError('TYPE_MISMATCH', `${f} cannot ${what} ${quoted(column)} of type ${formatType(type)}`, {
      details: { function: f, column, received: formatType(type) },
    });
}

function resultField(window: WindowCall, schema: Schema, called: string = window.function): Field {
  const { name, function: f, column, second } = window;
  if (!isWindowFunction(f)) return aggregateField({ ...window, function: f }, schema, called);
  const own = WINDOW_FUNCTIONS[f];
  const type = column === null ? undefined : fieldOf(schema, column).type;
  if (type && own.accepts === undefined) throw invalid(called, 'takes no column');
  if (!type && own.accepts !== undefined) throw invalid(called, 'needs a column');
  const result = own.result(type);
  if (!result)
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${called} accepts ${own.accepts ?? 'no column'}, received ${type ? formatType(type) : 'none'} (column ${quoted(column ?? '')})`,
      { details: { function: called, column } },
    );
  if (second !== undefined) requireSame(called, own.second === true, second, result, schema);
  return { name, type: result, nullable: own.nulls !== 'never' };
}

function requireSame(f: string, takesOne: boolean, second: string, type: DataType, schema: Schema): void {
  if (!takesOne) throw invalid(f, 'takes one column');
  const other = fieldOf(schema, second).type;
  if (formatType(other) !== formatType(type))
    throw new ParquetFrameError(
      'TYPE_MISMATCH',
      `${f}: the value for rows that are not there must be of the type of the column, ${formatType(type)}; received ${formatType(other)}: cast one of them`,
      { details: { function: f, column: second } },
    );
}
