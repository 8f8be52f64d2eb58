import { ParquetFrameError } from '../contract/errors/index.js';
import type { AnyAggregate } from './expression.js';

export interface SortOptions {
  readonly descending?: boolean;
  readonly nulls?: 'first' | 'last';
}
/** A sort key with its direction, or just its column. */
export type SortSpecification<C extends string> = C | ({ readonly column: C } & SortOptions);

export type JoinKeys =
  | { readonly on: string | readonly string[] }
  | { readonly leftOn: string | readonly string[]; readonly rightOn: string | readonly string[] };

/** Column names as a list. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function keyNames(verb: string, given: string | readonly string[]): readonly string[] {
  const names: readonly unknown[] = typeof given === 'string' ? [given] : given;
  return names.map(name => {
    if (typeof name === 'string') return name;
    throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes column names, received a ${typeof name}`);
  });
}

export function sortKeys(keys: string | readonly SortSpecification<string>[], options: SortOptions): readonly object[] {
  checkSortOptions(options, ['descending', 'nulls']);
  const list = typeof keys === 'string' ? [{ column: keys, ...options }] : keys;
  return list.map(key => {
    if (typeof key !== 'string') checkSortOptions(key, ['column', 'descending', 'nulls']);
    const { column, descending = false, nulls = 'last' } = typeof key === 'string' ? { column: key } : key;
    const places: readonly string[] = ['first', 'last'];
    if (!places.includes(nulls))
      throw new ParquetFrameError('INVALID_ARGUMENT', `sort: nulls must be "first" or "last", received ${JSON.stringify(nulls)}`);
    return { column, descending, nulls };
  });
}

/** Without types `sort('a', 'desc')` would sort upwards and say nothing. */
function checkSortOptions(options: unknown, known: readonly string[]): void {
  const wrong =
    typeof options === 'object' && options !== null ? Object.keys(options).find(name => !known.includes(name)) : String(options);
  if (wrong !== undefined)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `sort knows no option ${JSON.stringify(wrong)}; it takes ${known.join(', ')}, as in { descending: true }`,
    );
}

export const isAggregate = (value: unknown): value is AnyAggregate =>
  typeof value === 'object' && value !== null && 'function' in value && 'input' in value;

/** The pairs of key columns of a join. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function joinPairs(keys: JoinKeys): { readonly left: string; readonly right: string }[] {
  if ('on' in keys) return keyNames('join', keys.on).map(name => ({ left: name, right: name }));
  const left = keyNames('join', keys.leftOn);
  const right = keyNames('join', keys.rightOn);
  if (left.length !== right.length)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `join: leftOn has ${String(left.length)} columns, rightOn ${String(right.length)}; they are paired in order`,
    );
  return left.map((name, index) => ({ left: name, right: right[index] ?? name }));
}
