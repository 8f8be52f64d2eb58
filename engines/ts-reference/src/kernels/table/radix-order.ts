import { ranges, type Steps } from '@parquetframe/core/engine';
import { keyWords, nullWords, PASS_ROWS, type OrderedVector } from './key-words.js';
import { mergeSort, rowOrder, type RowOrder } from './merge-order.js';

/** Bits looked at in one pass: as many counters as the nearest cache holds. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS] as const;
/** Rows compared between two looks at the clock: they lie all over memory. */
const COMPARED_ROWS = 1 << 12;
/** As many rows are compared before the counters of a radix sort would be cleared. */
const FEW_ROWS = 256;

/**
 * Row numbers in the order of the keys, equal rows in input order: a least significant digit radix sort of keys mapped to unsigned words that lie as the values do (Knuth, TAOCP 3, 5.2.5);
 * keys that words do not tell apart are compared. Time O(rows × words), digits that are the same in all rows are left out; memory 24 bytes per row.
 */
export function* orderedRows(length: number, keys: readonly OrderedVector[]): Steps<Uint32Array> {
  const sort = new RadixSort(length);
  for (const key of keys.toReversed()) {
    const { words, exact } = length > FEW_ROWS ? yield* keyWords(key, length) : { words: [], exact: false };
    for (const word of words) yield* sort.byWord(word);
    if (!exact) yield* sort.byComparison(words, rowOrder(key));
    const { validity } = key.vector;
    if (validity && words.length > 0) yield* sort.byWord(yield* nullWords(validity, key.nullsFirst));
  }
  return sort.order;
}

class RadixSort {
  order: Uint32Array;
  #spareOrder: Uint32Array;
  #values: Uint32Array;
  #spareValues: Uint32Array;

  constructor(length: number) {
    this.order = new Uint32Array(length);
    this.#spareOrder = new Uint32Array(length);
    this.#values = new Uint32Array(length);
    this.#spareValues = new Uint32Array(length);
    for (let row = 0; row < length; row++) this.order[row] = row;
  }

  /** Orders the rows by a word of each, keeping the order there is among equals. */
  *byWord(words: Uint32Array): Steps<void> {
    const { length } = words;
    const counts = SHIFTS.map(() => new Uint32Array(DIGITS));
    yield* ranges(
      length,
      (from, to) => {
        countDigits(words, counts, from, to);
      },
      PASS_ROWS,
    );
    const first = words[0] ?? 0;
    const digits = SHIFTS.filter((shift, i) => counts[i]?.[(first >>> shift) & (DIGITS - 1)] !== length);
    if (digits.length === 0) return;
    yield* ranges(
      length,
      (from, to) => {
        gather(words, this.order, this.#values, from, to);
      },
      PASS_ROWS,
    );
    for (const shift of digits) {
      const next = starts(counts[SHIFTS.indexOf(shift)] ?? new Uint32Array(DIGITS));
      const move = {
        values: this.#values,
        order: this.order,
        toValues: this.#spareValues,
        toOrder: this.#spareOrder,
        next,
        shift,
      };
      yield* ranges(
        length,
        (from, to) => {
          scatter(move, from, to);
        },
        PASS_ROWS,
      );
      [this.order, this.#spareOrder] = [this.#spareOrder, this.order];
      [this.#values, this.#spareValues] = [this.#spareValues, this.#values];
    }
  }

  /** Orders the rows by comparison where they lie beside others with the same words, keeping the order there is among equals. */
  *byComparison(words: readonly Uint32Array[], compare: RowOrder): Steps<void> {
    const { order } = this;
    let start = 0;
    let ascends = true;
    for (let at = 1; at <= order.length; at++) {
      if (at % COMPARED_ROWS === 0) yield undefined;
      const [before = 0, row] = [order[at - 1], order[at]];
      if (row !== undefined && areAlike(words, before, row)) {
        ascends &&= compare(before, row) <= 0;
        continue;
      }
      if (!ascends) yield* mergeSort(order.subarray(start, at), compare);
      [start, ascends] = [at, true];
    }
  }
}

/** Whether two rows have the same words. */
function areAlike(words: readonly Uint32Array[], a: number, b: number): boolean {
  for (const word of words) if (word[a] !== word[b]) return false;
  return true;
}

function countDigits(words: Uint32Array, counts: readonly Uint32Array[], from: number, to: number): void {
  const [low = words, middle = words, high = words] = counts;
  for (let row = from; row < to; row++) {
    const word = words[row] ?? 0;
    const [a, b, c] = [word & (DIGITS - 1), (word >>> DIGIT_BITS) & (DIGITS - 1), word >>> (2 * DIGIT_BITS)];
    low[a] = (low[a] ?? 0) + 1;
    middle[b] = (middle[b] ?? 0) + 1;
    high[c] = (high[c] ?? 0) + 1;
  }
}

/** Where the rows of each digit begin. */
function starts(counts: Uint32Array): Uint32Array {
  const next = new Uint32Array(counts.length);
  for (let digit = 1; digit < counts.length; digit++) next[digit] = (next[digit - 1] ?? 0) + (counts[digit - 1] ?? 0);
  return next;
}

function gather(words: Uint32Array, order: Uint32Array, values: Uint32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) values[at] = words[order[at] ?? 0] ?? 0;
}

interface Move {
  readonly values: Uint32Array;
  readonly order: Uint32Array;
  readonly toValues: Uint32Array;
  readonly toOrder: Uint32Array;
  /** where the next row of each digit goes */
  readonly next: Uint32Array;
  readonly shift: number;
}

function scatter({ values, order, toValues, toOrder, next, shift }: Move, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const value = values[at] ?? 0;
    const digit = (value >>> shift) & (DIGITS - 1);
    const target = next[digit] ?? 0;
    next[digit] = target + 1;
    toValues[target] = value;
    toOrder[target] = order[at] ?? 0;
  }
}
