import type { DataType } from '../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted } from '../contract/errors/index.js';
import {
  AMBIGUOUS,
  NON_EXISTENT,
  fewestOperands,
  functionOf,
  takesText,
  type Overflow,
  type ScalarFunctionDefinition,
} from '../contract/functions/index.js';
import { formatExpression, type Called, type LiteralValue, type UserExpression } from '../contract/plan/index.js';
import { aggregateMethods } from './aggregate.js';
import { requireArguments, requireNoMore } from './arguments.js';
import { checkArithmetic } from './arithmetic-options.js';
import type { ColumnType, TypeText } from './column-types.js';
import { noteExpression } from './conditions.js';
import { castType } from './declaration.js';
import { described } from './described.js';
import type { AnyExpr, ArithmeticOptions, CastTarget, Expr } from './expr.js';
import { METHODS } from './function-methods.js';
import { requireChoice } from './settings.js';
import { WINDOW_METHODS } from './window/methods.js';
import { overOf, overWindows } from './window/over.js';

/** Whether a value is an expression; also one of another copy of this library. */
export const isExpr = (value: unknown): value is AnyExpr => value !== null && typeof value === 'object' && 'node' in value;

/** Methods of other names than their functions: messages speak of what was written. */
const METHOD_OF: { readonly [scalar: string]: string | undefined } = {
  equal: 'eq',
  notEqual: 'ne',
  less: 'lt',
  lessEqual: 'lte',
  greater: 'gt',
  greaterEqual: 'gte',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  floorDivide: 'floorDiv',
  modulo: 'mod',
  negate: 'neg',
};

/** Does not make an array of anything out of what it is, as `Array.isArray` does. */
const isList = (value: unknown): boolean => Array.isArray(value);

const operand = (value: LiteralValue | AnyExpr, taker?: string): UserExpression =>
  isExpr(value) ? value.node : { kind: 'literal', value: checkedLiteral(value, taker) };

/** Operands that are undefined at the end were left out; one in between is a mistake. @throws ParquetFrameError `INVALID_ARGUMENT` */
function withoutMissing(scalar: string, given: readonly Other[]): readonly Other[] {
  const values: readonly unknown[] = given;
  const count = values.findLastIndex(value => value !== undefined) + 1;
  const missing = values.slice(0, count).indexOf(undefined);
  if (missing < 0) return given.slice(0, count);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${scalar}: argument ${String(missing + 1)} is undefined, and those after it are not`,
    {
      details: { function: scalar },
    },
  );
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkedLiteral(value: LiteralValue, taker = 'an expression'): LiteralValue {
  const accepted = value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value);
  if (accepted || value instanceof Uint8Array || value instanceof Date) return value;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes ${taker === 'an expression' ? 'another' : 'an'} expression or a literal (null, boolean, number, bigint, string, Uint8Array, Date), received ${described(value)}${insteadOfLiteral(value)}`,
  );
}

/** What to write in the place of what is no literal. */
function insteadOfLiteral(value: unknown): string {
  if (isPattern(value)) return `; patterns are written as texts, their flags in front: ${JSON.stringify(patternText(value))}`;
  return described(value) === 'an aggregate' ? `; ${OVER_ROWS}` : '';
}

/** What to write where an aggregate stands beside the values of rows. */
export const OVER_ROWS = 'beside the values of each row an aggregate has .over() after it, as in row.x.gt(row.x.mean().over())';

const isPattern = (value: unknown): value is RegExp => value instanceof RegExp;
/** What stands in front of a pattern for those flags that there are on both sides. */
function patternText({ source, flags }: RegExp): string {
  const kept = ['i', 'm', 's'].filter(flag => flags.includes(flag)).join('');
  return kept === '' ? source : `(?${kept})${source}`;
}

