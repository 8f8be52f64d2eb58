import { BUILT_IN_FUNCTIONS, type FunctionMethods } from '../contract/functions/index.js';
import type { ColumnType, NumericType } from './column-types.js';
import type { ArithmeticOptions, Expr, Operand } from './expr.js';

interface Operands {
  readonly number: NumericType | 'null';
  readonly text: 'utf8' | 'null';
}
/** Integers of any width give int64, floats float64; all other types stay. */
type Computed<T> = T extends 'float16' | 'float32' | 'float64'
  ? 'float64'
  : T extends NumericType
    ? T extends 'decimal'
      ? T
      : 'int64'
    : T;

/** Functions of one operand as methods: whoever adds a function with a `method` adds none here. What they mean is in docs/expressions.md. */
export type MethodsOf<T extends ColumnType> = {
  readonly [name in keyof FunctionMethods]: (
    this: Operand<Operands[FunctionMethods[name]['of']]>,
    options?: FunctionMethods[name]['of'] extends 'number' ? ArithmeticOptions : never,
  ) => Expr<Computed<T> & ColumnType>;
};

export const METHOD_NAMES: readonly string[] = Object.entries(BUILT_IN_FUNCTIONS)
  .filter(([, definition]) => definition.method)
  .map(([name]) => name);
