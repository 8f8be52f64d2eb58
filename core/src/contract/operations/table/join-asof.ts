import type { Json } from '../../data/json.js';
import { toFixed, unitsPerSecond } from '../../data/coerce.js';
import { fieldOf } from '../../data/field.js';
import { parseDuration } from '../../data/span.js';
import { familyOf, formatType, isFloat, isInteger, valueType, type DataType, type Field } from '../../data/types.js';
import { ParquetFrameError, quoted, received } from '../../errors/index.js';
import { readsOnly } from '../../plan/index.js';
import { fieldsOf, type JoinKey } from '../joined.js';
import { tableInput, type Bound, type OperationDefinition } from '../operation.js';
import { anyOption, booleanOption, choiceOption, hasOnly, isName, listOption, stringOption } from '../option.js';
import { columnNames } from '../traits.js';
import { joinedColumnsOf, requireComparable, requireDifferent } from './join.js';
import { requireDistinct } from './project.js';

export type AsofStrategy = 'backward' | 'forward' | 'nearest';

/** What an as-of join asks of a partner. */
export interface AsofShape {
  readonly on: JoinKey;
  readonly by: readonly JoinKey[];
  readonly strategy: AsofStrategy;
  readonly exactMatches: boolean;
  /** greatest distance, in units of the left column; a fraction only between floats */
  readonly tolerance: number | undefined;
}

export const asofShapeOf = ({ binding }: Bound): AsofShape => ({
  on: binding['on'] as JoinKey,
  by: (binding['by'] ?? []) as readonly JoinKey[],
  strategy: binding['strategy'] as AsofStrategy,
  exactMatches: binding['exactMatches'] !== false,
  tolerance: binding['tolerance'] as number | undefined,
});

const TEMPORAL: ReadonlySet<DataType['id']> = new Set(['date', 'timestamp', 'time', 'duration']);
/** A text that is a distance: a span of fixed length, not below 0. */
const isDistance = (text: string): boolean => (parseDuration(text) ?? -1n) >= 0n;

export const tableJoinAsof: OperationDefinition = {
  name: 'table.joinAsof',
  revision: 1,
  summary: 'Every row of the left table with the nearest row of the right one.',
  meaning:
    'Every left row, in order, with at most one right row: of those whose `by` columns are equal to its own, the one whose `on` value is the greatest that is not greater than its own (`backward`), the least that is not less (`forward`), or the nearest (`nearest`; of two that are as near the one before). ' +
    'Of right rows with the same value the last one counts backward and the first one forward; without `exactMatches` equal values are not partners. With `tolerance` values further apart are not partners either. Neither table need be in order. ' +
    'A left row without a partner has nulls on the right. Nulls and NaN in `on` and nulls in `by` match nothing; -0 is equal to 0. Integers and floats compare by value; a distance is exact, or where one of the columns is of floats the difference of both as float64. ' +
    'Columns: all of the left, then those of the right; a right key of the same name as its left key is left out, any other duplicate name gets the suffix.',
  source: 'definition',
  inputs: ['table', 'table'],
  options: {
    on: anyOption(
      { placement: 'binding', description: 'The pair of columns whose values are compared.', required: true },
      '{ left, right }, which name columns',
      v => hasOnly(v, { left: isName, right: isName }),
    ),
    by: listOption(
      { placement: 'binding', description: 'Pairs of columns that must be equal; none by default.' },
      'a non-empty array of { left, right }, which name columns',
      v => hasOnly(v, { left: isName, right: isName }),
    ),
    strategy: choiceOption({ placement: 'binding', description: 'Which right row is the partner.', default: 'backward' }, [
      'backward',
      'forward',
      'nearest',
    ]),
    exactMatches: booleanOption({
      placement: 'binding',
      description: 'Whether a row with an equal value is a partner.',
      default: true,
    }),
    tolerance: anyOption(
      {
        placement: 'binding',
        description:
          'Greatest distance of a partner: a number, or for dates, times and durations a text such as "90s" or "1h30m": whole numbers and ns, us, ms, s, m, h, d or w.',
      },
      'a number of at least 0, or a text such as "90s"',
      v => (typeof v === 'number' && v >= 0 && v < Infinity) || (typeof v === 'string' && isDistance(v)),
    ),
    suffix: stringOption({
      placement: 'binding',
      description: 'Appended to right columns of duplicate name.',
      default: '_right',
    }),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs) {
    const left = tableInput('table.joinAsof', inputs, 0);
    const right = tableInput('table.joinAsof', inputs, 1);
    const on = options['on'] as JoinKey;
    const by = (options['by'] ?? []) as readonly JoinKey[];
    requireDifferent([on, ...by], 'joinAsof');
    const fields = [fieldOf(left.schema, on.left), fieldOf(right.schema, on.right)] as const;
    requireOrdered(...fields);
    for (const key of by) requireComparable(fieldOf(left.schema, key.left), fieldOf(right.schema, key.right), 'joinAsof');
    const tolerance = options['tolerance'] === undefined ? undefined : distanceIn(fields[0], options['tolerance']);
    const { rightColumns, schema } = fieldsOf(left.schema, right.schema, {
      how: 'left',
      on: [on, ...by],
      suffix: options['suffix'] as string,
    });
    requireDistinct(schema.map(f => f.name));
    const pair = ({ left: l, right: r }: JoinKey): Json => ({ left: l, right: r });
    return {
      binding: {
        on: pair(on),
        by: by.map(pair),
        strategy: options['strategy'] as string,
        exactMatches: options['exactMatches'] as boolean,
        ...(tolerance === undefined ? {} : { tolerance }),
        rightColumns,
      },
      arguments: {},
      output: { kind: 'table', schema },
    };
  },
  sizes([left, right]) {
    const rows = left?.['rows'] ?? 1e5;
    const width = (right?.['bytes'] ?? 1e6) / Math.max(1, right?.['rows'] ?? 1e5);
    return { rows, bytes: (left?.['bytes'] ?? 1e6) + rows * width };
  },
  work: ([left, right]) => 4 * ((left?.['rows'] ?? 1e5) + (right?.['rows'] ?? 1e5)),
  plan: {
    order: 'keeps',
    keys: ({ bound }) => {
      const { by } = asofShapeOf(bound);
      return by.length === 0 ? [] : [by.map(key => key.left), by.map(key => key.right)];
    },
    copies({ bound, inputs: [left] }, column) {
      if (columnNames(left).includes(column)) return { input: 0, column };
      const source = joinedColumnsOf(bound).find(({ name }) => name === column);
      return source && { input: 1, column: source.column };
    },
    reads({ bound }, wanted) {
      if (!wanted || joinedColumnsOf(bound).some(c => c.column !== c.name)) return [];
      const { on, by } = asofShapeOf(bound);
      const names = (side: 'left' | 'right'): ReadonlySet<string> => new Set([...wanted, on[side], ...by.map(key => key[side])]);
      return [names('left'), names('right')];
    },
    filterMoves: ({ inputs: [left] }, part) =>
      readsOnly(part, new Set(columnNames(left))) ? { inputs: [part, undefined], rows: 'more' } : undefined,
    describe({ on, by, strategy, tolerance }) {
      const text = ({ left, right }: JoinKey): string => (left === right ? left : `${left} = ${right}`);
      const keys = (by as readonly JoinKey[] | undefined) ?? [];
      const within = typeof tolerance === 'number' || typeof tolerance === 'string' ? ` within ${tolerance}` : '';
      return `${typeof strategy === 'string' ? strategy : 'backward'} on ${text(on as JoinKey)}${keys.length === 0 ? '' : ` by ${keys.map(text).join(', ')}`}${within}`;
    },
  },
};