/** For messages: what the last argument may be, where it is a unit or a mode. */
function unitsOf({ choices = {} }: ScalarFunctionDefinition): string {
  const [units] = Object.values(choices);
  return units ? `; the last is one of ${units.map(quoted).join(', ')}` : '';
}

function call(
  scalar: string,
  operands: readonly UserExpression[],
  options: { readonly to?: DataType; readonly overflow?: Overflow | undefined } = {},
): Extract<UserExpression, { readonly kind: 'call' }> {
  const { to, overflow } = options;
  return { kind: 'call', function: scalar, arguments: operands, ...(to ? { to } : {}), ...(overflow ? { overflow } : {}) };
}

/** Types of expressions exist for the compiler only, so the phantom members are declared, not made. */
export const expression = <T extends ColumnType, Column extends string>(node: UserExpression): Expr<T, Column> =>
  fromClass(new Expression(node));

/** A function by its name. */
export const callOf = <T extends ColumnType>(scalar: string, operands: readonly Other[], called?: Called): Expr<T> =>
  fromClass(
    new Expression(
      {
        ...call(
          scalar,
          Array.from(operands, each => operand(each, called?.name ?? scalar)),
        ),
        ...(called ? { called } : {}),
      },
      deeper(Math.max(0, ...operands.map(depthOf))),
    ),
  );

const fromClass = <T extends ColumnType, Column extends string>(made: Expression): Expr<T, Column> =>
  made as unknown as Expr<T, Column>;

type Other = LiteralValue | AnyExpr;

/** The one class behind `Expr`, without types: what may be combined with what is checked by the compiler and, by `resolveExpression`, against the data. */
class Expression {
  constructor(
    readonly node: UserExpression,
    /** levels of operations above columns and literals */
    readonly depth = 0,
  ) {
    noteExpression(node);
  }

