import { requireNoMore } from './arguments.js';
import type { ColumnType, Int64, NumericType, Unchecked } from './column-types.js';
import type { DataFrame } from './data-frame.js';
import type { Affixed, ColumnOf, ColumnOfType, Correlated, OfTypes, Pivoted, PivotValue, Unpivoted } from './schema-types.js';
import { ValueVerbs } from './value-verbs.js';
import { correlationStep } from './verbs/correlation.js';
import { renameAllStep, selectMatchingStep, selectTypesStep, type Affixes, type Selectable } from './verbs/many-columns.js';
import { transposeOf } from './verbs/transpose.js';
import { unpivotStep } from './verbs/unpivot.js';

/** Verbs over many columns at once. */
export abstract class ShapeVerbs<in out S = Unchecked, in out I extends Int64 = 'bigint'> extends ValueVerbs<S, I> {
  /** The columns of some types, in their order. One name stands for all encodings of the same values; `numeric` for all numbers. */
  selectTypes<const T extends ColumnType | 'numeric'>(...types: readonly T[]): DataFrame<OfTypes<S, T>, I> {
    const { step, expand } = selectTypesStep(types satisfies readonly Selectable[]);
    return this.expanded(step, expand);
  }

  /** The columns whose names match a regular expression, in their order. Which these are, is known when the schema of the data is read. */
  selectMatching(pattern: RegExp, ...none: []): DataFrame<Unchecked, I> {
    requireNoMore('selectMatching', 1, none);
    const { step, expand } = selectMatchingStep(pattern);
    return this.expanded(step, expand);
  }

  /**
   * All columns by other names: with something before and after them, or what a function makes of each.
   *
   * @example
   * january.renameAll({ prefix: 'january_' });
   * legacy.renameAll(name => name.toLowerCase());
   */
  renameAll<const P extends string = '', const X extends string = ''>(
    names: Affixes<P, X>,
    ...none: []
  ): DataFrame<Affixed<S, P, X>, I>;
  renameAll(names: (name: ColumnOf<S>) => string, ...none: []): DataFrame<Unchecked, I>;
  renameAll(names: unknown, ...none: []): unknown {
    requireNoMore('renameAll', 1, none, 'Give all in one object');
    const { step, expand } = renameAllStep(names);
    return this.expanded(step, expand);
  }

  /**
   * Rows as columns and columns as rows: one row for each column but `header`, with its name, and a column for each value of `header` that `columns` lists, named by it. Values have one type, as in
   * `unpivot`; of rows with the same header the first counts, and a header without a row gives nulls.
   *
   * @example
   * totals.transpose({ header: 'quarter', columns: ['q1', 'q2'] }) // variable, q1, q2
   */
  transpose<const X extends ColumnOf<S>, const V extends PivotValue, const N extends string = 'variable'>(
    options: { readonly header: X; readonly columns: readonly V[]; readonly name?: N },
    ...none: []
  ): DataFrame<Pivoted<Unpivoted<S, never, X, N, 'value'>, N, V, Unpivoted<S, never, X, N, 'value'>[N | 'value']>, I> {
    requireNoMore('transpose', 1, none, 'Give all options in one object');
    const { unpivot, pivot } = transposeOf(options);
    const { step, expand } = unpivotStep(unpivot, 'transpose');
    return this.from<S>(this.expanded(step, expand).plan).pivoted(pivot);
  }

  /**
   * The correlations of all pairs of columns, of all numbers or of some: one row for each column, in `column`, and a column for each. Each is that of the aggregate `corr`, of the rows where neither of
   * both is null.
   *
   * @example
   * flights.corr('delay', 'distance') // column, delay, distance
   */
  corr<const K extends ColumnOfType<S, NumericType> = ColumnOfType<S, NumericType>>(
    ...columns: readonly K[]
  ): DataFrame<Correlated<S, K>, I> {
    const { step, expand } = correlationStep(columns);
    return this.expanded(step, expand);
  }
}
