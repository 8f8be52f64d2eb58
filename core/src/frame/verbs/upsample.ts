import { fieldOf, fixedOffset, formatType, type Field } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import type { PlanInput, UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { Expanded, Lowered } from './expansion.js';
import { callExpression, castExpression, columnExpression, keptColumns, literalExpression } from './lowering.js';
import { columnName, columnNames, requireFlat, requireOnce, unlike, verbStep } from './names.js';
import { calendarType, counting, DAY, lengthOf, requireFits, type Every, type Length } from './time-window.js';

export interface UpsampleOptions<T extends string = string, K extends string = string> {
  /** the column of the times */
  readonly by: T;
  /** how far apart the rows are: `'15m'`, `'1h'`, `'1d'`, `'1mo'` */
  readonly every: Every;
  /** rows with the same values have steps of their own, from their least time to their greatest */
  readonly partitionBy?: K | readonly K[];
}

const UPSAMPLE = optionNames<UpsampleOptions>()({ by: true, every: true, partitionBy: true });

/** A row for every step of time: the ends of each partition, the steps between them, and what there is at each. */
export function upsampleStep(given: unknown): Lowered {
  if (!hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `upsample takes a column and a length of time, as in upsample({ by: 'at', every: '1h' }); received ${described(given)}`,
    );
  checkOptionNames('upsample', given, UPSAMPLE);
  const { by, every, partitionBy }: { readonly [option: string]: unknown } = given;
  const column = columnName('upsample: by', by);
  const length = lengthOf('upsample', every);
  const parts = partitionBy === undefined ? [] : columnNames('upsample: partitionBy', partitionBy);
  requireOnce('upsample', [...parts, column]);
  return {
    step: verbStep('upsample', { by: column, every, partitionBy: parts }),
    expand: known => {
      const { input, schema, step } = known;
      const times = stepsOf(fieldOf(schema, column), String(every), length);
      requireFlat('upsample', schema, parts);
      const on = [...parts, column].map(name => ({ left: name, right: name }));
      const joined = step('table.join', { on, how: 'left', nullsEqual: true }, grid(known, column, parts, times), input);
      return step('table.project', { columns: keptColumns(schema.map(({ name }) => name)) }, joined);
    },
  };
}

/** How time goes on, in expressions. */
interface Steps {
  /** how many whole steps lie between two times */
  between(least: UserExpression, greatest: UserExpression): UserExpression;
  /** the time so many steps after the first one */
  after(least: UserExpression, steps: UserExpression): UserExpression;
}

/** @throws ParquetFrameError `TYPE_MISMATCH`, `INVALID_ARGUMENT` */
function stepsOf(field: Field, every: string, length: Length): Steps {
  const { name, type: given } = field;
  const type = calendarType('upsample', field);
  const refused = (why: string, code: 'INVALID_ARGUMENT' | 'TYPE_MISMATCH'): ParquetFrameError =>
    new ParquetFrameError(code, `upsample${why}`, { details: { column: name, received: formatType(given) } });
  const count = (unit: string, from: UserExpression, to: UserExpression, by: bigint): UserExpression =>
    callExpression('floorDivide', callExpression('until', from, to, literalExpression(unit)), literalExpression(by));
  if ('months' in length) {
    const months = BigInt(length.months);
    return {
      between: (least, greatest) => count('month', least, greatest, months),
      after: (least, steps) => callExpression('addMonths', least, callExpression('multiply', steps, literalExpression(months))),
    };
  }
  if (length.nanoseconds >= DAY && type.id === 'timestamp' && fixedOffset(type.timezone) === undefined)
    throw refused(
      ` by days and weeks does not follow a clock that is changed; ${quoted(name)} is ${formatType(given)}: take its clock first, atTimeZone(null)`,
      'TYPE_MISMATCH',
    );
  requireFits('upsample', field, 'every', every, length.nanoseconds);
  const { unit, perUnit, apart, duration, to, from } = counting(type);
  if (length.nanoseconds % apart !== 0n)
    throw refused(
      `: every must be a whole count of the unit of ${quoted(name)}, which is ${formatType(given)}, received ${quoted(every)}; cast the column to a finer unit`,
      'INVALID_ARGUMENT',
    );
  const units = length.nanoseconds / perUnit;
  return {
    between: (least, greatest) => count(UNITS[unit], least, greatest, units),
    after: (least, steps) => {
      const later = castExpression(callExpression('multiply', steps, literalExpression(units)), duration);
      return from(callExpression('add', to(least), later));
    },
  };
}

const UNITS = { s: 'second', ms: 'millisecond', us: 'microsecond', ns: 'nanosecond' } as const;

/** Digits of the number of a step: a thousand at a time, since no function makes a list of numbers, but texts can be cut off and split. */
const DIGITS = Array.from({ length: 1000 }, (_, digit) => String(digit).padStart(3, '0')).join(' ');
/** More digits than rows that could be there. */
const PLACES = [1_000_000_000n, 1_000_000n, 1000n, 1n];

/** The columns of the partitions, and every time of each. */
function grid({ input, schema, step }: Expanded, column: string, parts: readonly string[], times: Steps): PlanInput {
  const taken = [...parts, column];
  const own = (name: string): string => {
    taken.push(unlike(name, [...taken, ...schema.map(field => field.name)]));
    return taken.at(-1) ?? name;
  };
  const [least, greatest, steps, number, digits] = ['least', 'greatest', 'steps', 'number', 'digits']
    .map(name => `${name} of ${column}`)
    .map(own) as [string, string, string, string, string];
  const project = (names: readonly string[], computed: { readonly [name: string]: UserExpression }, from: PlanInput): PlanInput =>
    step(
      'table.project',
      {
        columns: [
          ...keptColumns([...parts, ...names]),
          ...Object.entries(computed).map(([name, expression]) => ({ name, expression })),
        ],
      },
      from,
    );
  const ends = step(
    'table.aggregate',
    {
      keys: parts,
      aggregates: [
        { name: least, function: 'min', column },
        { name: greatest, function: 'max', column },
      ],
    },
    input,
  );
  const there = step('table.filter', { predicate: callExpression('isNotNull', columnExpression(least)) }, ends);
  const counted = times.between(columnExpression(least), columnExpression(greatest));
  let numbered = project([least], { [steps]: counted, [number]: literalExpression(0n, { id: 'int64' }) }, there);
  for (const place of PLACES) {
    const before = callExpression('multiply', columnExpression(number), literalExpression(1000n));
    const last = callExpression('floorDivide', columnExpression(steps), literalExpression(place));
    // As many as there are, but not more than a thousand: `slice` takes no more than the text has.
    const count = callExpression('add', callExpression('subtract', last, before), literalExpression(1n));
    const characters = callExpression(
      'subtract',
      callExpression('multiply', count, literalExpression(4n)),
      literalExpression(1n),
    );
    const text = callExpression('slice', literalExpression(DIGITS), literalExpression(0n), characters);
    const listed = project(
      [least, steps],
      { [number]: before, [digits]: callExpression('split', text, literalExpression(' ')) },
      numbered,
    );
    const digit = castExpression(columnExpression(digits), { id: 'int64' });
    const whole = callExpression('add', columnExpression(number), digit);
    numbered = project([least, steps], { [number]: whole }, step('table.explode', { column: digits }, listed));
  }
  return project([], { [column]: times.after(columnExpression(least), columnExpression(number)) }, numbered);
}
