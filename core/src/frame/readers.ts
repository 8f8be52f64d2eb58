import { requireNoMore } from './arguments.js';
import {
  fromArrow,
  isArrowTable,
  isDataType,
  requireWholeColumns,
  tableFromRows,
  tableFromRowsInSlices,
  type Dataset,
  type TableData,
  requireWellFormedNames,
} from '../contract/data/index.js';
import { hasMembers, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import { requireDistinct } from '../contract/operations/index.js';
import { checkedDeterminism, planNode, type PlanNode } from '../contract/plan/index.js';
import type { Executor } from '../executor/index.js';
import { userCallSite } from './call-site.js';
import { tableOfColumns, type ColumnValues } from './columns.js';
import type { DeclaredSchemaOf, Int64, SchemaDeclaration, SchemaOfColumns, SchemaOfRows, Unchecked } from './column-types.js';
import { DataFrame } from './data-frame.js';
import type { FrameContext } from './frame-base.js';
import { checkDeclaration, checkTypes, declaredFields, type CheckedDeclaration } from './declaration.js';
import { partsOf, type Source } from './parts.js';
import { numberRange, timeRange, type RangeNames } from './ranges.js';
import { newName } from './verbs/names.js';
import type { Every } from './verbs/time-window.js';
import { inferSchema } from './infer.js';
import { checkSettings, FRAME_SETTINGS, pinned, type FrameSettings } from './settings.js';

/** Options of every reader. A schema gives the compile-time type and the run-time check at once. */
export interface SourceOptions<
  D extends SchemaDeclaration = SchemaDeclaration,
  I extends Int64 = Int64,
> extends FrameSettings<I> {
  /** columns and types; only these columns are read */
  readonly schema?: D;
}

export interface ReadCsvOptions<D extends SchemaDeclaration = SchemaDeclaration, I extends Int64 = Int64> extends SourceOptions<
  D,
  I
> {
  /** character between fields; default `,` */
  readonly delimiter?: string;
  /** whether the first line has the column names; default true. Without it they are column_1, column_2 … */
  readonly header?: boolean;
  /** unquoted texts that mean null; default the empty one */
  readonly nullValues?: readonly string[];
  /** whether spaces and tabs around fields are left out, outside quotes; default false */
  readonly trim?: boolean;
  /** rows that types are inferred from; default 10,000 */
  readonly sampleRows?: number;
  /** bytes that a record may have, so that a quote that is never closed is an error before memory is full; default 16 MiB, at most 256 MiB */
  readonly maxRecordBytes?: number;
}

/** Where frames come from. All are lazy: files are read when a frame is used. `I` is how rows give int64. */
export interface Readers<I extends Int64 = 'bigint'> {
  /**
   * A Parquet file, by its path or `file:` URL; or all files of a folder, of a pattern (`'sales/*.parquet'`) or of a list, one after the other, which must have
   * the same columns. With a schema the compiler knows the columns, and the file is checked against it when it is first read.
   * Errors when the frame is used: `FILE_NOT_FOUND`, `DATA_CORRUPT`, `ENCRYPTED_FILE`, `UNSUPPORTED_TYPE`, `SCHEMA_MISMATCH`, `SOURCE_CHANGED`.
   */
  readParquet<const D extends SchemaDeclaration = Unchecked, const J extends Int64 = I>(
    path: Source,
    options?: SourceOptions<D, J>,
  ): DataFrame<DeclaredSchemaOf<D>, J>;
  /** A CSV file, also a gzipped one, by its path or `file:` URL. Types that the schema does not declare are inferred. */
  readCsv<const D extends SchemaDeclaration = Unchecked, const J extends Int64 = I>(
    path: Source,
    options?: ReadCsvOptions<D, J>,
  ): DataFrame<DeclaredSchemaOf<D>, J>;
  /** An apache-arrow table of any version, without copying it. */
  fromArrow<const D extends SchemaDeclaration = Unchecked, const J extends Int64 = I>(
    table: unknown,
    options?: SourceOptions<D, J>,
  ): DataFrame<DeclaredSchemaOf<D>, J>;
  /**
   * Row objects. Without a schema types are inferred: numbers are float64, also when all are whole; bigints int64, Dates timestamps, strings utf8, arrays lists, objects
   * structs, Uint8Arrays binary. `toRows` gives the same rows back. The rows must stay as they are until the frame is first used: of many rows the values are only then copied.
   */
  fromRows<R extends object, const D extends SchemaDeclaration = Unchecked, const J extends Int64 = I>(
    rows: readonly R[],
    options?: SourceOptions<D, J>,
  ): DataFrame<string extends keyof D ? SchemaOfRows<R> : DeclaredSchemaOf<D>, J>;
  /**
   * Arrays by the names of their columns, all of one length. Typed arrays are taken as they are, without a copy, as columns of their own type: leave them as they are from then on. The
   * types of arrays are inferred as in `fromRows`. `toColumns` gives the same arrays back. Errors: `LENGTH_MISMATCH`.
   *
   * @example
   * pf.fromColumns({ name: ['a', 'b'], value: new Float64Array([0.5, 1.5]) })
   */
  fromColumns<
    C extends { readonly [column: string]: ColumnValues },
    const D extends SchemaDeclaration = Unchecked,
    const J extends Int64 = I,
  >(
    columns: C,
    options?: SourceOptions<D, J>,
  ): DataFrame<string extends keyof D ? SchemaOfColumns<C> : DeclaredSchemaOf<D>, J>;
  /**
   * Whole numbers from `start` on, every `step` of them (default 1, below 0 downwards), as far as they come before `end`: a column `value` of int64.
   *
   * @example
   * pf.fromRange(0, 10, { step: 2, name: 'even' }) // 0, 2, 4, 6, 8
   */
  fromRange<const N extends string = 'value', const J extends Int64 = I>(
    start: number | bigint,
    end: number | bigint,
    options?: RangeNames<N> & FrameSettings<J> & { readonly step?: number | bigint },
  ): DataFrame<{ readonly [name in N]: 'int64!' }, J>;
  /**
   * Times from `start` to `end`, both included, at equal distances: a column `time` of timestamps in milliseconds. Months count from the start: after the 31st of January come the last of February and
   * the 31st of March.
   *
   * @example
   * pf.fromTimes(new Date('2024-01-01'), new Date('2024-12-31'), { every: '1mo' })
   */
  fromTimes<const N extends string = 'time', const J extends Int64 = I>(
    start: Date,
    end: Date,
    options: RangeNames<N> & FrameSettings<J> & { readonly every: Every },
  ): DataFrame<{ readonly [name in N]: 'timestamp!' }, J>;
}

/** The readers as functions that need no object: a runtime offers them as its own. */
export const readerFunctions = <I extends Int64>(readers: Readers<I>): Readers<I> => ({
  readParquet: readers.readParquet.bind(readers),
  readCsv: readers.readCsv.bind(readers),
  fromArrow: readers.fromArrow.bind(readers),
  fromRows: readers.fromRows.bind(readers),
  fromColumns: readers.fromColumns.bind(readers),
  fromRange: readers.fromRange.bind(readers),
  fromTimes: readers.fromTimes.bind(readers),
});

const SOURCE = [...FRAME_SETTINGS, ...optionNames<Omit<SourceOptions, keyof FrameSettings>>()({ schema: true })];
const CSV = [
  ...SOURCE,
  ...optionNames<Omit<ReadCsvOptions, keyof SourceOptions>>()({
    delimiter: true,
    header: true,
    nullValues: true,
    trim: true,
    sampleRows: true,
    maxRecordBytes: true,
  }),
];

/** Up to so many rows are copied at once: it takes no longer than looking at them. */
const FEW_ROWS = 10_000;

/** The readers of an executor. */
export const makeReaders = <I extends Int64 = 'bigint'>(executor: Executor, defaults: FrameSettings<I> = {}): Readers<I> =>
  new ExecutorReaders(executor, defaults);

class ExecutorReaders<I extends Int64> implements Readers<I> {
  readonly #executor: Executor;
  readonly #defaults: FrameSettings<I>;

  constructor(executor: Executor, defaults: FrameSettings<I>) {
    this.#executor = executor;
    this.#defaults = defaults;
  }

  readParquet<T, J extends Int64>(path: Source, options: SourceOptions<SchemaDeclaration, J> = {}): DataFrame<T, J> {
    const parts = this.#sources('parquet', path, 'readParquet', /\.parquet$/i);
    checkSettings('readParquet', options, SOURCE);
    return this.#scan('parquet.scan', parts, declared(options), options);
  }

  readCsv<T, J extends Int64>(path: Source, options: ReadCsvOptions<SchemaDeclaration, J> = {}): DataFrame<T, J> {
    const parts = this.#sources('csv', path, 'readCsv', /\.csv(\.gz)?$/i);
    checkSettings('readCsv', options, CSV);
    const { delimiter, header, nullValues, trim, sampleRows, maxRecordBytes } = options;
    const given = Object.entries({ delimiter, header, nullValues, trim, sampleRows, maxRecordBytes });
    const format = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    return this.#scan('csv.scan', parts, { ...format, ...declaredInFull(options) }, options);
  }

  fromArrow<T, J extends Int64>(table: unknown, options: SourceOptions<SchemaDeclaration, J> = {}): DataFrame<T, J> {
    checkSettings('fromArrow', options, SOURCE);
    const data = isArrowTable(table) ? fromArrow(table) : fromTableData(table);
    requireWholeColumns(data);
    const checked = options.schema === undefined ? data : checkDeclaration(options.schema, data, 'the table');
    requireDistinct(checked.schema.map(f => f.name));
    requireWellFormedNames(checked.schema, 'fromArrow');
    const dataset = this.#executor.table(checked, 'arrow table');
    return new DataFrame<T, J>({ kind: 'dataset', dataset }, this.#context(options));
  }

  fromRows<T, J extends Int64>(rows: readonly object[], options: SourceOptions<SchemaDeclaration, J> = {}): DataFrame<T, J> {
    checkSettings('fromRows', options, SOURCE);
    const taken = takenRows(rows);
    const schema = options.schema === undefined ? inferSchema(taken) : declaredFields(options.schema);
    requireWellFormedNames(schema, 'fromRows');
    const dataset =
      taken.length <= FEW_ROWS
        ? this.#executor.table(tableFromRows(schema, taken), 'rows')
        : this.#executor.table({ schema, length: taken.length, make: () => tableFromRowsInSlices(schema, taken) }, 'rows');
    return new DataFrame<T, J>({ kind: 'dataset', dataset }, this.#context(options));
  }

  fromColumns<T, J extends Int64>(columns: unknown, options: SourceOptions<SchemaDeclaration, J> = {}): DataFrame<T, J> {
    checkSettings('fromColumns', options, SOURCE);
    const table = tableOfColumns(columns, options.schema);
    requireWellFormedNames(table.schema, 'fromColumns');
    return new DataFrame<T, J>({ kind: 'dataset', dataset: this.#executor.table(table, 'columns') }, this.#context(options));
  }

  fromRange<T, J extends Int64>(
    start: unknown,
    end: unknown,
    options: FrameSettings<J> & RangeOptions = {},
    ...none: readonly unknown[]
  ): DataFrame<T, J> {
    requireNoMore('fromRange', 3, none, 'The step is an option: { step: 2 }');
    checkSettings('fromRange', options, [...FRAME_SETTINGS, 'name', 'step']);
    const { name = 'value', step = 1 } = options;
    const dataset = this.#executor.table(numberRange(start, end, step, rangeName('fromRange', name)), 'range');
    return new DataFrame<T, J>({ kind: 'dataset', dataset }, this.#context(options));
  }

  fromTimes<T, J extends Int64>(
    start: unknown,
    end: unknown,
    options: FrameSettings<J> & RangeOptions = {},
    ...none: readonly unknown[]
  ): DataFrame<T, J> {
    requireNoMore('fromTimes', 3, none, "The distance is an option: { every: '1d' }");
    checkSettings('fromTimes', options, [...FRAME_SETTINGS, 'name', 'every']);
    const { name = 'time', every } = options;
    const dataset = this.#executor.table(timeRange(start, end, every, rangeName('fromTimes', name)), 'range of times');
    return new DataFrame<T, J>({ kind: 'dataset', dataset }, this.#context(options));
  }

  #context<J extends Int64>(options: FrameSettings<J>): FrameContext<J> {
    return {
      executor: this.#executor,
      engine: pinned(options.engine ?? this.#defaults.engine),
      determinism: checkedDeterminism(options.determinism) ?? this.#defaults.determinism,
      // Where the options say nothing, J is the I of the readers.
      int64: options.int64 ?? (this.#defaults.int64 as J | undefined),
    };
  }

  /** Files by their paths; what lies in a store by its URL. */
  #sources(scheme: string, source: Source, reader: string, extensions: RegExp): readonly [Dataset, ...Dataset[]] {
    const file = (path: string): Dataset => this.#executor.file(scheme, path);
    const given: readonly unknown[] = Array.isArray(source) ? source : [source];
    const stored = given.map(each => {
      const url = typeof each === 'string' || each instanceof URL ? String(each) : '';
      return url.includes('://') ? this.#executor.source?.(scheme, url) : undefined;
    });
    if (stored.every(each => each === undefined)) {
      const [first, ...others] = partsOf(source, reader, extensions);
      return [file(first), ...others.map(file)];
    }
    const [first, ...others] = given.flatMap((each, index) => stored[index] ?? partsOf(each, reader, extensions).map(file));
    if (first) return [first, ...others];
    throw new ParquetFrameError('INVALID_ARGUMENT', `${reader} takes a path or a list of at least one; received an empty list`);
  }

  #scan<T, J extends Int64>(
    operation: string,
    parts: readonly [Dataset, ...Dataset[]],
    settings: object,
    options: FrameSettings<J>,
  ): DataFrame<T, J> {
    const context = this.#context(options);
    const { engine, determinism } = context;
    const extra = { callSite: userCallSite(), engine, determinism };
    const scan = (dataset: Dataset): PlanNode => planNode(operation, { ...settings }, [{ kind: 'dataset', dataset }], extra);
    const [first, ...others] = parts;
    const plan = others.length === 0 ? scan(first) : planNode('table.concat', {}, parts.map(scan), extra);
    return new DataFrame<T, J>(plan, context);
  }
}

/** What ranges take beside settings, before it is checked. */
interface RangeOptions {
  readonly name?: unknown;
  readonly step?: unknown;
  readonly every?: unknown;
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
function rangeName(reader: string, name: unknown): string {
  return newName(reader, 'name', name);
}

/** The array as it is now, of rows that are objects. @throws ParquetFrameError `INVALID_ARGUMENT` */
function takenRows(rows: unknown): readonly object[] {
  if (!Array.isArray(rows))
    throw new ParquetFrameError('INVALID_ARGUMENT', `fromRows takes an array of row objects, received ${received(rows)}`);
  return Array.from(rows, (row: unknown, index) => {
    if (hasMembers(row)) return row;
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `fromRows takes an array of row objects; row ${String(index)} is ${received(row)}`,
      { details: { row: index } },
    );
  });
}

/** A CSV file has no types of its own, so a declared one must say all. @throws ParquetFrameError `INVALID_ARGUMENT` */
const declaredInFull = ({ schema }: SourceOptions): { readonly declared?: CheckedDeclaration } =>
  schema !== undefined ? { declared: Object.fromEntries(declaredFields(schema).map(({ name, type }) => [name, type])) } : {};
/** A Parquet file has the full types: a name may leave open what they say. @throws ParquetFrameError `INVALID_ARGUMENT` */
const declared = ({ schema }: SourceOptions): { readonly declared?: CheckedDeclaration } =>
  schema !== undefined ? { declared: checkTypes(schema) } : {};

/** Also our own `Table` and plain table data. */
function fromTableData(table: unknown): TableData {
  const data: unknown = typeof table === 'object' && table !== null && 'data' in table ? table.data : table;
  if (isTableData(data)) return data;
  return fromArrow(table);
}
function isTableData(value: unknown): value is TableData {
  if (!hasMembers(value)) return false;
  const { schema, batches, length } = value;
  const isWhole = Array.isArray(schema) && Array.isArray(batches) && typeof length === 'number';
  return isWhole && schema.every(isField) && batches.every(batch => isBatch(batch, schema.length));
}
const isField = (value: unknown): boolean => hasMembers(value) && typeof value['name'] === 'string' && isDataType(value['type']);
const isBatch = (value: unknown, columns: number): boolean =>
  hasMembers(value) &&
  Array.isArray(value['columns']) &&
  value['columns'].length === columns &&
  value['columns'].every(column => hasMembers(column) && Array.isArray(column['buffers']));
