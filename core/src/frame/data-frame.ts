import type { Table as ArrowTable } from 'apache-arrow';
import { HEAP_ARROW, HEAP_BATCHES, type Dataset, type RowOptions, type Schema } from '../contract/data/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { PlanInput } from '../contract/plan/index.js';
import type { Execution, Explanation, RunOptions } from '../executor/index.js';
import { requireNoMore } from './arguments.js';
import { streamBatches } from './batches.js';
import type { Int64, IntegerType, RowWith, Unchecked, ValueWith } from './column-types.js';
import { describedTable, describingAggregates, type Described } from './describe.js';
import { described } from './described.js';
import type { AnyAggregate, AnyExpr, Operand, TypesOf } from './expr.js';
import type { FrameContext } from './frame-base.js';
import type { FrameLike, FrameOf, schemaType } from './frame-like.js';
import { count } from './operands.js';
import type { Parameter } from './parameter.js';
import { formatFrame } from './plan-text.js';
import type { ColumnOf, Grouped, JoinCheck, Joined, Over, Renamed, Selected, WithColumns, Without } from './schema-types.js';
import { checkRowOptions, checkSettings, pinned, ROW_OPTIONS, type FrameSettings } from './settings.js';
import { ShapeVerbs } from './shape-verbs.js';
import { Table, type TableColumns } from './table.js';
import { eachBatch, isSameTable, paramsOfBoth } from './terminal.js';
import { dropStep, renameStep, selectStep, withColumnsStep } from './verbs/columns.js';
import { GroupBy, type MakeAggregate } from './verbs/group-by.js';
import type { Lowered } from './verbs/expansion.js';
import { operationStep } from './verbs/operation.js';
import { isFrame, joinStep, type KeyedJoin } from './verbs/join.js';
import { aggregatePlan } from './verbs/lowering.js';
import { columnName, columnNames, requireFlat, verbStep } from './verbs/names.js';
import {
  distinctStep,
  filterStep,
  limitStep,
  rowCount,
  sortStep,
  type DistinctOptions,
  type SortOptions,
  type SortSpecification,
} from './verbs/rows.js';
import { writeParquetFile, WRITE_OPTIONS, type WriteParquetOptions, type WriteResult } from './write.js';

/** What the compiler knows of a frame's columns. */
export type SchemaOf<F> = F extends { readonly [schemaType]: infer S } ? S : never;

/**
 * A lazy, immutable table. Verbs are synchronous and return new frames; work is done by `collect`, `toRows`, `toArrow`, `batches`, `count`, `show`, `writeParquet`
 * and `explain`. Errors in names and types are found when the schema of the data is read, and say which verb was wrong.
 *
 * `S` is what the compiler knows of the columns; on `Unchecked` frames every name is allowed. `I` is how rows give int64.
 *
 * @example
 * const busy = flights
 *   .filter(row => row.distance.gt(500))
 *   .groupBy('origin').agg(row => ({ n: count(), delay: row.delay.mean() }))
 *   .sort('n', { descending: true })
 *   .limit(10);
 */
