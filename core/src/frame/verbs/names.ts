import { ParquetFrameError, received } from '../../contract/errors/index.js';

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
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes column names, received ${received(given)}`);
  return names.map(name => {
    if (typeof name === 'string') return name;
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes column names, received ${received(name)}`);
  });
}
