import { requireNoMore } from './arguments.js';
import type { Int64, SchemaDeclaration, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import { RowVerbs } from './row-verbs.js';
import type { CastTypes, ColumnOf, WithColumns } from './schema-types.js';
import { castStep } from './verbs/cast.js';

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
}
