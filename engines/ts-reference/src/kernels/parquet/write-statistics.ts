import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import { unconvertMinMax } from 'hyparquet-writer/src/unconvert.js';
import { compareText } from '@parquetframe/core/engine';

type Statistics = NonNullable<ColumnMetaData['statistics']>;
type Bound = NonNullable<Statistics['min_value']>;

/** Least and greatest value of a column chunk, its nulls and its NaNs, which are neither least nor greatest. */
export class ChunkStatistics {
  readonly #element: SchemaElement;
  readonly #countsNaN: boolean;
  #least: Bound | undefined;
  #greatest: Bound | undefined;
  #nulls = 0;
  #notNumbers = 0;

  constructor(element: SchemaElement) {
    const { type, logical_type: logical } = element;
    this.#element = element;
    this.#countsNaN = type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16';
  }

  add(values: ArrayLike<unknown>): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) this.#nulls++;
      else if (typeof value === 'number' && Number.isNaN(value)) this.#notNumbers++;
      else if (isBound(value)) {
        if (this.#least === undefined || isLess(value, this.#least)) this.#least = value;
        if (this.#greatest === undefined || isLess(this.#greatest, value)) this.#greatest = value;
      }
    }
  }

  /** The least zero is −0, the greatest 0: readers need not tell them apart. */
  finish(): Statistics {
    const least = this.#least === 0 ? -0 : shortened(this.#least, this.#element, false);
    const greatest = this.#greatest === 0 ? 0 : shortened(this.#greatest, this.#element, true);
    return {
      ...(least === undefined ? {} : { min_value: least }),
      ...(greatest === undefined ? {} : { max_value: greatest }),
      null_count: BigInt(this.#nulls),
      ...(this.#countsNaN ? { nan_count: BigInt(this.#notNumbers) } : {}),
    };
  }
}

const isBound = (value: unknown): value is Bound =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  typeof value === 'string' ||
  value instanceof Uint8Array;

function isLess(a: Bound, b: Bound): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) < 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b) < 0;
  return a < b;
}

/** More than the writer keeps of a text, so that it still sees that it cuts it short. */
const LONGER_THAN_KEPT = 64;

/** A copy of as much as the writer needs: bounds are kept until the footer is written, and what they are views of would be too. */
function shortened(bound: Bound | undefined, element: SchemaElement, isMax: boolean): Bound | undefined {
  if (typeof bound === 'string' && bound.length > LONGER_THAN_KEPT) return shortened(Buffer.from(bound), element, isMax);
  if (!(bound instanceof Uint8Array)) return bound;
  // One that has no short upper bound is kept whole.
  const isCut = bound.length > LONGER_THAN_KEPT && (unconvertMinMax(bound, element, isMax)?.length ?? 0) < bound.length;
  return new Uint8Array(isCut ? bound.subarray(0, LONGER_THAN_KEPT) : bound);
}
