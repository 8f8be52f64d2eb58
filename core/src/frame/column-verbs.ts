import { requireNoMore } from './arguments.js';
import type { Int64, SchemaDeclaration, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import { RowVerbs } from './row-verbs.js';
import type { CastTypes, ColumnOf, Exploded, ListColumnOf, WithColumns, WithRowIndex } from './schema-types.js';
import { castStep } from './verbs/cast.js';
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
}