/** Two columns of one type, or integers and floats, have distances that no unit changes. */
function requireOrdered(left: Field, right: Field): void {
  const [a, b] = [valueType(left.type), valueType(right.type)];
  const isNumber = (type: DataType): boolean => isInteger(type) || isFloat(type);
  if (isNumber(a) && isNumber(b)) return;
  const isMeasured = TEMPORAL.has(a.id) || a.id === 'decimal';
  const areAlike = a.id === 'timestamp' && b.id === 'timestamp' ? a.unit === b.unit : formatType(a) === formatType(b);
  if (isMeasured && areAlike && familyOf(a) === familyOf(b)) return;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    isMeasured && isMeasured === (TEMPORAL.has(b.id) || b.id === 'decimal' || isNumber(b))
      ? `joinAsof compares values of one type, but ${quoted(left.name)} is ${formatType(left.type)} and ${quoted(right.name)} is ${formatType(right.type)}; cast one of them`
      : `joinAsof needs numbers, dates or times to compare, but ${quoted(left.name)} is ${formatType(left.type)} and ${quoted(right.name)} is ${formatType(right.type)}`,
    { details: { left: left.name, right: right.name } },
  );
}

/** A tolerance in units of the column. */
function distanceIn({ name, type }: Field, tolerance: unknown): number {
  const of = valueType(type);
  const isTime = TEMPORAL.has(of.id);
  if (isTime !== (typeof tolerance === 'string'))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      isTime
        ? `joinAsof: the tolerance of ${quoted(name)} (${formatType(type)}) is a text such as "90s", received ${received(tolerance)}`
        : `joinAsof: the tolerance of ${quoted(name)} (${formatType(type)}) is a number, received ${received(tolerance)}`,
      { details: { column: name } },
    );
  if (typeof tolerance === 'number')
    return of.id === 'decimal' ? Number(toFixed(of, tolerance) ?? Math.floor(tolerance * 10 ** of.scale)) : tolerance;
  const span = parseDuration(String(tolerance)) ?? 0n;
  if (of.id === 'date') return Number(span / (of.unit === 'day' ? 86_400_000_000_000n : 1_000_000n));
  const perSecond = of.id === 'timestamp' || of.id === 'time' || of.id === 'duration' ? unitsPerSecond(of.unit) : 1n;
  return Number((span * perSecond) / 1_000_000_000n);
}
