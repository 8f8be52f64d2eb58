import { editedColumns, type PlanInput } from '../contract/plan/index.js';
import { fieldOf } from '../contract/data/index.js';
import { ParquetFrameError, quoted } from '../contract/errors/index.js';
import { requireNoMore } from './arguments.js';
import type { InstantType, Int64, Unchecked } from './column-types.js';
import type { ColumnOf, ColumnOfType } from './schema-types.js';
import { SetVerbs } from './set-verbs.js';
import { dropStep, renameStep } from './verbs/columns.js';
import { GroupBy, type MakeAggregate } from './verbs/group-by.js';
import { aggregatePlan } from './verbs/lowering.js';
import { columnName, verbStep } from './verbs/names.js';
import { timeWindowOf, windowExpression, type TimeWindowOptions } from './verbs/time-window.js';

/** Verbs over time. */
export abstract class TimeVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends SetVerbs<S, I> {
  /**
   * Groups by windows of time, all of one length: each row is in the window that its time lies in, from its beginning on and before its end. The column of the time holds the beginning
   * of the window, or its end (`label: 'right'`). Days begin at midnight by the clock of the column, weeks on Mondays; a time that is null makes a group of its own. Only windows that have rows are
   * there, in the order of their first rows: sort by the time where that matters.
   *
   * @example
   * trips.groupByTime('at', { every: '15m', by: 'zone' }).agg(row => ({ tips: row.tip.sum() })) // zone, at, tips
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
    const step = verbStep('groupByTime', { column, every: window.every, label: window.label });
    const windowed = this.expanded<S>(step, ({ input, schema, step: project }) => {
      const expression = windowExpression('groupByTime', fieldOf(schema, column), window);
      if (schema.some(({ name }) => name === key))
        throw new ParquetFrameError(
          'DUPLICATE_COLUMN',
          `groupByTime calls the windows ${quoted(key)} on the way, and there is a column of that name; rename it`,
          { details: { column: key } },
        );
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
    return new GroupBy([...window.by, key], aggregate, steps => windowed.verbs([...steps, dropStep([key])]));
  }
}
