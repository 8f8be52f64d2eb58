import type { Table as ArrowTable } from 'apache-arrow';
import {
  atOnce,
  batchRows,
  columnAt,
  columnReader,
  fieldOf,
  inTurns,
  jsonRowsOf,
  ranges,
  rowsInSlices,
  rowsOf,
  sliceTable,
  toArrow,
  userReader,
  type DataType,
  type JsonObject,
  type RowOptions,
  type Schema,
  type Steps,
  type TableData,
} from '../contract/data/index.js';
import type { Execution, Provenance } from '../executor/index.js';
import { ParquetFrameError, received } from '../contract/errors/index.js';
import type { Sizes } from '../contract/operations/index.js';
import type { Int64, RowOf, RowWith, Unchecked, ValueWith } from './column-types.js';
import { checkRowOptions } from './settings.js';
import { tableHtml, type HtmlOptions } from './table-html.js';
import { formatTable, type FormatOptions } from './table-text.js';

/** How the rows of a table are given unless a call says otherwise. */
export interface RowSettings<I extends Int64 = Int64> {
  readonly int64: I | undefined;
}

/** One column of a table, by row; `V` is its values, with null where it may hold it. */
export interface TableColumn<V> extends Iterable<V> {
  readonly name: string;
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  /** the value of a row; undefined when there is no such row */
  get(row: number): V | undefined;
  isNull(row: number): boolean;
  toArray(): V[];
}

/** The values of every column. */
export type TableColumns<S, O, I extends Int64 = 'bigint'> = { -readonly [K in keyof S]: ValueWith<S[K], O, I>[] };

/** A table that was dropped without `close()` gives back what it holds; a failure to do so concerns nobody any more. */
const abandoned = new FinalizationRegistry((release: () => Promise<void>) => {
  release().catch(() => undefined);
});

/**
 * The result of a terminal call: columns in memory. It prints itself, says what ran where, and holds its memory until it is closed or collected.
 * After `close()` its methods throw `CLOSED`; views exported before, such as an arrow-js table, stay valid.
 */
export class Table<S = Unchecked, I extends Int64 = 'bigint'> implements AsyncDisposable, Iterable<RowOf<S, I>> {
  readonly schema: Schema;
  readonly length: number;
  /** what ran where, how long it took, what was moved, what fell back */
  readonly provenance: Provenance;
  /** what operations report: iterations, whether they converged, row groups pruned … */
  readonly notes: JsonObject;
  /** measured sizes: rows, bytes … */
  readonly statistics: Sizes;
  #data: TableData | undefined;
  readonly #settings: RowSettings<I>;
  readonly #release: (() => Promise<void>) | undefined = undefined;