export class DataFrame<in out S = Unchecked, in out I extends Int64 = 'bigint'>
  extends ShapeVerbs<S, I>
  implements AsyncDisposable
{
  /** kept on behalf of `cache()` */
  readonly #cached: Dataset | undefined;
  #schema: Schema | undefined;
  #counting: PlanInput | undefined;

  /** Frames come from readers and verbs; this is for those who write readers. */
  constructor(plan: PlanInput, context: FrameContext<I>, cached?: Dataset) {
    super(plan, context);
    this.#cached = cached;
  }

  // ── verbs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Only these columns, in this order. */
  select<const K extends ColumnOf<S>>(...columns: readonly K[]): DataFrame<Selected<S, K>, I> {
    return this.verb(selectStep(columns));
  }

  /**
   * The rows for which the predicate is true: neither false nor null.
   *
   * Conditions are combined with `.and()`, `.or()` and `.not()`: JavaScript's `&&`, `||` and `!` cannot look into an expression. Where one of them loses a condition
   * it is `INVALID_ARGUMENT`, and the rule of `parquetframe/eslint` finds them all.
   *
   * @example
   * flights.filter(row => row.distance.gt(500).and(row.origin.eq('ATL')))
   */
  filter(predicate: Over<S, Operand<'bool'> | Operand<'null'>>, ...none: []): DataFrame<S, I> {
    requireNoMore('filter', 1, none, 'Combine conditions with a.and(b)');
    return this.either(filterStep(predicate));
  }

  /** New columns, or other values in columns there are. All expressions see the columns as they were before. */
  withColumns<E extends { readonly [column: string]: AnyExpr }>(
    columns: Over<S, E>,
    ...none: []
  ): DataFrame<WithColumns<S, TypesOf<E>>, I> {
    requireNoMore('withColumns', 1, none, 'Name all columns in one object');
    return this.either(withColumnsStep(columns));
  }

  /** Other names: `{ old: 'new' }`. */
  rename<const M extends { readonly [K in ColumnOf<S>]?: string }>(names: M, ...none: []): DataFrame<Renamed<S, M>, I> {
    requireNoMore('rename', 1, none, 'Give all names in one object');
    return this.verb(renameStep(names));
  }

  /** All columns but these. */
  drop<const K extends ColumnOf<S>>(...columns: readonly K[]): DataFrame<Without<S, K>, I> {
    return this.verb(dropStep(columns));
  }

  /** Groups by key columns; nulls form a group, and so does NaN. Without keys the whole frame is one group. */
  groupBy<const K extends ColumnOf<S>>(...keys: readonly K[]): GroupBy<S, K, I> {
    const aggregate: MakeAggregate<I> = <T>(names: readonly string[], aggregates: readonly (readonly [string, AnyAggregate])[]) =>
      new DataFrame<T, I>(aggregatePlan(this.plan, names, aggregates, this.extra()), this.context);
    return new GroupBy({
      keys: columnNames('groupBy', keys),
      others: [],
      aggregate,
      rows: steps => this.verbs(steps),
      chosen: lowered => this.either(lowered),
      aggregated: <T>(lowered: Lowered) => this.either<T>(lowered),
    });
  }

  /** One row of aggregates over the whole frame. */
  agg<A extends { readonly [column: string]: AnyAggregate }>(
    aggregates: Over<S, A>,
    ...none: []
  ): DataFrame<Grouped<S, never, TypesOf<A>>, I> {
    return this.groupBy<never>().agg(aggregates, ...none);
  }

  /**
   * Rows of both frames that agree in their keys (`inner`, default), and rows without a partner of the left, of the right or of both (`left`, `right`, `full`);
   * left rows that have a partner or have none (`semi`, `anti`); every pair of rows (`cross`, without keys). Null keys match nothing, unless `nullsEqual`.
   * Keys of the same name appear once; any other right column of a name that the left has gets the suffix, `_right`.
   */
  join<R, const K extends ColumnOf<R> & ColumnOf<S>, const X extends string = '_right', const H extends KeyedJoin = 'inner'>(
    right: FrameOf<R>,
    options: {
      readonly on: K | readonly K[];
      readonly how?: H;
      readonly suffix?: X;
      readonly nullsEqual?: boolean;
    } & JoinCheck<S, R, K, K>,
  ): DataFrame<Joined<S, R, K, X, H>, I>;
  join<
    R,
    const A extends ColumnOf<S>,
    const B extends ColumnOf<R>,
    const X extends string = '_right',
    const H extends KeyedJoin = 'inner',
  >(
    right: FrameOf<R>,
    options: {
      readonly leftOn: A | readonly A[];
      readonly rightOn: B | readonly B[];
      readonly how?: H;
      readonly suffix?: X;
      readonly nullsEqual?: boolean;
    } & JoinCheck<S, R, A, B>,
  ): DataFrame<Joined<S, R, A & B, X, H>, I>;
  join<R, const X extends string = '_right'>(
    right: FrameOf<R>,
    options: { readonly how: 'cross'; readonly suffix?: X },
  ): DataFrame<Joined<S, R, never, X, 'cross'>, I>;
  join(right: FrameLike, options: object, ...none: []): unknown {
    requireNoMore('join', 2, none);
    const step = joinStep(this.executor, right, options);
    return this.verb<S>(step, step.right.plan);
  }

  /** Rows in the order of a column, ties by the next. Stable; nulls last unless asked otherwise; NaN after all numbers. */
  sort(key: ColumnOf<S>, options?: SortOptions): DataFrame<S, I>;
  sort(keys: readonly SortSpecification<ColumnOf<S>>[]): DataFrame<S, I>;
  sort(keys: string | readonly SortSpecification<string>[], options?: SortOptions, ...none: []): DataFrame<S, I> {
    requireNoMore('sort', 2, none, "Several columns are given as a list: sort(['a', 'b'])");
    return this.verb(sortStep(keys, options));
  }

  /** One row for each combination of values, the first or the last, in the order in which the combinations first appear; of all columns, or of some. */
  distinct(options?: DistinctOptions<ColumnOf<S>>, ...none: []): DataFrame<S, I> {
    requireNoMore('distinct', 1, none, "Columns to compare are given as in distinct({ subset: ['a', 'b'] })");
    return this.verb(distinctStep(options));
  }

  /** At most `rows` rows, after leaving out the first `offset`. */
  limit(rows: number | Parameter<IntegerType>, offset: number | Parameter<IntegerType> = 0, ...none: []): DataFrame<S, I> {
    requireNoMore('limit', 2, none);
    return this.verb(limitStep(rows, offset));
  }

  /** Any operation on tables of the catalogue or of a plugin; `others` are its further inputs. */
  run(
    operation: string,
    options: { readonly [option: string]: unknown } = {},
    ...others: readonly FrameLike[]
  ): DataFrame<Unchecked, I> {
    const step = operationStep(this.executor, operation, options, others);
    return this.verb(step, ...others.map(({ plan }) => plan));
  }

  /** The same frame, computed when first used and then kept until `close()`, or until the memory budget evicts it (then it is computed again). */
  cache(...none: []): DataFrame<S, I> {
    requireNoMore('cache', 0, none);
    if (this.plan.kind === 'dataset') return this;
    const dataset = this.executor.keep(this.plan, 'cached frame');
    return new DataFrame<S, I>({ kind: 'dataset', dataset }, this.context, dataset);
  }

  /** The same frame; verbs from here on run on this engine without fallback, or with this determinism; rows give int64 as asked. */
  using<const J extends Int64 = I>(settings: FrameSettings<J> = {}, ...none: []): DataFrame<S, J> {
    requireNoMore('using', 1, none, 'Give all settings in one object');
    return new DataFrame<S, J>(this.plan, usingContext(this.context, settings));
  }

  /** The same frame without what the compiler knows of its columns, for code that works on any frame. */
  unchecked(): DataFrame<Unchecked, I> {
    return new DataFrame(this.plan, this.context);
  }

  // ── work ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Names, types and nullability of the columns; reads file metadata where needed, no rows. */
  async schema(run?: RunOptions): Promise<Schema> {
    return this.#schemaOf(this.asked('schema', run));
  }

  async #schemaOf(run: RunOptions): Promise<Schema> {
    const kind = await this.executor.resolveKind(this.plan, run);
    if (kind.kind !== 'table')
      throw new ParquetFrameError('INVALID_ARGUMENT', `what the frame runs gives a ${kind.kind}, which has no columns`);
    this.#schema = kind.schema;
    return kind.schema;
  }

  /** Runs the frame. The table holds the memory of the result: close it, or leave it to the garbage collector. */
  async collect(run?: RunOptions): Promise<Table<S, I>> {
    return this.#collect(this.asked('collect', run));
  }

  /** All rows as objects. int64 is bigint unless asked otherwise, a timestamp is a Date; see `RowOptions`. */
  async toRows<const O extends RowOptions & RunOptions>(options?: O): Promise<RowWith<S, O, I>[]> {
    return this.#rows('toRows', options);
  }

  async #rows<const O extends RowOptions & RunOptions>(taker: string, options?: O): Promise<RowWith<S, O, I>[]> {
    const run = this.asked(taker, options, ROW_OPTIONS);
    checkRowOptions(taker, rowOptions(options));
    const table = await this.#collect(run);
    try {
      return await table.rowsInSlices(rowOptions(options), run.signal);
    } finally {
      await table.close();
    }
  }

  /** An apache-arrow table over the memory of the result, without a copy where the engine allows. */
  async toArrow(run?: RunOptions): Promise<ArrowTable> {
    const table = await this.#collect(this.asked('toArrow', run));
    try {
      return await table.toArrow();
    } finally {
      // the arrow-js table keeps the memory alive
      await table.close();
    }
  }

  /** The rows in pieces, in order, at the pace of the reader: a source larger than memory can be read this way. */
  batches(run?: RunOptions): AsyncGenerator<Table<S, I>, void, undefined> {
    return this.#batches(this.asked('batches', run));
  }

  #batches(asked: RunOptions): AsyncGenerator<Table<S, I>, void, undefined> {
    const start = (): Promise<Execution> => this.executor.execute(this.plan, [HEAP_BATCHES, HEAP_ARROW], asked);
    return streamBatches<S, I>(start, { int64: this.context.int64 }, asked.signal);
  }

  /** The number of rows. */
  async count(run?: RunOptions): Promise<number> {
    return this.#count(this.asked('count', run));
  }

  async #count(run: RunOptions): Promise<number> {
    // The same node each time, so that what was prepared for it serves again.
    const plan = (this.#counting ??= aggregatePlan(this.plan, [], [['rows', count()]], this.extra()));
    const table = await new DataFrame(plan, this.context).#collect(run);
    try {
      return Number(table.column('rows').get(0));
    } finally {
      await table.close();
    }
  }

  /** Whether there is no row; reads no more than the first. */
  async isEmpty(run?: RunOptions): Promise<boolean> {
    return (await this.limit(1).#count(this.asked('isEmpty', run))) === 0;
  }

  /** The first row, or undefined where there is none. */
  async first<const O extends RowOptions & RunOptions>(options?: O): Promise<RowWith<S, O, I> | undefined> {
    const [row] = await this.limit(1).#rows('first', options);
    return row;
  }

  /**
   * One row for each column, in one pass over the data: its type, how many values and nulls it has, the mean and the standard deviation of numbers, and as text the least and the greatest value of what has an
   * order. Prints itself.
   *
   * @example
   * console.log(await flights.describe());
   */
  async describe(run?: RunOptions): Promise<Table<Described, I>> {
    const asked = this.asked('describe', run);
    const schema = await this.#schemaOf(asked);
    const plan = aggregatePlan(this.plan, [], describingAggregates(schema), this.extra());
    const execution = await this.executor.execute(plan, [HEAP_ARROW], asked);
    await using statistics = new Table(execution, { int64: undefined });
    return Table.piece<Described, I>(execution, { int64: this.context.int64 }, describedTable(schema, statistics.data));
  }

  /** The different values of a column in their order, without null: for the columns of a pivot. */
  async uniqueValues<const K extends ColumnOf<S>, const O extends RowOptions & RunOptions>(
    column: K,
    options?: O,
  ): Promise<NonNullable<ValueWith<S[K], O, I>>[]> {
    const name = columnName('uniqueValues', column);
    const flat = this.expanded<S>(verbStep('uniqueValues', { column: name }), ({ input, schema }) => {
      requireFlat('uniqueValues', schema, [name]);
      return input;
    });
    const values = flat
      .verb<S>(selectStep([name]))
      .distinct()
      .dropNulls()
      .sort(column);
    const { [column]: unique } = await values.#columns('uniqueValues', options);
    return unique;
  }

  /** The values of every column: `{ a: [1, 2], b: ['x', 'y'] }`. */
  async toColumns<const O extends RowOptions & RunOptions>(options?: O): Promise<TableColumns<S, O, I>> {
    return this.#columns('toColumns', options);
  }

  async #columns<const O extends RowOptions & RunOptions>(taker: string, options?: O): Promise<TableColumns<S, O, I>> {
    const run = this.asked(taker, options, ROW_OPTIONS);
    checkRowOptions(taker, rowOptions(options));
    await using table = await this.#collect(run);
    return await table.columnsInSlices(rowOptions(options), run.signal);
  }

  /** Calls a function with the rows in pieces, in order, and waits for what it returns before more is read. */
  async forEachBatch(call: (batch: Table<S, I>, index: number) => unknown, run?: RunOptions): Promise<void> {
    await eachBatch(() => this.#batches(this.asked('forEachBatch', run)), call);
  }

  /** Whether both have the same columns, by name and type, and the same rows in the same order. Null is equal to null, NaN to NaN, −0 to 0. */
  async equals(other: FrameLike, run?: RunOptions): Promise<boolean> {
    if (!isFrame(other)) throw new ParquetFrameError('INVALID_ARGUMENT', `equals takes a frame, received ${described(other)}`);
    const asked = this.asked('equals', run);
    const [params, otherParams] = paramsOfBoth(asked.params, this.plan, other.plan);
    await using table = await this.#collect({ ...asked, params });
    const execution = await other.executor.execute(other.plan, [HEAP_ARROW], { ...asked, params: otherParams });
    await using others = new Table(execution, { int64: undefined });
    return await isSameTable(table.data, others.data, asked.signal);
  }

  /** Prints the first rows. */
  async show(rows = 20, run?: RunOptions): Promise<void> {
    const asked = this.asked('show', run);
    const table = await this.limit(rowCount('show', 'rows', rows)).#collect(asked);
    process.stdout.write(`${table.format({ rows })}\n`);
    await table.close();
  }

  /** Writes a Parquet file: under another name first, then renamed, so that an interrupted write leaves nothing behind. */
  async writeParquet(path: string | URL, options?: WriteParquetOptions): Promise<WriteResult> {
    const run = this.asked('writeParquet', options, WRITE_OPTIONS);
    return writeParquetFile(this.executor, this.plan, path, run, options ?? {}, this.extra());
  }

  /** Which engine would run which part, at what estimated cost, and why. Prints itself. */
  async explain(run?: RunOptions): Promise<Explanation> {
    return this.executor.explain(this.plan, [HEAP_ARROW], this.asked('explain', run));
  }

  /** Releases what `cache()` keeps; using the frame afterwards is `CLOSED`. Other frames hold nothing. */
  async close(): Promise<void> {
    if (this.#cached) await this.executor.dispose(this.#cached);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For what logs values as JSON: a lazy frame has no rows, and its plan is for people. Collect it first: `JSON.stringify(await frame.collect())`. */
  toJSON(): string {
    return this.toString();
  }

  /** The plan and, once it has been read, the schema. */
  override toString(): string {
    return formatFrame(this.plan, this.#schema, node => this.executor.describe(node));
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  async #collect(run: RunOptions): Promise<Table<S, I>> {
    const execution = await this.executor.execute(this.plan, [HEAP_ARROW], run);
    const table = new Table<S, I>(execution, { int64: this.context.int64 });
    this.#schema = table.schema;
    return table;
  }

  protected override from<T>(plan: PlanInput): DataFrame<T, I> {
    return new DataFrame<T, I>(plan, this.context);
  }
}

function usingContext<J extends Int64>(context: FrameContext, settings: FrameSettings<J>): FrameContext<J> {
  checkSettings('using', settings);
  const { engine, determinism, int64 } = settings;
  return {
    executor: context.executor,
    engine: pinned(engine ?? context.engine),
    determinism: determinism ?? context.determinism,
    int64: int64 ?? (context.int64 as J | undefined),
  };
}

const rowOptions = ({ int64, timestamp }: RowOptions = {}): RowOptions => ({
  ...(int64 === undefined ? {} : { int64 }),
  ...(timestamp === undefined ? {} : { timestamp }),
});
