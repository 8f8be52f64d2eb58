import { ParquetFrameError } from '../../contract/errors/index.js';
import { requireNoMore } from '../arguments.js';
import type { ColumnType } from '../column-types.js';
import { described } from '../described.js';
import { expression } from '../expression.js';
import type { Expr } from '../expr.js';
import type { WindowExpr } from './method-types.js';
import { windowNode } from './methods.js';
import type { OverOptions } from './over-types.js';

/** A function that says nothing without an order: `over` makes an expression of it. */
export interface OrderedWindow<T extends ColumnType> {
  over(options: OverOptions & { readonly orderBy: NonNullable<OverOptions['orderBy']> }): Expr<T>;
}

const made = <T extends ColumnType>(f: string, options?: { readonly n: number }): WindowExpr<T> =>
  expression(windowNode(f, options ? { options } : {})) as WindowExpr<T>;

/**
 * The number of each row in its partition, from 1 on.
 *
 * @example
 * flights.withColumns(row => ({ n: rowNumber().over({ partitionBy: row.origin, orderBy: row.delay }) }))
 */
export function rowNumber(...none: []): WindowExpr<'int64'> {
  requireNoMore('rowNumber', 0, none, 'Rows and their order are given by rowNumber().over({ partitionBy, orderBy })');
  return made('rowNumber');
}

const ordered = <T extends ColumnType>(f: string, none: readonly unknown[]): OrderedWindow<T> => {
  requireNoMore(f, 0, none, `The order is given by ${f}().over({ orderBy })`);
  return made<T>(f);
};

/** One more than the rows before that are not its peers: 1, 2, 2, 4. */
export const rank = (...none: []): OrderedWindow<'int64'> => ordered('rank', none);
/** As `rank`, without leaving ranks out: 1, 2, 2, 3. */
export const denseRank = (...none: []): OrderedWindow<'int64'> => ordered('denseRank', none);
/** The rank as a share, from 0 to 1. */
export const percentRank = (...none: []): OrderedWindow<'float64'> => ordered('percentRank', none);
/** The share of rows that are not after it. */
export const cumeDist = (...none: []): OrderedWindow<'float64'> => ordered('cumeDist', none);

/** The part of the partition that the row is in, of `parts` parts that are as even as can be. */
export function ntile(parts: number, ...none: []): WindowExpr<'int64'> {
  requireNoMore('ntile', 1, none, 'Rows and their order are given by ntile(4).over({ partitionBy, orderBy })');
  if (typeof parts === 'number' && Number.isInteger(parts) && parts >= 1 && parts < 2 ** 31) return made('ntile', { n: parts });
  throw new ParquetFrameError('INVALID_ARGUMENT', `ntile takes a whole number of parts, 1 or more, received ${described(parts)}`);
}
