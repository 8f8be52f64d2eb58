import type { Table as ArrowTable } from 'apache-arrow';
import { HEAP_ARROW, HEAP_BATCHES, type Dataset, type RowOptions, type Schema } from '../contract/data/index.js';
import type { Executor, Explanation, RunOptions } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import {
  checkedDeterminism,
  planNode,
  type ColumnEdit,
  type Determinism,
  type PlanInput,
  type PlanNode,
} from '../contract/plan/index.js';
import { streamBatches } from './batches.js';
import { userCallSite } from './call-site.js';
import type { RowWith, Unchecked } from './column-types.js';
import { count, isExpr, type AnyAggregate, type AnyExpr, type Operand, type TypesOf } from './expression.js';
import { joinPairs, keyNames, sortKeys, type JoinKeys, type SortOptions, type SortSpecification } from './arguments.js';
import { GroupBy, type MakeAggregate } from './group-by.js';
import { aggregatePlan, columnExpression } from './lowering.js';
import { formatFrame } from './plan-text.js';
import { expressionOf, membersOf } from './row.js';
import type { ColumnOf, Grouped, Joined, Over, Renamed, Selected, WithColumns, Without } from './schema-types.js';
import { Table } from './table.js';
import { writeParquetFile, type WriteParquetOptions, type WriteResult } from './write.js';

/** What a frame knows besides its plan; inherited by the frames that verbs make. */
export interface FrameContext {
  readonly executor: Executor;
  readonly engine?: string | undefined;
  readonly determinism?: Determinism | undefined;
}

/** Whatever has a plan and an executor: frames of any schema. */
export interface FrameLike {
  readonly plan: PlanInput;
  readonly executor: Executor;
}

declare const schemaType: unique symbol;

/** What the compiler knows of a frame's columns. */
export type SchemaOf<F> = F extends { readonly [schemaType]: infer S } ? S : never;

/**
 * A lazy, immutable table. Verbs are synchronous and return new frames; work is done by `collect`, `toRows`, `toArrow`, `batches`, `count`, `show`, `writeParquet`
 * and `explain`. Errors in names and types are found when the schema of the data is read, and say which verb was wrong.
 *
 * `S` is what the compiler knows of the columns; on `Unchecked` frames every name is allowed.
 *
 * @example
 * const busy = flights
 *   .filter(row => row.distance.gt(500))
 *   .groupBy('origin').agg(row => ({ n: count(), delay: row.delay.mean() }))
 *   .sort('n', { descending: true })
 *   .limit(10);
 */
export class DataFrame<in out S = Unchecked> implements FrameLike, AsyncDisposable {
  declare readonly [schemaType]: S;
  /** what will be run */
  readonly plan: PlanInput;
  readonly #context: FrameContext;
  /** kept on behalf of `cache()` */
  readonly #cached: Dataset | undefined;
  #schema: Schema | undefined;

  /** Frames come from readers and verbs; this is for those who write readers. */
  constructor(plan: PlanInput, context: FrameContext, cached?: Dataset) {
    this.plan = plan;
    this.#context = context;
    this.#cached = cached;
  }

  get executor(): Executor {
    return this.#context.executor;
  }

