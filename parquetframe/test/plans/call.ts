import type { DataFrame } from 'parquetframe';
import type { Column, Model } from './model.js';
import type { Random } from './random.js';

export type Frame = DataFrame;

/** What the verbs of a plan are called on. */
export interface World {
  /** the frame beside, for verbs that take two */
  readonly right: { readonly frame: Frame; readonly model: Model };
}

/** A verb with what it is given: as the library runs it, as the interpreter computes it row by row and, where DuckDB means the same, as SQL. */
export interface Call {
  /** as it would be written */
  readonly text: string;
  apply(frame: Frame, world: World): Frame;
  /** @throws Invalid, Fault */
  rows(model: Model, world: World): Model;
  /** A query of the table `input`; `right` is the table beside. Rows are compared without their order. */
  sql?(input: string): string;
}

/** What plans are made from: the columns there are, and those of the frame beside. */
export interface State {
  readonly random: Random;
  readonly columns: readonly Column[];
  readonly right: readonly Column[];
}

/** A call for these columns; undefined where the verb has nothing to do with them. */
export type Verb = (state: State) => Call | undefined;

export const text = (verb: string, ...given: readonly unknown[]): string =>
  `${verb}(${given.map(each => JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? `${String(value)}n` : value))).join(', ')})`;

export const quoted = (name: string): string => `"${name}"`;
export const list = (names: readonly string[]): string => names.map(quoted).join(', ');