  #with(scalar: string, others: readonly Other[], options?: ArithmeticOptions): Expression {
    const name = METHOD_OF[scalar];
    checkArithmetic(scalar, options, name);
    const made = call(scalar, [this.node, ...others.map(other => operand(other))], { overflow: options?.overflow });
    const node: UserExpression = name === undefined ? made : { ...made, called: { name } };
    return new Expression(node, deeper(Math.max(this.depth, ...others.map(depthOf))));
  }

  /** A function of one operand by its name. */
  apply(scalar: string, options?: ArithmeticOptions): Expression {
    return this.#with(scalar, [], options);
  }

  /** A method by the record of its function. @throws ParquetFrameError `INVALID_ARGUMENT` */
  call(scalar: string, others: readonly Other[], options?: ArithmeticOptions): Expression {
    const definition = functionOf(scalar);
    if (others.length + 1 < fewestOperands(definition))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${scalar} takes ${takesText(definition, 1)}, received ${others.length === 0 ? 'none' : String(others.length)}${unitsOf(definition)}`,
        { details: { function: scalar } },
      );
    return this.#with(scalar, others, options);
  }

  eq(other: Other, none?: never): Expression {
    return this.#with('equal', [other], none);
  }
  ne(other: Other, none?: never): Expression {
    return this.#with('notEqual', [other], none);
  }
  lt(other: Other, none?: never): Expression {
    return this.#with('less', [other], none);
  }
  lte(other: Other, none?: never): Expression {
    return this.#with('lessEqual', [other], none);
  }
  gt(other: Other, none?: never): Expression {
    return this.#with('greater', [other], none);
  }
  gte(other: Other, none?: never): Expression {
    return this.#with('greaterEqual', [other], none);
  }
  between(low: Other, high: Other): Expression {
    return this.gte(low).and(this.lte(high));
  }
  isIn(values: readonly Other[]): Expression {
    if (!isList(values))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `isIn takes an array of values, as in isIn(['a', 'b']) or isIn([...set]); received ${described(values)}`,
      );
    // Nothing is in an empty list, not even null, as in SQL; the column must be there all the same.
    if (values.length === 0) return this.isNull().and(new Expression({ kind: 'literal', value: false }));
    return this.#with('isIn', Array.from(values));
  }
  fillNull(value: Other): Expression {
    return this.#with('coalesce', [value]);
  }
  isNull(): Expression {
    return this.#with('isNull', []);
  }
  isNotNull(): Expression {
    return this.#with('isNotNull', []);
  }
  and(other: Other, none?: never): Expression {
    return this.#with('and', [other], none);
  }
  or(other: Other, none?: never): Expression {
    return this.#with('or', [other], none);
  }
  not(): Expression {
    return this.#with('not', []);
  }
  add(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('add', [other], options);
  }
  sub(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('subtract', [other], options);
  }
  mul(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('multiply', [other], options);
  }
  div(other: Other, none?: never): Expression {
    return this.#with('divide', [other], none);
  }
  floorDiv(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('floorDivide', [other], options);
  }
  mod(other: Other, options?: ArithmeticOptions): Expression {
    return this.#with('modulo', [other], options);
  }
  neg(options?: ArithmeticOptions): Expression {
    return this.#with('negate', [], options);
  }
  cast(to: CastTarget | TypeText | DataType): Expression {
    const node = call('cast', [this.node], { to: castType(to) });
    return new Expression(node, deeper(this.depth));
  }
  tryCast(to: CastTarget | TypeText | DataType): Expression {
    const node = call('tryCast', [this.node], { to: castType(to, 'tryCast') });
    return new Expression(node, deeper(this.depth));
  }
  jsonDecode(to: CastTarget | TypeText | DataType): Expression {
    return new Expression(call('jsonDecode', [this.node], { to: castType(to, 'jsonDecode') }), deeper(this.depth));
  }
  tryJsonDecode(to: CastTarget | TypeText | DataType): Expression {
    return new Expression(call('tryJsonDecode', [this.node], { to: castType(to, 'tryJsonDecode') }), deeper(this.depth));
  }
  listSort(options?: unknown): Expression {
    checkOptionNames('listSort', options, ['descending', 'nulls']);
    const { descending = false, nulls = 'last' }: { readonly [option: string]: unknown } = hasMembers(options) ? options : {};
    if (typeof descending !== 'boolean')
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `listSort: descending must be true or false, received ${described(descending)}`,
      );
    requireChoice('listSort', 'nulls', nulls, ['first', 'last']);
    return this.#with('listSort', [descending ? 'descending' : 'ascending', nulls === 'first' ? 'first' : 'last']);
  }
  listMap(each: unknown): Expression {
    return this.#with('listMap', [ofItems('listMap', each)]);
  }
  listFilter(each: unknown): Expression {
    return this.#with('listFilter', [ofItems('listFilter', each)]);
  }
  atTimeZone(zone: unknown, options?: unknown): Expression {
    checkOptionNames('atTimeZone', options, ['ambiguous', 'nonExistent']);
    const { ambiguous = 'raise', nonExistent = 'raise' }: { readonly [option: string]: unknown } = hasMembers(options)
      ? options
      : {};
    requireChoice('atTimeZone', 'ambiguous', ambiguous, AMBIGUOUS);
    requireChoice('atTimeZone', 'nonExistent', nonExistent, NON_EXISTENT);
    if (zone !== null && typeof zone !== 'string')
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `atTimeZone takes the name of a zone, such as 'Europe/Berlin', or null for none; received ${described(zone)}`,
        { details: { function: 'atTimeZone' } },
      );
    return this.#with('atTimeZone', [zone, String(ambiguous), String(nonExistent)]);
  }
  over(options: unknown): Expression {
    return new Expression(overWindows(this.node, overOf(options)), this.depth);
  }
  toString(): string {
    return formatExpression(this.node);
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return formatExpression(this.node);
  }
  /** Text in a template; operators of JavaScript would compare and add texts. @throws ParquetFrameError `INVALID_ARGUMENT` */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return formatExpression(this.node);
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `operators of JavaScript cannot look into the expression ${formatExpression(this.node)}; write a.add(b), a.gt(b), a.eq(b) and so on`,
    );
  }
}

/** What a callback makes of an item. @throws ParquetFrameError `INVALID_ARGUMENT` */
function ofItems(taker: string, each: unknown): AnyExpr {
  const made: unknown =
    typeof each === 'function' ? (each as (item: Expression) => unknown)(new Expression({ kind: 'item' })) : undefined;
  if (isExpr(made)) return made;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${taker} takes a function of an item that gives an expression, as in ${taker}(item => item.${taker === 'listMap' ? 'mul(2)' : 'gt(0)'}); received ${typeof each === 'function' ? `one that gives ${described(made)}` : described(each)}`,
    { details: { function: taker } },
  );
}