  // ── verbs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Only these columns, in this order. */
  select<const K extends ColumnOf<S>>(...columns: readonly K[]): DataFrame<Selected<S, K>> {
    const names = keyNames('select', columns);
    return this.#verb('table.project', { columns: names.map(name => ({ name, expression: columnExpression(name) })) });
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
  filter(predicate: Over<S, Operand<'bool'>>): DataFrame<S> {
    return this.#verb('table.filter', { predicate: expressionOf('filter', predicate) });
  }

  /** New columns, or other values in columns there are. All expressions see the columns as they were before. */
  withColumns<E extends { readonly [column: string]: AnyExpr }>(columns: Over<S, E>): DataFrame<WithColumns<S, TypesOf<E>>> {
    const members = membersOf('withColumns', columns, isExpr, "{ total: col('a').add(col('b')) }");
    const set = members.map(([name, { node }]) => ({ name, expression: node }));
    return this.#edit({ kind: 'set', columns: set });
  }

  /** Other names: `{ old: 'new' }`. */
  rename<const M extends { readonly [K in ColumnOf<S>]?: string }>(names: M): DataFrame<Renamed<S, M>> {
    const entries = Object.entries<string | undefined>(names).flatMap(([from, to]) =>
      to === undefined ? [] : [[from, to] as const],
    );
    return this.#edit({ kind: 'rename', names: Object.fromEntries(entries) });
  }

  /** All columns but these. */
  drop<const K extends ColumnOf<S>>(...columns: readonly K[]): DataFrame<Without<S, K>> {
    return this.#edit({ kind: 'drop', columns: keyNames('drop', columns) });
  }

  /** Groups by key columns; nulls form a group, and so does NaN. Without keys the whole frame is one group. */
  groupBy<const K extends ColumnOf<S>>(...keys: readonly K[]): GroupBy<S, K> {
    const aggregate: MakeAggregate = <T>(names: readonly string[], aggregates: readonly (readonly [string, AnyAggregate])[]) =>
      this.#derive<T>(aggregatePlan(this.plan, names, aggregates, this.#extra()));
    return new GroupBy(keyNames('groupBy', keys), aggregate);
  }

  /** One row of aggregates over the whole frame. */
  agg<A extends { readonly [column: string]: AnyAggregate }>(aggregates: Over<S, A>): DataFrame<Grouped<S, never, TypesOf<A>>> {
    return this.groupBy<never>().agg(aggregates);
  }

  /**
   * Rows of both frames that agree in their keys (`inner`, default), and the left rows without a partner (`left`). Null keys match nothing.
   * Keys of the same name appear once; any other right column of a name that the left has gets the suffix, `_right`.
   */
  join<R, const K extends ColumnOf<R> & ColumnOf<S>, const X extends string = '_right'>(
    right: DataFrame<R>,
    options: { readonly on: K | readonly K[]; readonly how?: 'inner' | 'left'; readonly suffix?: X },
  ): DataFrame<Joined<S, R, K, X>>;
  join<R, const A extends ColumnOf<S>, const B extends ColumnOf<R>, const X extends string = '_right'>(
    right: DataFrame<R>,
    options: {
      readonly leftOn: A | readonly A[];
      readonly rightOn: B | readonly B[];
      readonly how?: 'inner' | 'left';
      readonly suffix?: X;
    },
  ): DataFrame<Joined<S, R, A & B, X>>;
  join(right: FrameLike, options: JoinKeys & { readonly how?: 'inner' | 'left'; readonly suffix?: string }): unknown {
    if (right.executor !== this.executor)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        'join takes two frames of one runtime; hand the data of the other over with fromArrow',
      );
    const { how, suffix } = options;
    return this.#derive<S>(
      planNode('table.join', { on: joinPairs(options), how, suffix }, [this.plan, right.plan], this.#extra()),
    );
  }

  /** Rows in the order of a column, ties by the next. Stable; nulls last unless asked otherwise; NaN after all numbers. */
  sort(key: ColumnOf<S>, options?: SortOptions): DataFrame<S>;
  sort(keys: readonly SortSpecification<ColumnOf<S>>[]): DataFrame<S>;
  sort(keys: string | readonly SortSpecification<string>[], options: SortOptions = {}): DataFrame<S> {
    return this.#verb('table.sort', { keys: sortKeys(keys, options) });
  }

  /** At most `rows` rows, after leaving out the first `offset`. */
  limit(rows: number, offset = 0): DataFrame<S> {
    return this.#verb('table.limit', { count: rows, offset });
  }

