import type { Table as ArrowTable } from 'apache-arrow';
import {
  batchRows,
  columnAt,
  columnReader,
  fieldOf,
  rowsOf,
  sliceTable,
  toArrow,
  userReader,
  type DataType,
  type JsonObject,
  type RowOptions,
  type Schema,
  type TableData,
} from '../contract/data/index.js';
import type { Execution, Provenance } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import type { Sizes } from '../contract/operations/index.js';
import type { JsValueOf, RowOf, RowWith, Unchecked } from './column-types.js';
import { formatTable, type FormatOptions } from './table-text.js';

/** The value of a column in rows. */
export type ValueOf<S, K extends keyof S> = S[K] extends keyof JsValueOf ? JsValueOf[S[K]] : unknown;

/** One column of a table, by row. */
export interface TableColumn<V> extends Iterable<V | null> {
  readonly name: string;
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  /** the value of a row; undefined when there is no such row */
  get(row: number): V | null | undefined;
  isNull(row: number): boolean;
  toArray(): (V | null)[];
}

/** A table that was dropped without `close()` gives back what it holds; a failure to do so concerns nobody any more. */
const abandoned = new FinalizationRegistry((release: () => Promise<void>) => {
  release().catch(() => undefined);
});

/**
 * The result of a terminal call: columns in memory. It prints itself, says what ran where, and holds its memory until it is closed or collected.
 * After `close()` its methods throw `CLOSED`; views exported before, such as an arrow-js table, stay valid.
 */
export class Table<S = Unchecked> implements AsyncDisposable, Iterable<RowOf<S>> {
  readonly schema: Schema;
  readonly length: number;
  /** what ran where, how long it took, what was moved, what fell back */
  readonly provenance: Provenance;
  /** what operations report: iterations, whether they converged, row groups pruned … */
  readonly notes: JsonObject;
  /** measured sizes: rows, bytes … */
  readonly statistics: Sizes;
  #data: TableData | undefined;
  readonly #release: (() => Promise<void>) | undefined = undefined;

  /** @internal Made by `collect()`. */
  constructor(execution: Execution, data = execution.replica.value as TableData, owned = true) {
    this.#data = data;
    this.schema = data.schema;
    this.length = data.length;
    this.provenance = execution.provenance;
    this.notes = execution.notes;
    this.statistics = execution.sizes;
    if (owned) {
      this.#release = () => execution.release();
      abandoned.register(this, this.#release, this);
    }
  }

  /** @internal A part of a streamed result, which the stream releases. */
  static piece<S>(data: TableData, execution: Execution): Table<S> {
    return new Table<S>(execution, data, false);
  }

  /** The plain buffers: what engines see. */
  get data(): TableData {
    if (this.#data) return this.#data;
    throw new ParquetFrameError(
      'CLOSED',
      'the table was closed; collect the frame again, or keep the table open for as long as it is used',
    );
  }

  get columns(): readonly string[] {
    return this.schema.map(f => f.name);
  }

  /** One column. @throws ParquetFrameError `COLUMN_NOT_FOUND` */
  column<const K extends keyof S & string>(name: K, options: RowOptions = {}): TableColumn<ValueOf<S, K>> {
    return tableColumnView<ValueOf<S, K>>(this.data, name, options);
  }

  /** Row `index`; negative counts from the end. Undefined when there is no such row. */
  at<const O extends RowOptions>(index: number, options?: O): RowWith<S, O> | undefined {
    const row = index < 0 ? this.length + index : index;
    const [found] = rowsOf(sliceTable(this.data, row, row + 1), options);
    return row < 0 ? undefined : (found as RowWith<S, O> | undefined);
  }

  /** All rows as objects. @throws ParquetFrameError `UNSAFE_INTEGER`, `INEXACT_TIMESTAMP` */
  toRows<const O extends RowOptions>(options?: O): RowWith<S, O>[] {
    return rowsOf(this.data, options) as RowWith<S, O>[];
  }

  /** Rows one by one, without making all of them first. */
  *rows<const O extends RowOptions>(options?: O): Generator<RowWith<S, O>, void, undefined> {
    const { schema, batches } = this.data;
    for (const batch of batches) yield* batchRows(schema, batch, options) as Generator<RowWith<S, O>, void, undefined>;
  }

  [Symbol.iterator](): Iterator<RowOf<S>, void, undefined> {
    return this.rows() as Iterator<RowOf<S>, void, undefined>;
  }

  /** An apache-arrow table over the same memory. Instants keep their unit. */
  toArrow(): Promise<ArrowTable> {
    return toArrow(this.data);
  }

  /** The table as text: types, numbers to the right, the first and last rows. */
  format(options: FormatOptions = {}): string {
    return formatTable(this.data, options);
  }

  toString(): string {
    return this.#data ? this.format() : 'Table (closed)';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** Gives the memory back; idempotent. */
  async close(): Promise<void> {
    if (this.#data === undefined) return;
    this.#data = undefined;
    abandoned.unregister(this);
    await this.#release?.();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function tableColumnView<V>(table: TableData, name: string, options: RowOptions): TableColumn<V> {
  const { type } = fieldOf(table.schema, name);
  const index = table.schema.findIndex(f => f.name === name);
  let first = 0;
  const parts = table.batches.map(batch => {
    const column = columnAt(batch, index);
    const part = {
      start: first,
      end: first + batch.length,
      reader: columnReader(type, column),
      get: userReader(type, column, options),
    };
    first = part.end;
    return part;
  });
  const partOf = (row: number): (typeof parts)[number] | undefined => parts.find(part => row >= part.start && row < part.end);
  const get = (row: number): V | null | undefined => {
    const part = partOf(row);
    return part && (part.get(row - part.start) as V | null);
  };
  function* values(): Generator<V | null, void, undefined> {
    for (const part of parts) for (let row = 0; row < part.end - part.start; row++) yield part.get(row) as V | null;
  }
  return {
    name,
    type,
    length: table.length,
    nullCount: table.batches.reduce((nulls, batch) => nulls + columnAt(batch, index).nullCount, 0),
    get,
    isNull(row) {
      const part = partOf(row);
      return part?.reader.isNull(row - part.start) ?? false;
    },
    toArray: () => [...values()],
    [Symbol.iterator]: values,
  };
}
