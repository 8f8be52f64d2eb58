import { editedColumns, type PlanInput, type UserExpression } from '../contract/plan/index.js';
import { fieldOf } from '../contract/data/index.js';
import { ParquetFrameError, quoted } from '../contract/errors/index.js';
import { requireNoMore } from './arguments.js';
import type { InstantType, Int64, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import type { ColumnOf, ColumnOfType, Upsampled } from './schema-types.js';
import { SetVerbs } from './set-verbs.js';
import { dropStep, renameStep } from './verbs/columns.js';
import { GroupBy, type MakeAggregate } from './verbs/group-by.js';
import type { Expanded, Lowered } from './verbs/expansion.js';
import {
  aggregatePlan,
  callExpression,
  castExpression,
  columnExpression,
  keptColumns,
  literalExpression,
} from './verbs/lowering.js';
import { columnName, verbStep } from './verbs/names.js';
import { separateWindows, timeWindowOf, windowExpression, type TimeWindow, type TimeWindowOptions } from './verbs/time-window.js';
import { upsampleStep, type UpsampleOptions } from './verbs/upsample.js';

/** Verbs over time. */
export abstract class TimeVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends SetVerbs<S, I> {
  /**
   * Groups by windows of time, all of one length: each row is in the window that its time lies in, from its beginning on and before its end. The column of the time holds the beginning
   * of the window, or its end (`label: 'right'`). Days begin at midnight by the clock of the column, weeks on Mondays; a time that is null makes a group of its own. Only windows that have rows are
   * there, in the order of their first rows: sort by the time where that matters.
   *
   * With a `period` longer than `every` windows overlap, and a row is in all that its time lies in, also in those that begin before the first row; the windows of one row come in the order of time.
   * With a shorter one there are gaps, whose rows are left out. Each row is copied for every window that it is in.
   *
   * @example
   * trips.groupByTime('at', { every: '15m', by: 'zone' }).agg(row => ({ tips: row.tip.sum() })) // zone, at, tips
   * trips.groupByTime('at', { every: '1d', period: '7d' }).agg(row => ({ week: row.tip.sum() })) // the seven days from each day on
   */
  groupByTime<const T extends ColumnOfType<S, InstantType>, const K extends ColumnOf<S> = never>(
    time: T,
    options: TimeWindowOptions<K>,
    ...none: []
  ): GroupBy<S, K | T, I> {
    requireNoMore('groupByTime', 2, none, 'Give all options in one object');
    const column = columnName('groupByTime', time);
    const window = timeWindowOf('groupByTime', options);
    // A space, so that it is unlike what people call theirs.
    const key = `window of ${column} `;
    const period = window.period?.text;
    const step = verbStep('groupByTime', {
      column,
      every: window.every,
      ...(period === undefined ? {} : { period }),
      label: window.label,
    });
    const windowed = this.expanded<S>(step, known => {
      const { input, schema, step: project } = known;
      if (schema.some(({ name }) => name === key))
        throw new ParquetFrameError(
          'DUPLICATE_COLUMN',
          `groupByTime calls the windows ${quoted(key)} on the way, and there is a column of that name; rename it`,
          { details: { column: key } },
        );
      if (window.period) return inSeparateWindows(known, column, key, window);
      const expression = windowExpression('groupByTime', fieldOf(schema, column), window);
      const columns = editedColumns({ kind: 'set', columns: [{ name: key, expression }] }, schema);
      return project('table.project', { columns }, input);
    });
    const named = <U>(plan: PlanInput) => this.from<S>(plan).verb<U>(renameStep({ [key]: column }));
    const aggregate: MakeAggregate<I> = (keys, aggregates) => {
      if (aggregates.some(([name]) => name === column))
        throw new ParquetFrameError(
          'DUPLICATE_COLUMN',
          `agg: ${quoted(column)} is the column of the windows; give the aggregate another name`,
          {
            details: { column },
          },
        );
      return named(aggregatePlan(windowed.plan, keys, aggregates, this.extra()));
    };
    return new GroupBy({
      keys: [...window.by, key],
      others: [column],
      aggregate,
      rows: steps => windowed.verbs([...steps, dropStep([key])]),
      chosen: lowered => this.from<S>(windowed.either(lowered).plan).verb(dropStep([key])),
      aggregated: <T>(lowered: Lowered) => named<T>(windowed.either(lowered).plan),
    });
  }

  /**
   * A row for every step between the least and the greatest time, of all rows or of each partition, in the order of time; partitions come in the order of their first rows. Steps begin with the least time, and
   * months are counted from it. Other columns are null where there is no row of that time; several rows of one time stay. Rows between the steps, and those without a time, are left out, as in Polars:
   * `groupByTime` brings them to steps first.
   *
   * It is a left join with the steps, so the frame is read twice, first for the ends, and held in memory as the right side of a join is, as are the steps; `cache()` it where it is dear to compute.
   *
   * @example
   * readings.upsample({ by: 'at', every: '15m', partitionBy: 'sensor' }).fillForward('celsius', { partitionBy: 'sensor' })
   */
  upsample<const T extends ColumnOfType<S, InstantType>, const K extends ColumnOf<S> = never>(
    options: UpsampleOptions<T, K>,
    ...none: []
  ): DataFrame<Upsampled<S, K | T>, I> {
    requireNoMore('upsample', 1, none, 'Give all options in one object');
    return this.either(upsampleStep(options));
  }
}

/** Each row once for every window that it is in, the earliest first, with the window in the column `key`. */
function inSeparateWindows({ input, schema, step }: Expanded, column: string, key: string, window: TimeWindow): PlanInput {
  const windows = separateWindows('groupByTime', fieldOf(schema, column), window);
  const names = schema.map(({ name }) => name);
  let earlier = `windows before ${key}`;
  while (names.includes(earlier)) earlier += ' ';
  const start = columnExpression(key);
  const withColumns = (
    from: PlanInput,
    given: readonly string[],
    computed: { readonly [name: string]: UserExpression },
  ): PlanInput =>
    step(
      'table.project',
      { columns: [...keptColumns(given), ...Object.entries(computed).map(([name, expression]) => ({ name, expression }))] },
      from,
    );
  // No function makes a list of numbers, but one cuts a text into a list.
  const numbers = Array.from({ length: windows.tries }, (_, index) => windows.tries - 1 - index).join(' ');
  const list = callExpression('split', literalExpression(numbers), literalExpression(' '));
  const tried = step('table.explode', { column: earlier }, withColumns(input, names, { [key]: windows.last, [earlier]: list }));
  const number = castExpression(columnExpression(earlier), { id: 'int64' });
  const begun = withColumns(tried, names, { [key]: windows.before(start, number), [earlier]: columnExpression(earlier) });
  const isOnce = callExpression('equal', columnExpression(earlier), literalExpression('0'));
  const isNull = callExpression('isNull', columnExpression(column));
  const predicate = callExpression('or', windows.holds(start), callExpression('and', isNull, isOnce));
  const held = step('table.filter', { predicate }, begun);
  return withColumns(held, names, { [key]: window.label === 'left' ? start : windows.end(start) });
}
