import { ParquetFrameError } from '../../contract/errors/index.js';
import { described } from '../described.js';

/** A step that a verb adds to a plan. */
export interface VerbStep {
  readonly operation: string;
  readonly options: { readonly [option: string]: unknown };
}

export const verbStep = (operation: string, options: VerbStep['options']): VerbStep => ({ operation, options });

/** Column names as a list. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function columnNames(verb: string, given: unknown): readonly string[] {
  const names: readonly unknown[] | undefined = typeof given === 'string' ? [given] : Array.isArray(given) ? given : undefined;
  if (names === undefined)
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes column names, received ${described(given)}`);
  // Holes are visited as well.
  return Array.from(names, name => {
    if (typeof name === 'string') return name;
    const instead = Array.isArray(name) ? `; spread it, as in ${verb}(...names)` : '';
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes column names, received ${described(name)}${instead}`);
  });
}

/** Refuses an empty list of names where nothing could be done with it. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireSome(taker: string, names: readonly unknown[], what = 'column'): void {
  if (names.length === 0) throw new ParquetFrameError('INVALID_ARGUMENT', `${taker} needs at least one ${what}, received none`);
}
