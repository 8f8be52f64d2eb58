import { ParquetFrameError } from './error.js';
import { quoted, received } from './received.js';

/**
 * The names of the options of type `T`. It does not compile when the type has an option that the list lacks, or the other way round.
 *
 * @example
 * const SORT = optionNames<SortOptions>()({ descending: true, nulls: true });
 */
export const optionNames =
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type
  <T extends object>() =>
    (names: { readonly [option in keyof Required<T>]: true }): readonly string[] =>
      Object.keys(names);

/**
 * Refuses options that there are not: a misspelt option would change nothing and say nothing. An option that is undefined counts as left out.
 *
 * @param taker whose options they are, for the message: `readCsv`, `createRuntime`
 * @param listed those that the message names, where some are only given inside
 * @throws ParquetFrameError `INVALID_ARGUMENT` with what may have been meant and what there is; also when the options are not an object
 */
export function checkOptionNames(
  taker: string,
  given: unknown,
  known: readonly string[],
  listed: readonly string[] = known,
): void {
  if (given === undefined) return;
  if (!hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker} takes its options as an object${listed.length > 0 ? ` of ${listed.join(', ')}` : ''}; received ${received(given)}`,
    );
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !known.includes(name)) throw unknownOption(taker, name, listed);
}

/** What to throw for an option that there is not. */
export function unknownOption(taker: string, name: string, known: readonly string[]): ParquetFrameError {
  return new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} has no option ${quoted(name)}${didYouMean(name, known, known.length > 0 ? `it has ${known.join(', ')}` : 'it has no options')}`,
    { details: { taker, option: name, known } },
  );
}

/** Ends a message about a name that there is not: `; did you mean "x"? There are x, y`, or `; there are x, y` where none is like it. */
export function didYouMean(name: string, known: readonly string[], what: string): string {
  const meant = nearest(name, known);
  return meant === undefined ? `; ${what}` : `; did you mean ${quoted(meant)}? ${what.charAt(0).toUpperCase()}${what.slice(1)}`;
}

/** Whether a value can be read by the names of its members. A list cannot, nor a Map, a promise and the like, which keep what they hold elsewhere: it would be lost. */
export function hasMembers(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain || Object.keys(value).length > 0;
}

/**
 * The known name that a misspelt one is most like, if any is like it: at most a third of its letters are added, left out, changed or swapped, and never all of them. A
 * name without what stands before its dot is like it, too.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 100) return undefined;
  const lower = name.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const distance = editDistance(lower, candidate.toLowerCase());
    const shorter = Math.min(name.length, candidate.length);
    const most = Math.max(1, Math.floor((name.length + candidate.length) / 6));
    if (distance < least && distance <= most && distance < shorter) [best, least] = [candidate, distance];
  }
  return best ?? known.find(candidate => lower !== '' && candidate.toLowerCase().endsWith(`.${lower}`));
}

/** All names, those that a misspelt one is most like first; equally like ones in their order. */
export function nearestFirst(name: string, known: readonly string[]): readonly string[] {
  if (name.length > 100) return known;
  const lower = name.toLowerCase();
  return known
    .map(candidate => ({ candidate, distance: candidate.length > 200 ? Infinity : editDistance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => (a.distance < b.distance ? -1 : Number(a.distance > b.distance)))
    .map(({ candidate }) => candidate);
}

/** Letters to add, leave out, change or swap with their neighbour (optimal string alignment). O(|a|·|b|). */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
