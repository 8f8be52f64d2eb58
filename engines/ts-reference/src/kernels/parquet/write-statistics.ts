import type { ColumnMetaData, SchemaElement } from 'hyparquet';
import { compareText } from '@parquetframe/core/engine';

type Statistics = NonNullable<ColumnMetaData['statistics']>;
type Bound = NonNullable<Statistics['min_value']>;

/** Least and greatest value of a column chunk, its nulls and its NaNs, which are neither least nor greatest. */
export class ChunkStatistics {
  readonly #countsNaN: boolean;
  #least: Bound | undefined;
  #greatest: Bound | undefined;
  #nulls = 0;
  #notNumbers = 0;

  constructor({ type, logical_type: logical }: SchemaElement) {
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
    const least = this.#least === 0 ? -0 : this.#least;
    const greatest = this.#greatest === 0 ? 0 : this.#greatest;
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
