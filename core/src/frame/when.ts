import { ParquetFrameError } from '../contract/errors/index.js';
import type { LiteralValue } from '../contract/plan/index.js';
import { requireNoMore } from './arguments.js';
import type { Alternative, AnyAlternative, ChoiceOf, LiteralTypeOf, OperandTypeOf } from './choice-types.js';
import { described } from './described.js';
import type { AnyExpr, Expr, Operand } from './expr.js';
import { callOf, checkedLiteral, isExpr } from './expression.js';
import type { BoolOperand } from './operand-types.js';

/** A condition that waits for its value. */
export interface When<Operands, Literals> {
  /** The value of rows for which the condition is true, and none before it. */
  then<
    const V extends ([Operands, Literals] extends [never, never] ? AnyAlternative : Alternative<ChoiceOf<Operands, Literals>>),
  >(
    value: V,
  ): Then<Operands | OperandTypeOf<V>, Literals | LiteralTypeOf<V>>;
}

/** Conditions with their values. */
export interface Then<Operands, Literals> {
  /** A further condition, for rows that none before it took. */
  when(condition: Operand<BoolOperand>): When<Operands, Literals>;
  /** The value of all other rows: the expression is complete. */
  otherwise<const V extends Alternative<ChoiceOf<Operands, Literals>>>(
    value: V,
  ): Expr<ChoiceOf<Operands | OperandTypeOf<V>, Literals | LiteralTypeOf<V>>>;
}

/**
 * A value by conditions, as SQL's CASE: that of the first condition that is true, a condition that is null not being true. Values have a common type; literals take that of
 * the expressions. Each is computed only on the rows that take it, so that it can fail on no others.
 *
 * @example
 * frame.withColumns(row => ({ rate: when(row.pieces.ne(0)).then(row.total.floorDiv(row.pieces)).otherwise(null) }))
 */
export function when(condition: Operand<BoolOperand>, ...none: readonly unknown[]): When<never, never> {
  requireNoMore('when', 1, none, 'Join conditions by .and() and .or()');
  return fromClass(new Condition([], condition));
}

/** Types of values exist for the compiler only: the classes behind do not know them. */
const fromClass = (made: Condition): When<never, never> => made as unknown as When<never, never>;

type Branch = LiteralValue | AnyExpr;

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
const checkedBranch = (taker: string, value: Branch): Branch => (isExpr(value) ? value : checkedLiteral(value, taker));

class Condition {
  /** for messages: see `described` */
  readonly unfinished = 'a condition without its value, .then(value)';
  readonly #before: readonly Branch[];
  readonly #condition: AnyExpr;

  constructor(before: readonly Branch[], condition: AnyExpr) {
    if (!isExpr(condition))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `when takes a condition, as in when(row.x.gt(0)); received ${described(condition)}`,
      );
    this.#before = before;
    this.#condition = condition;
  }

  then(value: Branch, ...none: readonly unknown[]): Branches {
    requireNoMore('then', 1, none, 'A further condition is .when(condition).then(value)');
    return new Branches([...this.#before, this.#condition, checkedBranch('then', value)]);
  }

  /** Only for those whom no compiler tells. */
  when(): never {
    throw withoutValue('when');
  }
  otherwise(): never {
    throw withoutValue('otherwise');
  }
}

const withoutValue = (called: string): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${called} comes after the value of the condition before it: when(condition).then(value).${called}(…); received ${called} without then`,
  );

class Branches {
  /** for messages: see `described` */
  readonly unfinished = 'a choice without .otherwise(value), which completes it';
  readonly #operands: readonly Branch[];

  constructor(operands: readonly Branch[]) {
    this.#operands = operands;
  }

  when(condition: AnyExpr, ...none: readonly unknown[]): Condition {
    requireNoMore('when', 1, none, 'Join conditions by .and() and .or()');
    return new Condition(this.#operands, condition);
  }

  otherwise(value: Branch, ...none: readonly unknown[]): AnyExpr {
    requireNoMore('otherwise', 1, none);
    return callOf('case', [...this.#operands, checkedBranch('otherwise', value)], { name: 'when' });
  }
}
