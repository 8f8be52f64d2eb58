import { checkOptionNames, hasMembers, optionNames, ParquetFrameError } from '../../contract/errors/index.js';
import type { UserExpression, WindowExpression, WindowOrder } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { OverOptions } from './over-types.js';

const OVER = optionNames<OverOptions>()({ partitionBy: true, orderBy: true, frame: true });

/** What `over` says, without types. */
export type Over = Pick<WindowExpression, 'partitionBy' | 'orderBy' | 'frame'>;
export const ANYWHERE: Over = { partitionBy: [], orderBy: [] };

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function overOf(given: unknown): Over {
  if (isExpression(given) || typeof given === 'string' || Array.isArray(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `over takes its options as an object, as in over({ partitionBy: 'origin' }); received ${described(given)}`,
    );
  checkOptionNames('over', given, OVER);
  const { partitionBy, orderBy, frame }: { readonly [option: string]: unknown } = { ...(given ?? {}) };
  if (frame !== undefined && !hasMembers(frame))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `over: a frame is written as { rows: [-2, 'current'] } or { range: ['unbounded', 'current'] }; received ${described(frame)}`,
    );
  return {
    partitionBy: listOf(partitionBy).map(column => columnOf('partitionBy', column)),
    orderBy: orderOf('over', orderBy),
    ...(frame === undefined ? {} : { frame }),
  };
}

const listOf = (given: unknown): readonly unknown[] =>
  given === undefined ? [] : Array.isArray(given) ? Array.from(given) : [given];

/** The order of rows that an option `orderBy` says. @throws ParquetFrameError `INVALID_ARGUMENT` */
export const orderOf = (taker: string, given: unknown): readonly WindowOrder[] => listOf(given).map(key => keyOf(key, taker));

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function columnOf(option: string, given: unknown, taker = 'over'): UserExpression {
  if (typeof given === 'string') return { kind: 'column', name: given };
  if (isExpression(given)) return given.node;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker}: ${option} takes columns, as in { ${option}: 'origin' } or { ${option}: [row.origin] }; received ${described(given)}`,
  );
}

const isExpression = (value: unknown): value is { readonly node: UserExpression } =>
  typeof value === 'object' && value !== null && 'node' in value;

const isAggregate = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'function' in value && 'input' in value;

function keyOf(given: unknown, taker: string): WindowOrder {
  if (typeof given === 'string' || isExpression(given)) return { expression: columnOf('orderBy', given, taker) };
  if (isAggregate(given)) return { expression: columnOf('orderBy', given, taker) };
  checkOptionNames(`${taker}: orderBy`, given, ['column', 'descending', 'nulls']);
  const { column, descending, nulls }: { readonly [option: string]: unknown } = { ...(given ?? {}) };
  if (descending !== undefined && typeof descending !== 'boolean')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${taker}: descending must be true or false, received ${described(descending)}`,
    );
  if (nulls !== undefined && nulls !== 'first' && nulls !== 'last')
    throw new ParquetFrameError('INVALID_ARGUMENT', `${taker}: nulls must be "first" or "last", received ${described(nulls)}`);
  return {
    expression: columnOf('orderBy', column, taker),
    ...(descending === undefined ? {} : { descending }),
    ...(nulls === undefined ? {} : { nulls }),
  };
}

/** An expression whose windows go over these rows. @throws ParquetFrameError `INVALID_ARGUMENT` where it has none, or where one says something else already */
export function overWindows(node: UserExpression, over: Over): UserExpression {
  let count = 0;
  const visit = (each: UserExpression): UserExpression => {
    if (each.kind === 'call') return { ...each, arguments: each.arguments.map(visit) };
    if (each.kind !== 'window') return each;
    count++;
    return { ...each, ...merged(each, over) };
  };
  const placed = visit(node);
  if (count > 0) return placed;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    'over is for aggregates and window functions, as in row.x.mean().over({ partitionBy: row.g }); this expression has none',
  );
}

function merged(window: WindowExpression, over: Over): Over {
  const { partitionBy, orderBy, frame } = window;
  const twice = (what: string): ParquetFrameError =>
    new ParquetFrameError(
      'INVALID_ARGUMENT',
      `over: ${window.called ?? window.function} has its ${what} already; leave out ${what}`,
    );
  if (partitionBy.length > 0 && over.partitionBy.length > 0) throw twice('partitionBy');
  if (orderBy.length > 0 && over.orderBy.length > 0) throw twice('orderBy');
  if (frame !== undefined && over.frame !== undefined) throw twice('frame');
  const chosen = frame ?? over.frame;
  return {
    partitionBy: partitionBy.length > 0 ? partitionBy : over.partitionBy,
    orderBy: orderBy.length > 0 ? orderBy : over.orderBy,
    ...(chosen === undefined ? {} : { frame: chosen }),
  };
}
