import { requireNoMore } from './arguments.js';
import type { Int64, SchemaDeclaration, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import { RowVerbs } from './row-verbs.js';
import type { AnyAggregate, TypesOf } from './expr.js';
import type {
  CastTypes,
  ColumnOf,
  Exploded,
  Filled,
  FillOf,
  FillValue,
  ListColumnOf,
  Over,
  Pivoted,
  PivotValue,
  Unpivoted,
  WithColumns,
  WithRowIndex,
} from './schema-types.js';
import { castStep } from './verbs/cast.js';
import { fillNullStep } from './verbs/fill-null.js';
import { fillRowsStep, type FillOptions } from './verbs/fill-rows.js';
import { aggregatePlan } from './verbs/lowering.js';
import { requireFlat, verbStep } from './verbs/names.js';
import { CELL, crossTabOf, pivotOf, pivotPlan, type PivotPlan } from './verbs/pivot.js';
import { unpivotStep, type UnpivotOptions } from './verbs/unpivot.js';
import { explodeStep, withRowIndexStep, type RowIndexOptions } from './verbs/choose.js';

/** Verbs that change columns and are made of other operations. */
export abstract class ColumnVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends RowVerbs<S, I> {
  /**
   * Columns as other types, each checked: a value that does not fit is `CAST_FAILED`.
   *
   * @example
   * frame.cast({ id: 'int32', price: 'decimal(10, 2)' })
   */
  cast<const M extends { readonly [K in ColumnOf<S>]?: SchemaDeclaration[string] }>(
    types: M,
    ...none: []
  ): DataFrame<WithColumns<S, CastTypes<M>>, I> {
    requireNoMore('cast', 1, none, 'Give all types in one object');
    return this.verb(castStep(types));
  }

  /**
   * Values in the place of nulls: one for each column that is named, or one value for all columns of its kind (numbers, texts, bools, instants, binary). A number with a fraction
   * fills floats and decimals only. Columns keep their types, dictionaries are decoded: a value that one of them cannot hold is `INVALID_ARGUMENT`. NaN is not null. Values of other rows are
   * taken by `fillForward` and `fillBackward`: `fillNull('forward')` would fill in that text.
   *
   * @example
   * frame.fillNull({ delay: 0, origin: 'unknown' });
   * frame.fillNull(0);
   */
  fillNull<const V extends FillValue | { readonly [K in ColumnOf<S>]?: FillOf<S[K], K> }>(
    value: V,
    ...none: []
  ): DataFrame<Filled<S, V>, I> {
    requireNoMore('fillNull', 1, none, "Give all columns in one object: fillNull({ a: 0, b: '' })");
    const { step, expand } = fillNullStep(value);
    return this.expanded(step, expand);
  }

  /**
   * The last value before it that is not null in the place of each null: in the columns that are named, or in all that are neither nested nor named in the options. Where there is none before it, it stays null.
   *
   * @example
   * prices.fillForward('price', { partitionBy: 'symbol', orderBy: 'at' });
   * prices.fillForward(['bid', 'ask'], { limit: 3 }); // from three rows before at most
   * prices.fillForward();
   */
  fillForward(columns: ColumnOf<S> | readonly ColumnOf<S>[], options?: FillOptions<ColumnOf<S>>): DataFrame<S, I>;
  fillForward(options?: FillOptions<ColumnOf<S>>): DataFrame<S, I>;
  fillForward(columns?: unknown, options?: object, ...none: []): DataFrame<S, I> {
    requireNoMore('fillForward', 2, none, "Several columns are given as a list: fillForward(['a', 'b'])");
    return this.either(fillRowsStep('fillForward', columns, options));
  }

  /** The same with the next value after it. */
  fillBackward(columns: ColumnOf<S> | readonly ColumnOf<S>[], options?: FillOptions<ColumnOf<S>>): DataFrame<S, I>;
  fillBackward(options?: FillOptions<ColumnOf<S>>): DataFrame<S, I>;
  fillBackward(columns?: unknown, options?: object, ...none: []): DataFrame<S, I> {
    requireNoMore('fillBackward', 2, none, "Several columns are given as a list: fillBackward(['a', 'b'])");
    return this.either(fillRowsStep('fillBackward', columns, options));
  }

  /** The number of each row in a new first column, `index` by default, counted from `offset`. */
  withRowIndex<const N extends string = 'index'>(options?: RowIndexOptions<N>, ...none: []): DataFrame<WithRowIndex<S, N>, I> {
    requireNoMore('withRowIndex', 1, none, "Name the column as in withRowIndex({ name: 'row' })");
    return this.verb(withRowIndexStep(options));
  }

  /**
   * One row for each item of the lists in a column; the other columns are repeated. A list that is null or empty gives one row, with null. What the items are is known
   * when the data is read.
   */
  explode<const K extends ListColumnOf<S>>(column: K, ...none: []): DataFrame<Exploded<S, K>, I> {
    requireNoMore('explode', 1, none, 'Explode one column after the other');
    return this.verb(explodeStep(column));
  }

  /**
   * Columns as rows: one row for each value, with the name of its column. First come the values of the first column of `on`, in the order of the rows, then those of the
   * next. They have one type: integers of different widths become int64, integers and floats float64; anything else must be cast first.
   *
   * @example
   * sales.unpivot({ on: ['q1', 'q2'], index: 'shop' }) // shop, variable, value
   */
  unpivot<
    const K extends ColumnOf<S> = never,
    const X extends ColumnOf<S> = never,
    const N extends string = 'variable',
    const V extends string = 'value',
  >(options: UnpivotOptions<K, X, N, V>, ...none: []): DataFrame<Unpivoted<S, K, X, N, V>, I> {
    requireNoMore('unpivot', 1, none, 'Give all options in one object');
    const { step, expand } = unpivotStep(options);
    return this.expanded(step, expand);
  }

  /**
   * One row for each combination of values of `index`, in the order in which they first appear, and a column for each value of `on` that `columns` lists, named by it. Its cells
   * are aggregates of the rows that have both; where there is no such row a cell is null, and 0 where rows are counted.
   *
   * The columns of a frame are known before it is run, so those of a pivot are given: as a list, or, with a look at the data, `columns: await frame.uniqueValues('month')`.
   *
   * @example
   * flights.pivot({ index: 'origin', on: 'month', columns: [1, 2], values: row => row.delay.mean() }) // origin, 1, 2
   */
  pivot<const X extends ColumnOf<S>, const V extends PivotValue, A extends AnyAggregate>(
    options: {
      readonly index: X | readonly X[];
      readonly on: ColumnOf<S>;
      readonly columns: readonly V[];
      readonly values: Over<S, A>;
    },
    ...none: []
  ): DataFrame<Pivoted<S, X, V, TypesOf<{ readonly cell: A }>['cell']>, I> {
    requireNoMore('pivot', 1, none, 'Give all options in one object');
    return this.pivoted(pivotOf(options));
  }

  /**
   * How many rows there are of each pair of values: a row for each value of one column, a column for each value of the other that is listed. 0 where there is none.
   *
   * @example
   * flights.crossTab('origin', 'month', [1, 2]) // origin, 1, 2
   */
  crossTab<const X extends ColumnOf<S>, const V extends PivotValue>(
    index: X,
    on: ColumnOf<S>,
    columns: readonly V[],
    ...none: []
  ): DataFrame<Pivoted<S, X, V, 'int64!'>, I> {
    requireNoMore('crossTab', 3, none);
    return this.pivoted(crossTabOf(index, on, columns));
  }

  /** The frame of a pivot. */
  protected pivoted<T>(pivot: PivotPlan): DataFrame<T, I> {
    const { verb, index, on, columns, aggregate } = pivot;
    const keys = [...index, on];
    const flat = this.expanded<S>(verbStep(verb, { index, on }), ({ input, schema }) => {
      requireFlat(verb, schema, keys);
      return input;
    });
    const cells = aggregatePlan(flat.plan, keys, [[CELL, aggregate]], this.extra());
    const step = verbStep(verb, { index, on, columns: columns.map(({ name }) => name) });
    return this.from(cells).expanded(step, known => pivotPlan(known, known.input, pivot));
  }
}
