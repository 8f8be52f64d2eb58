import { familyOf, fieldOf, formatType, requireWellFormed, type Schema } from '../../contract/data/index.js';
import { ParquetFrameError, quoted } from '../../contract/errors/index.js';
import { described } from '../described.js';

/** A step that a verb adds to a plan. */
export interface VerbStep {
  /** refuses columns in the words of the verb, where the step is called otherwise */
  readonly check?: (schema: Schema) => void;
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

/** The name of one column. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function columnName(taker: string, given: unknown): string {
  if (typeof given === 'string') return given;
  throw new ParquetFrameError('INVALID_ARGUMENT', `${taker} takes the name of a column, received ${described(given)}`);
}

/** The name of a column that is made. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function newName(taker: string, option: string, given: unknown): string {
  if (typeof given !== 'string' || given === '')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker}: ${option} must be a non-empty string, received ${described(given)}`,
    );
  requireWellFormed(given, taker);
  return given;
}

/** Refuses a name that is there twice. @throws ParquetFrameError `DUPLICATE_COLUMN` */
export function requireOnce(taker: string, names: readonly string[]): void {
  const again = names.find((name, index) => names.indexOf(name) < index);
  if (again === undefined) return;
  throw new ParquetFrameError('DUPLICATE_COLUMN', `${taker} names the column ${quoted(again)} twice; name it once`, {
    details: { column: again },
  });
}

/** Refuses columns whose values have neither order nor equality. @throws ParquetFrameError `TYPE_MISMATCH` */
export function requireFlat(verb: string, schema: Schema, names: readonly string[]): void {
  for (const name of names) {
    const { type } = fieldOf(schema, name);
    if (familyOf(type) === 'nested')
      throw new ParquetFrameError('TYPE_MISMATCH', `${verb} cannot compare ${quoted(name)} of type ${formatType(type)}`, {
        details: { column: name },
      });
  }
}

/** A name for a column of ours that none of these is. */
export const unlike = (wanted: string, taken: readonly string[]): string =>
  taken.includes(wanted) ? unlike(`${wanted} `, taken) : wanted;
