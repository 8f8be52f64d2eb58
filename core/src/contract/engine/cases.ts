import type { DataType, FileReference, GraphData, Json, Kind, MaybePromise, Schema, TableData } from '../data/index.js';
import type { OperationOptions, ResultClass, Sizes } from '../operations/index.js';

/** An input of a conformance case, as values: the kit puts it wherever a kernel wants it. */
export type CaseInput =
  | { readonly kind: 'table'; readonly table: TableData }
  /** `build`: options of `graph.build`; the reference engine builds it */
  | { readonly kind: 'graph'; readonly edges: TableData; readonly vertices?: TableData; readonly build?: OperationOptions }
  /** A table is written as the scheme says: as CSV, or by the reference engine's `parquet.write` with the options in `write`; text and bytes are written as they are. */
  | {
      readonly kind: 'file';
      readonly scheme: string;
      readonly content: TableData | string | Uint8Array;
      readonly write?: OperationOptions;
      /** with the dot, such as `.csv.gz` */
      readonly extension?: string;
      /** the file was changed, or removed, after the reference to it was made */
      readonly state?: 'changed' | 'missing';
    };

/** What a literal case must give, known from the meaning of the operation and not from any engine. */
export type CaseExpectation =
  | { readonly table: TableData }
  | { readonly record: Json }
  | {
      readonly graph: {
        readonly offsets: readonly number[];
        readonly targets: readonly number[];
        readonly ids?: readonly unknown[];
      };
    }
  | { readonly error: string };

/** One call of an operation. Without `expect` the reference alone says what is right. An error may be one of use: options that the catalogue refuses before an engine is asked. */
export interface OperationCase {
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  readonly options: OperationOptions;
  readonly expect?: CaseExpectation;
}

/** Source of generated values. Every value comes from a seed and is shrunk when a case fails, so generators are written as plain code. */
export interface CaseRandom {
  /** both ends included */
  integer(min: number, max: number): number;
  boolean(): boolean;
  pick<T>(items: readonly T[]): T;
  /** any value of a type; null now and then when `nullable` */
  value(type: DataType, nullable?: boolean): unknown;
  /** rows of a schema over one to three batches */
  table(schema: Schema, limits?: { readonly minRows?: number; readonly maxRows?: number }): TableData;
  /** vertex pairs with multi-edges and self-loops among few vertices */
  edges(limits?: { readonly maxVertices?: number; readonly maxEdges?: number }): readonly (readonly [number, number])[];
}

/** An input of a prepared case on the heap. */
export type PreparedInput =
  | { readonly kind: 'table'; readonly table: TableData }
  | {
      readonly kind: 'graph';
      readonly graph: GraphData;
      /** `GraphFacts`, as the reference found them */
      readonly facts: Sizes;
      /** what it was built from, for engines that take only graphs they built themselves */
      readonly recipe: { readonly tables: readonly TableData[]; readonly options: OperationOptions };
    }
  | { readonly kind: 'file'; readonly file: FileReference };

/** A result on the heap. */
export type CaseResult =
  | { readonly kind: 'table'; readonly table: TableData; readonly sizes: Sizes }
  | { readonly kind: 'graph'; readonly graph: GraphData; readonly sizes: Sizes }
  | { readonly kind: 'record'; readonly record: Json; readonly sizes: Sizes };

/** A case whose inputs are on the heap and whose options are complete. */
export interface PreparedCase {
  readonly name: string;
  readonly inputs: readonly PreparedInput[];
  readonly options: OperationOptions;
  /** folder for files of this case */
  readonly folder: string;
}

/** What a prepared case may ask of the kit. */
export interface CaseTools {
  /** the class that was asked for */
  readonly class: ResultClass;
  /** Runs an operation on the reference engine. */
  reference(operation: string, inputs: readonly PreparedInput[], options: OperationOptions): Promise<CaseResult>;
  /** Runs the operation under test once more, with other inputs or options; undefined where the engine declines them. */
  again(inputs: readonly PreparedInput[], options: OperationOptions): Promise<CaseResult | undefined>;
}

/** A fact that every right result has. Answers what is wrong, or undefined. */
export interface CaseLaw {
  /** a sentence, such as `distances differ by at most 1 over an arc` */
  readonly name: string;
  check(prepared: PreparedCase, result: CaseResult, tools: CaseTools): MaybePromise<string | undefined>;
}

/** A dataset that a generated plan has come to: its kind, and what the reference makes of it where that is no error. */
export interface ChainInput {
  readonly kind: Kind;
  readonly result?: CaseResult;
}

/**
 * What is left of a table when some of its values cannot be computed: the table with any value in their place, and which values those are.
 * In place of a row that may be there or not, `rows` says so.
 */
export interface PartialTable {
  readonly table: TableData;
  /** per column of the table, the rows whose value is unknown */
  readonly unknown: readonly ReadonlySet<number>[];
  /** rows of which it is not known whether they are there */
  readonly uncertain?: ReadonlySet<number>;
}

/** How the conformance kit tests an operation: literal cases, a generator, laws, and what equality means in the weaker classes. */
export interface OperationCases {
  readonly literals: readonly OperationCase[];
  generate(random: CaseRandom): Omit<OperationCase, 'name' | 'expect'>;
  /** Generators of cases of one function of the operation each, by its name: of hundreds of functions each is rare in what `generate` draws. */
  readonly functions?: { readonly [name: string]: (random: CaseRandom) => Omit<OperationCase, 'name' | 'expect'> };
  readonly laws?: readonly CaseLaw[];
  /**
   * Continues a plan: options that fit what it has come to, or undefined where nothing fits. `schema` is that of the first input where it is a table, else empty.
   * Without it the operation is tested alone and at the bottom of plans only, and dispatch never gives it to an engine on top of another step.
   */
  chain?(random: CaseRandom, schema: Schema, inputs: readonly ChainInput[]): OperationOptions | undefined;
  /**
   * What can be computed where the whole is an error, for an operation whose errors belong to single values or rows. With it the kit knows which errors a fused
   * fragment may leave out; without it none.
   */
  partial?(prepared: PreparedCase, tools: Pick<CaseTools, 'reference'>): Promise<PartialTable | undefined>;
  /** A case of a million rows or so that takes long enough to be cancelled; without it cancelling is not tested. */
  large?(): Omit<OperationCase, 'name' | 'expect'>;
  /** Fills in options that depend on the inputs as they were prepared: the schema of a file, the path to write. */
  prepare?(prepared: PreparedCase, tools: Pick<CaseTools, 'reference'>): Promise<OperationOptions>;
  /** Replaces the kit's comparison: what is different, or undefined. `class` is the class asked. */
  compare?(
    actual: CaseResult,
    expected: CaseResult,
    context: { readonly prepared: PreparedCase; readonly class: ResultClass; readonly tools: Pick<CaseTools, 'reference'> },
  ): MaybePromise<string | undefined>;
}
