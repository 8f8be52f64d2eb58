import type { Expression } from '../plan/index.js';
import type { ByteRange, FetchedRange } from './ranges.js';

/** What a step reads of a file. */
export interface SourceNeed {
  /** undefined: all columns */
  readonly columns?: readonly string[] | undefined;
  /** rows for which it is not true are of no use; `values` are those of its parameters */
  readonly predicate?: { readonly expression: Expression; readonly values: readonly unknown[] } | undefined;
}

export interface NeededRanges {
  readonly ranges: readonly ByteRange[];
  /** parts that the predicate rules out are not among them */
  readonly isPruned: boolean;
}

/** How the values of one column lie in a file. */
export type ColumnFacts = {
  /** dotted path of the leaf, as in the file */
  readonly path: string;
  readonly physicalType: string;
  readonly codecs: readonly string[];
  readonly encodings: readonly string[];
};

/** What a file says of how it was written, beyond its schema. */
export type SourceFacts = {
  readonly columns: readonly ColumnFacts[];
};

/** What an engine may ask of the sources of a fragment while it binds. What it asked for is part of what its answer is remembered by. */
export interface BindSources {
  /** Of the file at a port; undefined where nothing is known. */
  facts(port: number): Promise<SourceFacts | undefined>;
}

/** What a file says of where its parts lie. */
export interface SourceFooter {
  /** bytes that were read to know it, which readers of the file need too */
  readonly fetched: readonly FetchedRange[];
  /** The further bytes that a step needs. */
  ranges(need: SourceNeed): NeededRanges;
}

/**
 * A file format, as far as it decides which bytes a step needs, so that they are fetched before an engine runs. Files of a format that is not known here are fetched whole, and so are
 * those whose footer cannot be made sense of: to say what is wrong with a file is the affair of the engine.
 */
export interface SourceFormat {
  /** as in `{ kind: 'file', scheme }` */
  readonly name: string;
  /** Reads what it must to know where the parts of a file of so many bytes lie. @throws anything, when it makes no sense */
  footer(read: (range: ByteRange) => Promise<FetchedRange>, bytes: number): Promise<SourceFooter>;
}