/** Functions whose records say that they are methods. */
for (const { name, most, overflow } of METHODS) {
  const method = function (this: Expression, ...given: readonly Other[]): Expression {
    const options = overflow ? given[most] : undefined;
    return this.call(name, withoutMissing(name, given.slice(0, most)), options as ArithmeticOptions | undefined);
  };
  defineMethod(name, method, most + Number(overflow));
}

/** How many arguments methods written here need, where it is not one. */
const FEWEST: { readonly [method: string]: number | undefined } = {
  listSort: 0,
  between: 2,
  isNull: 0,
  isNotNull: 0,
  not: 0,
  neg: 0,
};
const RECORDED = new Set(METHODS.map(({ name }) => name));
for (const name of Object.getOwnPropertyNames(Expression.prototype)) {
  const value: unknown = Object.getOwnPropertyDescriptor(Expression.prototype, name)?.value;
  if (!['constructor', 'toString', 'call'].includes(name) && !RECORDED.has(name) && isMethod(value))
    defineMethod(name, value, value.length, FEWEST[name] ?? 1);
}

for (const [name, most, method] of aggregateMethods(node => new Expression(node))) defineMethod(name, method, most);
for (const [name, most, make] of WINDOW_METHODS) {
  const method = function (this: Expression, ...given: readonly unknown[]): Expression {
    return new Expression(make.apply(this, [...given]), WINDOW_LEVELS.reduce(deeper, this.depth));
  };
  defineMethod(name, method, most);
}

type Method = (this: Expression, ...given: never[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** What somebody means who gives arguments to a method that takes less. */
const INSTEAD: { readonly [method: string]: string | undefined } = {
  round: 'Digits after the point are those of roundTo(1)',
  min: 'It is of all rows; the least of several values of each row is least(other)',
  max: 'It is of all rows; the greatest of several values of each row is greatest(other)',
};

/** What a method does not take would be lost without a word, such as the mode in `cast(type, { mode })`. */
function defineMethod(name: string, method: Method, most: number, fewest = 0): void {
  const value = function (this: Expression, ...given: readonly unknown[]): unknown {
    requireNoMore(name, most, given.slice(most), Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined);
    requireArguments(name, fewest, given);
    return Reflect.apply(method, this, given);
  };
  // Of any number of operands, one is for those who ask.
  Object.defineProperty(value, 'length', { value: Number.isFinite(most) ? most : 1 });
  Object.defineProperty(Expression.prototype, name, { value });
}

/** Levels of operations that window functions are made of. */
const WINDOW_LEVELS = [1, 2, 3, 4];

/** Expressions are walked recursively, here and by engines: more levels would overflow a stack somewhere. */
const MOST_LEVELS = 1000;

const depthOf = (value: Other): number =>
  isExpr(value) && 'depth' in value && typeof value.depth === 'number' ? value.depth : 0;

function deeper(depth: number): number {
  if (depth < MOST_LEVELS) return depth + 1;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `an expression may nest ${String(MOST_LEVELS)} levels deep, received one more; use isIn for many values, and several filters for many conditions`,
  );
}
