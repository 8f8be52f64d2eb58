import { hasMembers, ParquetFrameError, quoted } from '../contract/errors/index.js';
import { requireWellFormed } from '../contract/data/index.js';
import type { UserExpression } from '../contract/plan/index.js';
import { withoutLostConditions } from './conditions.js';
import { described } from './described.js';
import type { AnyAggregate } from './expr.js';
import { isExpr, OVER_ROWS } from './expression.js';
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
    `${verb} takes an expression such as col('x').gt(1), received ${described(value)}${insteadOfExpression(given, value)}`,
  );
}

/** An expression, or what to do instead. */
function insteadOfExpression(given: unknown, value: unknown): string {
  if (Array.isArray(value)) return '; combine conditions with a.and(b)';
  return isAggregate(value) ? `; ${OVER_ROWS}` : insteadOf(given, value);
}

/** The aggregate that a verb takes. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function aggregateOf(verb: string, given: unknown): AnyAggregate {
  const value = over(verb, given);
  if (isAggregate(value)) return value;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${verb} takes an aggregate such as col('x').sum() or count(), received ${described(value)}${insteadOf(given, value)}`,
  );
}

export const isAggregate = (value: unknown): value is AnyAggregate =>
  typeof value === 'object' && value !== null && 'function' in value && 'input' in value;

/** Named members of an object of expressions or aggregates. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function membersOf<T>(
  verb: string,
  given: unknown,
  accepts: (value: unknown) => value is T,
  example: string,
): [string, T][] {
  const value = over(verb, given);
  if (!hasMembers(value) || isExpr(value) || accepts(value))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb} takes an object such as ${example}, received ${described(value)}${accepts(value) && !isExpr(value) ? ' without a name' : insteadOf(given, value)}`,
    );
  return Object.entries(value).map(([name, member]: [string, unknown]) => {
    requireWellFormed(name, verb);
    if (accepts(member)) return [name, member];
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: ${JSON.stringify(name)} must be as in ${example}, received ${described(member)}${insteadOfMember(member, (accepts as unknown) === isExpr)}`,
      { details: { column: name } },
    );
  });
}

/** `ofRows`: where members are expressions. */
function insteadOfMember(member: unknown, ofRows: boolean): string {
  const isLiteral =
    member === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof member) || member instanceof Date;
  if (ofRows && isLiteral) return insteadOfValue(member);
  if (isAggregate(member)) return '; with .over() after it every row has it, of all rows or of its partition';
  return typeof member === 'function' ? '; is it to be called?' : '';
}

/** A value in the place of an expression; a text may be the name of a column as well. */
function insteadOfValue(value: unknown): string {
  if (typeof value === 'string')
    return `; the same text in every row is lit(${quoted(value)}), the column of that name col(${quoted(value)})`;
  const text = value instanceof Date ? 'date' : typeof value === 'bigint' ? `${String(value)}n` : String(value);
  return `; the same value in every row is lit(${text})`;
}

/** What to do about the usual slips. */
function insteadOf(given: unknown, value: unknown): string {
  if (typeof value === 'boolean') return '; negate with a.not(), combine with a.and(b) and a.or(b), compare with a.eq(b)';
  return typeof given === 'function' && value === undefined ? '; does the callback return it?' : '';
}
