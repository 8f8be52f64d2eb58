import type { Json, MaybePromise } from '../data/json.js';
import type { Kind } from '../data/replica.js';
import type { ColumnEdit, Expression, UserExpression } from '../plan/index.js';
import type { SourceFacts } from '../sources/index.js';
import type { BoundOperation, OperationOptions, Sizes } from './operation.js';

export type ColumnNames = ReadonlySet<string>;

/** A step as planning sees it: its options with defaults, what it was bound to, and what its inputs are. */
export interface PlannedStep {
  readonly options: OperationOptions;
  readonly bound: Pick<BoundOperation, 'binding' | 'output'>;
  readonly inputs: readonly Kind[];
}

/** Where a condition on the result of a step may go instead. */
export type FilterMove =
  /** into an option of the step that holds a condition: rows for which it is not true are left out of the result */
  | { readonly option: string }
  /**
   * Above inputs, as a condition on their columns; inputs without one keep all their rows. `rows: 'more'`: it would see rows there that do not reach the
   * result, so one that can fail stays where it is.
   */
  | { readonly inputs: readonly (UserExpression | undefined)[]; readonly rows: 'same' | 'more' };

/** Where a limit on the rows of a step may go instead, or as well. */
export type LimitMove =
  /** every row comes from the row in the same place of the first input: step and limit change places */
  | 'below'
  /** the rows are those of the inputs one after the other: none of them needs to give more than the limit reads */
  | 'each'
  /** into an option of the step that bounds its rows */
  | { readonly option: string };

/** What `discover` may ask for. */
export interface Discovery {
  readonly inputs: readonly Kind[];
  /** of each input, for messages */
  readonly labels: readonly string[];
  /** Runs an operation that gives a record over an input, the first by default; once for the same options. */
  record(operation: string, options: OperationOptions, input?: number): Promise<Json>;
}

/** What planning may do with an operation. Everything is optional: what is left out is not done. */
export interface PlanTraits {
  /**
   * The columns of each input that are read when `wanted` (undefined: all) are read of the result. Undefined for an input, or an input that is left out:
   * all its columns are.
   */
  reads?(step: PlannedStep, wanted: ColumnNames | undefined): readonly (ColumnNames | undefined)[];
  /** All its inputs have the same columns in the same order: where only some of them can give fewer, the others are cut down to these. */
  readonly alikeInputs?: true;
  /** Options with which it gives fewer columns, those in `wanted` among them and at least one; undefined when it cannot. */
  narrow?(step: PlannedStep, wanted: ColumnNames): OperationOptions | undefined;
  /** It gives the rows of its first input for which the condition in this option is true, and nothing else. */
  readonly filter?: string;
  /** Where a part of a filter above may go; undefined: it stays above. */
  filterMoves?(step: PlannedStep, part: UserExpression): FilterMove | undefined;
  /** It gives a prefix of the rows of its first input: the options that say how many, after how many. */
  readonly limit?: { readonly count: string; readonly offset: string };
  /** Where a limit above may go; without it the limit stays above. */
  readonly limitMoves?: LimitMove;
  /** Whether the rows are in the order of its inputs, in an order of its own, or in none that can be relied on. */
  readonly order?: 'keeps' | 'makes' | 'none';
  /** Per input the columns whose different values decide how many rows it gives: they are counted in a sample, where that is cheap. */
  keys?(step: PlannedStep): readonly (readonly string[])[];
  /** It gives one row for each combination of the keys of its first input, so its rows tell how many there are. */
  readonly rowPerKey?: true;
  /** The column of an input that a column of the result is a copy of, row by row though perhaps not of all rows. */
  copies?(step: PlannedStep, column: string): { readonly input: number; readonly column: string } | undefined;
  /** The options, as they were given, in one line of the text of a plan. */
  describe?(options: OperationOptions): string;
  /** Options that depend on data (the schema of a file, the columns there are), before they are checked and bound. */
  discover?(options: OperationOptions, from: Discovery): MaybePromise<OperationOptions>;
  /** Changes to the columns of its inputs before they reach it, such as whole floats to integers where those are taken. Must not throw. */
  edits?(options: OperationOptions, inputs: readonly Kind[]): readonly (ColumnEdit | undefined)[];
  /** What it reads of the file that is its first input, so that nothing else is fetched; without it the whole file is. `predicate` is in the binding. */
  fetches?(step: PlannedStep): { readonly columns?: readonly string[]; readonly predicate?: Expression };
  /** What its record tells engines that ask how files of a scheme were written. */
  readonly sourceFacts?: { readonly scheme: string; of(record: Json): SourceFacts };
  /** What its record tells of the sizes of its input. */
  facts?(record: Json): Sizes;
}

/** `copies` of operations that pass their first input through. */
export const copiesFirst = (_step: PlannedStep, column: string): { readonly input: number; readonly column: string } => ({
  input: 0,
  column,
});

/** At least the first, because a table without columns would lose the number of rows. */
export function atLeastOne<T>(columns: readonly T[], isNeeded: (column: T) => boolean): readonly T[] {
  const needed = columns.filter(isNeeded);
  return needed.length > 0 ? needed : columns.slice(0, 1);
}

/** The columns of an input; none when it is not a table. */
export const columnNames = (kind: Kind | undefined): readonly string[] =>
  kind?.kind === 'table' ? kind.schema.map(field => field.name) : [];
