import { fromArrow, isArrowTable, tableFromRows, type TableData } from '../contract/data/index.js';
import type { Executor } from '../executor/index.js';
import { ParquetFrameError } from '../contract/errors/index.js';
import { requireDistinct } from '../contract/operations/index.js';
import { checkedDeterminism, planNode, type Determinism, type PlanNode } from '../contract/plan/index.js';
import { userCallSite } from './call-site.js';
import type { DeclaredSchemaOf, SchemaDeclaration } from './column-types.js';
import { DataFrame, type FrameContext } from './data-frame.js';
import { checkDeclaration, checkTypes, declaredFields } from './declaration.js';
import { partsOf, type Source } from './parts.js';
import { inferSchema } from './infer.js';

/** Options of every reader. */
export interface SourceOptions {
  /** pins the frame and what is derived from it to an engine; nothing falls back */
  readonly engine?: string;
  /** `exact` (default): the same bytes from every engine; `fast`: any answer within what the operations state */
  readonly determinism?: Determinism;
}

export interface ReadCsvOptions extends SourceOptions {
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

/** A schema gives the compile-time type and the run-time check at once. */
export interface Declared<D> {
  /** columns and types; only these columns are read */
  readonly schema: D;
}

/** Where frames come from. All are lazy: files are read when a frame is used. */
export interface Readers {
  /**
   * A Parquet file, by its path or `file:` URL; or all files of a folder, of a pattern (`'sales/*.parquet'`) or of a list, one after the other, which must have
   * the same columns. With a schema the compiler knows the columns, and the file is checked against it when it is first read.
   * Errors when the frame is used: `FILE_NOT_FOUND`, `DATA_CORRUPT`, `ENCRYPTED_FILE`, `UNSUPPORTED_TYPE`, `SCHEMA_MISMATCH`, `SOURCE_CHANGED`.
   */
  readParquet<const D extends SchemaDeclaration>(
    path: Source,
    options: Declared<D> & SourceOptions,
  ): DataFrame<DeclaredSchemaOf<D>>;
  readParquet(path: Source, options?: SourceOptions): DataFrame;
  /** A CSV file, also a gzipped one, by its path or `file:` URL. Types that the schema does not declare are inferred. */
  readCsv<const D extends SchemaDeclaration>(path: Source, options: Declared<D> & ReadCsvOptions): DataFrame<DeclaredSchemaOf<D>>;
  readCsv(path: Source, options?: ReadCsvOptions): DataFrame;
  /** An apache-arrow table of any version, without copying it. */
  fromArrow<const D extends SchemaDeclaration>(
    table: unknown,
    options: Declared<D> & SourceOptions,
  ): DataFrame<DeclaredSchemaOf<D>>;
  fromArrow(table: unknown, options?: SourceOptions): DataFrame;
  /** Row objects. Without a schema types are inferred: numbers float64 (int64 when all are whole), bigint int64, Date timestamps, strings utf8. */
  fromRows<const D extends SchemaDeclaration>(
    rows: readonly object[],
    options: Declared<D> & SourceOptions,
  ): DataFrame<DeclaredSchemaOf<D>>;
  fromRows(rows: readonly object[], options?: SourceOptions): DataFrame;
}

type AnyOptions = SourceOptions & ReadCsvOptions & Partial<Declared<SchemaDeclaration>>;

/** The readers of an executor. */
export const makeReaders = (executor: Executor, defaults: SourceOptions = {}): Readers => new ExecutorReaders(executor, defaults);

class ExecutorReaders implements Readers {
  readonly #executor: Executor;
  readonly #defaults: SourceOptions;

  constructor(executor: Executor, defaults: SourceOptions) {
    this.#executor = executor;
    this.#defaults = defaults;
  }

  readParquet<T>(path: Source, options: AnyOptions = {}): DataFrame<T> {
    return this.#scan('parquet.scan', 'parquet', partsOf(path, 'readParquet', /\.parquet$/i), declared(options), options);
  }

  readCsv<T>(path: Source, options: AnyOptions = {}): DataFrame<T> {
    const { delimiter, header, nullValues, trim, sampleRows, maxRecordBytes } = options;
    const given = Object.entries({ delimiter, header, nullValues, trim, sampleRows, maxRecordBytes });
    const format = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    return this.#scan(
      'csv.scan',
      'csv',
      partsOf(path, 'readCsv', /\.csv(\.gz)?$/i),
      { ...format, ...declaredInFull(options) },
      options,
    );
  }

  fromArrow<T>(table: unknown, options: AnyOptions = {}): DataFrame<T> {
    const data = isArrowTable(table) ? fromArrow(table) : fromTableData(table);
    return this.#inMemory(options.schema ? checkDeclaration(options.schema, data, 'the table') : data, 'arrow table', options);
  }

  fromRows<T>(rows: readonly object[], options: AnyOptions = {}): DataFrame<T> {
    if (!Array.isArray(rows)) throw new ParquetFrameError('INVALID_ARGUMENT', 'fromRows takes an array of row objects');
    const schema = options.schema ? declaredFields(options.schema) : inferSchema(rows);
    return this.#inMemory(tableFromRows(schema, rows), 'rows', options);
  }

  #context(options: SourceOptions): FrameContext {
    return {
      executor: this.#executor,
      engine: pinned(options.engine ?? this.#defaults.engine),
      determinism: checkedDeterminism(options.determinism) ?? this.#defaults.determinism,
    };
  }

  #scan<T>(
    operation: string,
    scheme: string,
    parts: readonly [string, ...string[]],
    settings: object,
    options: SourceOptions,
  ): DataFrame<T> {
    const context = this.#context(options);
    const { engine, determinism } = context;
    const extra = { callSite: userCallSite(), engine, determinism };
    const scan = (path: string): PlanNode => {
      const source = { kind: 'dataset', dataset: this.#executor.file(scheme, path) } as const;
      return planNode(operation, { ...settings }, [source], extra);
    };
    const [first, ...others] = parts;
    const plan = others.length === 0 ? scan(first) : planNode('table.concat', {}, parts.map(scan), extra);
    return new DataFrame<T>(plan, context);
  }

  #inMemory<T>(table: TableData, label: string, options: SourceOptions): DataFrame<T> {
    requireDistinct(
      'fromArrow',
      table.schema.map(f => f.name),
    );
    return new DataFrame<T>({ kind: 'dataset', dataset: this.#executor.table(table, label) }, this.#context(options));
  }
}

const pinned = (engine: string | undefined): string | undefined => (engine === 'auto' ? undefined : engine);
/** A CSV file has no types of its own, so a declared one must say all. @throws ParquetFrameError `INVALID_ARGUMENT` */
const declaredInFull = ({ schema }: AnyOptions): { readonly declared?: SchemaDeclaration } =>
  schema ? { declared: Object.fromEntries(declaredFields(schema).map(({ name, type }) => [name, type])) } : {};
/** A Parquet file has the full types: a name may leave open what they say. @throws ParquetFrameError `INVALID_ARGUMENT` */
const declared = ({ schema }: AnyOptions): { readonly declared?: SchemaDeclaration } =>
  schema ? { declared: checkTypes(schema) } : {};

/** Also our own `Table` and plain table data. */
function fromTableData(table: unknown): TableData {
  const data: unknown = typeof table === 'object' && table !== null && 'data' in table ? table.data : table;
  if (isTableData(data)) return data;
  return fromArrow(table);
}
const isTableData = (value: unknown): value is TableData =>
  typeof value === 'object' &&
  value !== null &&
  'batches' in value &&
  'length' in value &&
  'schema' in value &&
  Array.isArray(value.schema);