  /** @internal Made by `collect()`. */
  constructor(execution: Execution, settings: RowSettings<I>, data = execution.replica.value as TableData, owned = true) {
    this.#data = data;
    this.#settings = settings;
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
  static piece<S, I extends Int64>(execution: Execution, settings: RowSettings<I>, data: TableData): Table<S, I> {
    return new Table<S, I>(execution, settings, data, false);
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
  column<const K extends keyof S & string, const O extends RowOptions>(name: K, options?: O): TableColumn<ValueWith<S[K], O, I>> {
    if (typeof (name as unknown) !== 'string')
      throw new ParquetFrameError('INVALID_ARGUMENT', `column takes the name of a column, received ${received(name)}`);
    return tableColumnView(this.data, name, this.#rowOptions('column', options));
  }

  /** Row `index`; negative counts from the end. Undefined when there is no such row. */
  at<const O extends RowOptions>(index: number, options?: O): RowWith<S, O, I> | undefined {
    if (!Number.isSafeInteger(index))
      throw new ParquetFrameError('INVALID_ARGUMENT', `at takes the number of a row, received ${received(index)}`);
    const row = index < 0 ? this.length + index : index;
    const [found] = rowsOf(sliceTable(this.data, row, row + 1), this.#rowOptions('at', options));
    return row < 0 ? undefined : (found as RowWith<S, O, I> | undefined);
  }

  /** All rows as objects. @throws ParquetFrameError `UNSAFE_INTEGER`, `INEXACT_TIMESTAMP` */
  toRows<const O extends RowOptions>(options?: O): RowWith<S, O, I>[] {
    return rowsOf(this.data, this.#rowOptions('toRows', options)) as RowWith<S, O, I>[];
  }

  /** @internal The same, giving way to the event loop. */
  async rowsInSlices<const O extends RowOptions>(options: O, signal?: AbortSignal): Promise<RowWith<S, O, I>[]> {
    return (await rowsInSlices(this.data, this.#rowOptions('toRows', options), signal)) as RowWith<S, O, I>[];
  }

  /** The values of every column: `{ a: [1, 2], b: ['x', 'y'] }`. @throws ParquetFrameError `UNSAFE_INTEGER`, `INEXACT_TIMESTAMP` */
  toColumns<const O extends RowOptions>(options?: O): TableColumns<S, O, I> {
    return atOnce(columnSteps(this.data, this.#rowOptions('toColumns', options))) as TableColumns<S, O, I>;
  }

  /** @internal The same, giving way to the event loop. */
  async columnsInSlices<const O extends RowOptions>(options: O, signal?: AbortSignal): Promise<TableColumns<S, O, I>> {
    return (await inTurns(columnSteps(this.data, this.#rowOptions('toColumns', options)), signal)) as TableColumns<S, O, I>;
  }

  /** Rows one by one, without making all of them first. */
  rows<const O extends RowOptions>(options?: O): Generator<RowWith<S, O, I>, void, undefined> {
    return tableRows(this.data, this.#rowOptions('rows', options)) as Generator<RowWith<S, O, I>, void, undefined>;
  }

  [Symbol.iterator](): Iterator<RowOf<S, I>, void, undefined> {
    return this.rows();
  }

  /**
   * The rows as plain JSON, for `JSON.stringify(table)`: an int64 as a number where it is a safe one, else as text; NaN and infinities as text; dates and instants in
   * ISO 8601, decimals as text, binary in base64.
   */
  toJSON(): readonly JsonObject[] {
    return jsonRowsOf(this.data);
  }

  /** An apache-arrow table over the same memory. Instants keep their unit. */
  toArrow(): Promise<ArrowTable> {
    return toArrow(this.data);
  }

  /** The table as text: types, numbers to the right, the first and last rows. */
  format(options: FormatOptions = {}): string {
    return formatTable(this.data, options);
  }

  /** The table as an HTML table: types, the first and last rows. What comes from the data is escaped. */
  toHTML(options: HtmlOptions = {}): string {
    return tableHtml(this.data, options);
  }

  /** For notebooks, such as those of Deno: they show the richest form that they know. */
  [Symbol.for('Jupyter.display')](): { readonly [mime: string]: string } {
    return this.#data ? { 'text/plain': this.format(), 'text/html': this.toHTML() } : { 'text/plain': this.toString() };
  }

  toString(): string {
    return this.#data ? this.format() : 'Table (closed)';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #rowOptions(taker: string, options: RowOptions | undefined): RowOptions {
    checkRowOptions(taker, options);
    const int64 = options?.int64 ?? this.#settings.int64;
    return { ...options, ...(int64 === undefined ? {} : { int64 }) };
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

function* tableRows({ schema, batches }: TableData, options: RowOptions): Generator<object, void, undefined> {
  for (const batch of batches) yield* batchRows(schema, batch, options);
}

function* columnSteps({ schema, batches }: TableData, options: RowOptions): Steps<{ [column: string]: unknown[] }> {
  const columns: [string, unknown[]][] = [];
  for (const [index, { name, type }] of schema.entries()) {
    const values: unknown[] = [];
    for (const batch of batches) {
      const get = userReader(type, columnAt(batch, index), options);
      yield* ranges(batch.length, (from, to) => {
        for (let row = from; row < to; row++) values.push(get(row));
      });
    }
    columns.push([name, values]);
  }
  return Object.fromEntries(columns);
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
  const get = (row: number): V | undefined => {
    const part = partOf(row);
    return part && (part.get(row - part.start) as V);
  };
  function* values(): Generator<V, void, undefined> {
    for (const part of parts) for (let row = 0; row < part.end - part.start; row++) yield part.get(row) as V;
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