  /** Any operation of the catalogue or of a plugin over this frame, and over `others` where it takes more inputs. */
  run(operation: string, options: { readonly [option: string]: unknown } = {}, ...others: readonly FrameLike[]): DataFrame {
    if (others.some(other => other.executor !== this.executor))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        'run takes frames of one runtime; hand the data of the other over with fromArrow',
      );
    return this.#derive(planNode(operation, options, [this.plan, ...others.map(other => other.plan)], this.#extra()));
  }

  /** The same frame, computed when first used and then kept until `close()`, or until the memory budget evicts it (then it is computed again). */
  cache(): DataFrame<S> {
    if (this.plan.kind === 'dataset') return this;
    const dataset = this.executor.keep(this.plan, 'cached frame');
    return new DataFrame<S>({ kind: 'dataset', dataset }, this.#context, dataset);
  }

  /** The same frame; verbs from here on run on this engine without fallback, or with this determinism. */
  using(settings: { readonly engine?: string | undefined; readonly determinism?: Determinism | undefined }): DataFrame<S> {
    const engine = settings.engine === 'auto' ? undefined : (settings.engine ?? this.#context.engine);
    return new DataFrame<S>(this.plan, {
      ...this.#context,
      engine,
      determinism: checkedDeterminism(settings.determinism) ?? this.#context.determinism,
    });
  }

  /** The same frame without what the compiler knows of its columns, for code that works on any frame. */
  unchecked(): DataFrame {
    return new DataFrame(this.plan, this.#context);
  }

  // ── work ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Names, types and nullability of the columns; reads file metadata where needed, no rows. */
  async schema(run: RunOptions = {}): Promise<Schema> {
    const kind = await this.executor.resolveKind(this.plan, run);
    if (kind.kind !== 'table') throw new ParquetFrameError('INTERNAL', `a frame over a ${kind.kind}`);
    this.#schema = kind.schema;
    return kind.schema;
  }

  /** Runs the frame. The table holds the memory of the result: close it, or leave it to the garbage collector. */
  async collect(run: RunOptions = {}): Promise<Table<S>> {
    const table = new Table<S>(await this.executor.execute(this.plan, [HEAP_ARROW], this.#run(run)));
    this.#schema = table.schema;
    return table;
  }

  /** All rows as objects. int64 is bigint unless asked otherwise, a timestamp is a Date; see `RowOptions`. */
  async toRows<const O extends RowOptions & RunOptions>(options?: O): Promise<RowWith<S, O>[]> {
    const table = await this.collect(options);
    try {
      return table.toRows(options);
    } finally {
      await table.close();
    }
  }

  /** An apache-arrow table over the memory of the result, without a copy where the engine allows. */
  async toArrow(run: RunOptions = {}): Promise<ArrowTable> {
    const table = await this.collect(run);
    try {
      return await table.toArrow();
    } finally {
      // the arrow-js table keeps the memory alive
      await table.close();
    }
  }

  /** The rows in pieces, in order, at the pace of the reader: a source larger than memory can be read this way. */
  batches(run: RunOptions = {}): AsyncGenerator<Table<S>, void, undefined> {
    return streamBatches<S>(() => this.executor.execute(this.plan, [HEAP_BATCHES, HEAP_ARROW], this.#run(run)), run.signal);
  }

  /** The number of rows. */
  async count(run: RunOptions = {}): Promise<number> {
    const plan = aggregatePlan(this.plan, [], [['rows', count()]], this.#extra());
    const table = await new DataFrame(plan, this.#context).collect(run);
    try {
      return Number(table.column('rows').get(0));
    } finally {
      await table.close();
    }
  }

  /** Prints the first rows. */
  async show(rows = 20, run: RunOptions = {}): Promise<void> {
    const table = await this.limit(rows).collect(run);
    process.stdout.write(`${table.format({ rows })}\n`);
    await table.close();
  }

  /** Writes a Parquet file: under another name first, then renamed, so that an interrupted write leaves nothing behind. */
  writeParquet(path: string | URL, options: WriteParquetOptions = {}): Promise<WriteResult> {
    return writeParquetFile(this.executor, this.plan, path, this.#run(options), options, this.#extra());
  }

  /** Which engine would run which part, at what estimated cost, and why. Prints itself. */
  explain(run: RunOptions = {}): Promise<Explanation> {
    return this.executor.explain(this.plan, [HEAP_ARROW], this.#run(run));
  }

  /** Releases what `cache()` keeps; using the frame afterwards is `CLOSED`. Other frames hold nothing. */
  async close(): Promise<void> {
    if (this.#cached) await this.executor.dispose(this.#cached);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The plan and, once it has been read, the schema. */
  toString(): string {
    return formatFrame(this.plan, this.#schema, node => this.executor.describe(node));
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #extra(): {
    readonly callSite: string | undefined;
    readonly engine: string | undefined;
    readonly determinism: Determinism | undefined;
  } {
    return { callSite: userCallSite(), engine: this.#context.engine, determinism: this.#context.determinism };
  }

  #run(run: RunOptions): RunOptions {
    const { engine, prefer, determinism, rewrite, signal, deadline, onProgress } = run;
    return {
      engine: engine === 'auto' ? undefined : engine,
      prefer,
      determinism: determinism ?? this.#context.determinism,
      rewrite,
      signal,
      deadline,
      onProgress,
    };
  }

  #derive<T>(plan: PlanNode): DataFrame<T> {
    return new DataFrame<T>(plan, this.#context);
  }

  #verb<T>(operation: string, options: { readonly [option: string]: unknown }): DataFrame<T> {
    return this.#derive(planNode(operation, options, [this.plan], this.#extra()));
  }

  #edit<T>(edit: ColumnEdit): DataFrame<T> {
    return this.#verb('table.project', { edit });
  }
}
