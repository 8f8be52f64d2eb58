import { columnAt, concatBatchSteps, fieldIndex, fieldOf, inSteps } from '@parquetframe/core/engine';
import type { Batch, JoinComparison, JoinCondition, KernelCall, Schema, TableData } from '@parquetframe/core/engine';
import { loadSteps } from '../expression/load-steps.js';
import { vectorOrder } from '../expression/vector-order.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import { JoinKeys } from '../keys/key-numbers.js';
import type { Pairs } from './joined-batch.js';
import { RankTree } from './rank-tree.js';
import { sortedRows } from './sort.js';

/** Pairs that are given out at a time. */
const PAIRS_AT_ONCE = 1 << 16;
/** Ranges of fewer places are looked at one by one. */
const FEW_PLACES = 32;
/** Right rows that are looked at between two looks at the clock. */
const LOOKED_AT = 1 << 14;

/** Whether values that are in this order compare so. */
const HOLDS: { readonly [is in JoinComparison]: (order: number) => boolean } = {
  '=': order => order === 0,
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

/** The order of a left row against a right one. */
interface Inequality {
  readonly is: JoinComparison;
  readonly right: string;
  order(left: number, right: number): number;
}

/** The right rows in the order of another column than that of the first inequality, and at each place the rank of its row there. */
interface SecondColumn {
  readonly condition: JoinCondition;
  readonly rows: Uint32Array;
  readonly ranks: RankTree;
}

/**
 * The right table of an inequality join: its rows by group, those that are equal where that is asked, and in each by the column of the first inequality. Of the rows that
 * this leaves, an inequality of a second column is asked of a tree, so that intervals (`at >= start and at < end`) do not look at all that begin before them.
 */
export class ConditionalRows {
  /** where the rows of each group begin in `#rows`, and where the last one ends */
  #starts = new Uint32Array(2);
  #rows = new Uint32Array(0);
  #second: SecondColumn | undefined;

  private constructor(
    readonly batch: Batch,
    private readonly left: Schema,
    private readonly conditions: { readonly equal: readonly JoinCondition[]; readonly others: readonly JoinCondition[] },
    private readonly keys: JoinKeys,
    /** right columns of `others` */
    private readonly vectors: readonly Vector[],
    private readonly checkpoint: KernelCall['checkpoint'],
  ) {}

  static async build(
    { schema, batches }: TableData,
    left: Schema,
    conditions: readonly JoinCondition[],
    checkpoint: KernelCall['checkpoint'],
  ): Promise<ConditionalRows> {
    const batch = await inSteps(concatBatchSteps(schema, batches), checkpoint);
    const equal = conditions.filter(({ is }) => is === '=');
    const others = conditions.filter(({ is }) => is !== '=');
    const types = equal.map(one => [fieldOf(left, one.left).type, fieldOf(schema, one.right).type] as const);
    const keys = new JoinKeys(types, false, checkpoint);
    const vectors: Vector[] = [];
    for (const { right } of others) vectors.push(await loaded(batch, schema, right, checkpoint));
    const rows = new ConditionalRows(batch, left, { equal, others }, keys, vectors, checkpoint);
    await rows.#sort(schema);
    return rows;
  }

  async #sort(schema: Schema): Promise<void> {
    const { equal, others } = this.conditions;
    const { batch, keys, vectors, checkpoint } = this;
    const groups = new Int32Array(batch.length);
    const names = equal.map(one => one.right);
    if (names.length > 0) for await (const part of keys.added(batch, schema, names)) groups.set(part.keys, part.start);
    const by = others.slice(0, 1).map(({ right }) => ({ column: right, descending: false, nulls: 'last' as const }));
    const order = by.length === 0 ? groups.keys() : await sortedRows(batch, schema, by, checkpoint);
    const isThere = (row: number): boolean => (groups[row] ?? -1) >= 0 && vectors.every(vector => isPresent(vector, row));
    const count = names.length === 0 ? 1 : keys.count;
    const starts = new Uint32Array(count + 1);
    for (const [row, group] of groups.entries()) if (isThere(row)) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
    for (let group = 0; group < count; group++) starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
    const next = starts.slice();
    const rows = new Uint32Array(starts[count] ?? 0);
    for (const row of order) {
      if (!isThere(row)) continue;
      const group = groups[row] ?? 0;
      rows[next[group] ?? 0] = row;
      next[group] = (next[group] ?? 0) + 1;
    }
    this.#starts = starts;
    this.#rows = rows;
    const condition = others.find(({ right }) => right !== others[0]?.right);
    if (condition) this.#second = await this.#ranked(schema, condition, isThere);
  }

  async #ranked(schema: Schema, condition: JoinCondition, isThere: (row: number) => boolean): Promise<SecondColumn> {
    const key = { column: condition.right, descending: false, nulls: 'last' as const };
    const order = await sortedRows(this.batch, schema, [key], this.checkpoint);
    const rows = order.filter(isThere);
    // What is to be less has the greatest rank first, so that one tree serves both.
    const sign = isAtLeast(condition) ? 1 : -1;
    const rankOf = new Int32Array(this.batch.length);
    for (const [rank, row] of rows.entries()) rankOf[row] = sign * rank;
    return { condition, rows, ranks: new RankTree(Int32Array.from(this.#rows, row => rankOf[row] ?? 0)) };
  }

  /** The pairs of a left batch, in left order and then in right order, some at a time. */
  async *match(batch: Batch): AsyncGenerator<Pairs> {
    const groups = new Int32Array(batch.length);
    const names = this.conditions.equal.map(one => one.left);
    if (names.length > 0) for await (const part of this.keys.found(batch, this.left, names)) groups.set(part.keys, part.start);
    const { vectors, inequalities } = await this.#inequalities(batch);
    const unsorted = inequalities.filter(({ right }) => right !== inequalities[0]?.right);
    let left: number[] = [];
    let right: number[] = [];
    let looked = 0;
    for (let row = 0; row < batch.length; row++) {
      const group = groups[row] ?? -1;
      if (group < 0 || !vectors.every(vector => isPresent(vector, row))) continue;
      const [start, end] = this.#range(group, row, inequalities);
      const found: number[] = [];
      for (const place of this.#places(start, end, row, inequalities)) {
        const other = this.#rows[place] ?? 0;
        if (unsorted.every(({ is, order }) => HOLDS[is](order(row, other)))) found.push(other);
        if (++looked % LOOKED_AT > 0) continue;
        const pause = this.checkpoint();
        if (pause) await pause;
      }
      found.sort((a, b) => a - b);
      for (const other of found) {
        left.push(row);
        right.push(other);
        if (left.length < PAIRS_AT_ONCE) continue;
        yield { left: Uint32Array.from(left), right: Int32Array.from(right) };
        [left, right] = [[], []];
      }
    }
    if (left.length > 0) yield { left: Uint32Array.from(left), right: Int32Array.from(right) };
  }

  async #inequalities(
    batch: Batch,
  ): Promise<{ readonly vectors: readonly Vector[]; readonly inequalities: readonly Inequality[] }> {
    const { others } = this.conditions;
    const vectors: Vector[] = [];
    const inequalities: Inequality[] = [];
    for (const [index, { left, is, right }] of others.entries()) {
      const vector = await loaded(batch, this.left, left, this.checkpoint);
      const other = this.vectors[index];
      const order = other && vectorOrder(vector, other);
      vectors.push(vector);
      // Of nothing but nulls no row gets as far as being compared.
      inequalities.push({ is, right, order: order ?? (() => 0) });
    }
    return { vectors, inequalities };
  }

  /** The places of a group that conditions on the sorted column leave. */
  #range(group: number, row: number, inequalities: readonly Inequality[]): readonly [start: number, end: number] {
    let [start, end] = [this.#starts[group] ?? 0, this.#starts[group + 1] ?? 0];
    for (const { is, right, order } of inequalities) {
      if (right !== inequalities[0]?.right) continue;
      const at = (place: number): number => order(row, this.#rows[place] ?? 0);
      // From left to right the right values grow, and what a left one is against them falls.
      if (is === '<') start = first(start, end, place => at(place) < 0);
      else if (is === '<=') start = first(start, end, place => at(place) <= 0);
      else if (is === '>') end = first(start, end, place => at(place) <= 0);
      else end = first(start, end, place => at(place) < 0);
    }
    return [start, end];
  }

  /** Places of the range, without most of those that fail the inequality of the second column. */
  #places(start: number, end: number, row: number, inequalities: readonly Inequality[]): Iterable<number> {
    const second = this.#second;
    const one = second && inequalities[this.conditions.others.indexOf(second.condition)];
    if (!one || end - start < FEW_PLACES) return places(start, end);
    const { rows, ranks } = second;
    const at = (rank: number): number => one.order(row, rows[rank] ?? 0);
    if (one.is === '<')
      return ranks.places(
        start,
        end,
        first(0, rows.length, rank => at(rank) < 0),
      );
    if (one.is === '<=')
      return ranks.places(
        start,
        end,
        first(0, rows.length, rank => at(rank) <= 0),
      );
    const least = 1 - first(0, rows.length, one.is === '>' ? rank => at(rank) <= 0 : rank => at(rank) < 0);
    return ranks.places(start, end, least);
  }
}

/** Whether the right value is to be the greater one. */
const isAtLeast = ({ is }: JoinCondition): boolean => is === '<' || is === '<=';

function* places(start: number, end: number): Generator<number> {
  for (let place = start; place < end; place++) yield place;
}

/** The first place in a range that passes; all after it do. */
function first(start: number, end: number, passes: (place: number) => boolean): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const isPresent = (vector: Vector, row: number): boolean => vector.form !== 'opaque' && isValid(vector, row);

const loaded = (batch: Batch, schema: Schema, name: string, checkpoint: KernelCall['checkpoint']): Promise<Vector> =>
  inSteps(loadSteps(fieldOf(schema, name).type, columnAt(batch, fieldIndex(schema, name))), checkpoint);
