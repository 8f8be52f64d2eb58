import { ParquetFrameError, received } from '../contract/errors/index.js';
import type { UserExpression } from '../contract/plan/index.js';
import { withoutLostConditions } from './conditions.js';
import { isExpr } from './expression.js';
import { col } from './operands.js';

/** What a callback gets: every name is a column; whether there is such a column is checked when the schema is known. */
const ROW: object = new Proxy(
  {},
  {
    get: (_, name) => (typeof name === 'string' ? col(name) : undefined),
    has: () => true,
  },
);

/** The value of `Over`: a callback is called with a row of columns. @throws ParquetFrameError `INVALID_ARGUMENT` for a condition that it loses */
function over(verb: string, given: unknown): unknown {
  return typeof given === 'function' ? withoutLostConditions(verb, () => (given as (row: object) => unknown)(ROW)) : given;
}

/** The expression behind a predicate. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function expressionOf(verb: string, given: unknown): UserExpression {
  const value = over(verb, given);
  if (isExpr(value)) return value.node;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb} takes an expression such as col('x').gt(1), received ${describe(value)}${typeof value === 'boolean' ? '; negate with a.not(), combine with a.and(b) and a.or(b), compare with a.eq(b)' : ''}`,
  );
}

/** Named members of an object of expressions or aggregates. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function membersOf<T>(
  verb: string,
  given: unknown,
  accepts: (value: unknown) => value is T,
  example: string,
): [string, T][] {
  const value = over(verb, given);
  if (!isPlainObject(value) || accepts(value))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb} takes an object such as ${example}, received ${accepts(value) && !isExpr(value) ? 'an aggregate without a name' : describe(value)}`,
    );
  return Object.entries(value).map(([name, member]: [string, unknown]) => {
    if (accepts(member)) return [name, member];
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: ${JSON.stringify(name)} must be as in ${example}, received ${describe(member)}`,
      { details: { column: name } },
    );
  });
}

/** Of a Map or another object with a class, `Object.entries` sees nothing. */
const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [null, Object.prototype].includes(Object.getPrototypeOf(value) as object | null);

/** Refuses arguments after the only one that a verb takes: each would be lost without a word. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function requireOne(verb: string, more: readonly unknown[], instead: string): void {
  if (more.length > 0)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb} takes one argument; received ${String(more.length + 1)}. ${instead}`,
      { details: { verb } },
    );
}

const describe = (value: unknown): string => (isExpr(value) ? 'an expression' : received(value));
