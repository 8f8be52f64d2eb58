import { INLINE_VIEW_BYTES, bufferBytes, offsetReader, viewWords } from '@parquetframe/core/engine';
import type { ColumnData, DataType } from '@parquetframe/core/engine';

/** The UTF-8 bytes of the rows of a string column, without making strings: `at(row)`, then `data[start … end)`. */
export interface StringRows {
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
  at(row: number): void;
}

export function stringRows(type: DataType, column: ColumnData): StringRows {
  if (type.id === 'utf8View') return new ViewRows(column);
  if (type.id === 'utf8') return new OffsetRows(offsetReader(column, false), column);
  if (type.id === 'largeUtf8') return new OffsetRows(offsetReader(column, true), column);
  throw new TypeError(`${type.id} is not a string type`);
}

class OffsetRows implements StringRows {
  readonly data: Uint8Array;
  start = 0;
  end = 0;
  readonly #offset: (row: number) => number;

  constructor(offset: (row: number) => number, column: ColumnData) {
    this.#offset = offset;
    this.data = bufferBytes(column, 2);
  }

  at(row: number): void {
    this.start = this.#offset(row);
    this.end = this.#offset(row + 1);
  }
}

/** Arrow's views: 16 bytes with the length, then up to 12 bytes in place, or a prefix, a buffer index and an offset. */
class ViewRows implements StringRows {
  data: Uint8Array;
  start = 0;
  end = 0;
  readonly #views: Int32Array;
  readonly #inline: Uint8Array;
  readonly #buffers: readonly Uint8Array[];

  constructor(column: ColumnData) {
    this.#views = viewWords(column);
    this.#inline = bufferBytes(column, 1);
    this.#buffers = column.buffers.slice(2).map((_, index) => bufferBytes(column, index + 2));
    this.data = this.#inline;
  }

  at(row: number): void {
    const length = this.#views[4 * row] ?? 0;
    if (length <= INLINE_VIEW_BYTES) {
      this.data = this.#inline;
      this.start = 16 * row + 4;
    } else {
      this.data = this.#buffers[this.#views[4 * row + 2] ?? 0] ?? this.#inline;
      this.start = this.#views[4 * row + 3] ?? 0;
    }
    this.end = this.start + length;
  }
}
