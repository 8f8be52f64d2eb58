import { BUILT_IN_FUNCTIONS, mostOperands, type FunctionMethod, type FunctionMethods } from '../contract/functions/index.js';
import type { ParameterNode } from '../contract/plan/index.js';
import type { ColumnType, FloatType, InstantType, IntegerType, NumericType } from './column-types.js';
import type { ArithmeticOptions, ComparableWith, Expr, Operand, SameAs } from './expr.js';

/** What an operand may be as an expression, by the word that a record uses for it. */
interface Operands {
  readonly number: NumericType | 'null';
  readonly integer: IntegerType | 'null';
  readonly text: 'utf8' | 'null';
  readonly bool: 'bool' | 'null';
  readonly binary: 'binary' | 'null';
  readonly bytes: 'utf8' | 'binary' | 'null';
  readonly instant: InstantType | 'null';
  readonly clock: InstantType | 'time' | 'null';
  readonly timestamp: 'timestamp' | 'null';
  readonly duration: 'duration' | 'null';
  readonly measure: NumericType | InstantType | 'time' | 'duration' | 'null';
  readonly list: 'list' | 'null';
  readonly struct: 'struct' | 'null';
  readonly any: ColumnType;
  readonly same: ColumnType;
  readonly value: ColumnType;
}
/** What it may be as a value of JavaScript. */
interface Literals {
  readonly number: number | bigint;
  readonly integer: number | bigint;
  readonly text: string;
  readonly bool: boolean;
  readonly binary: Uint8Array;
  readonly bytes: string | Uint8Array;
  readonly instant: Date | string;
  readonly clock: Date | string;
  readonly timestamp: Date | string;
  readonly duration: number | bigint;
  readonly measure: number | bigint | Date | string;
  readonly list: never;
  readonly struct: never;
  readonly any: boolean | number | bigint | string | Uint8Array | Date;
  readonly same: never;
  readonly value: never;
}

/** Integers of any width give int64, floats float64; all other types stay. */
type Computed<T> = T extends 'float16' | 'float32' | 'float64'
  ? 'float64'
  : T extends NumericType
    ? T extends 'decimal'
      ? T
      : 'int64'
    : T;

/** One operand: `K` is its word, `T` the type of the expression that the method is of. */
type Taken<K, T extends ColumnType> = K extends 'same'
  ? ComparableWith<T, string>
  : K extends 'value'
    ? SameAs<T>
    : K extends { readonly oneOf: readonly (infer C)[] }
      ? C
      : K extends `constant ${infer C extends keyof Operands}`
        ? Literals[C] | (Operand<Operands[C]> & { readonly node: ParameterNode })
        : K extends keyof Operands
          ? Literals[K] | Operand<Operands[K]>
          : never;
/** The operands after the expression, as parameters of the method. */
type AllTaken<L, T extends ColumnType> = L extends readonly [infer K, ...infer Rest]
  ? K extends `...${infer Each}`
    ? readonly Taken<Each extends `${infer One}?` ? One : Each, T>[]
    : K extends `${infer Optional}?`
      ? readonly [operand?: Taken<Optional, T>, ...others: AllTaken<Rest, T>]
      : readonly [operand: Taken<K, T>, ...others: AllTaken<Rest, T>]
  : readonly [];
type OperandsOf<M, T extends ColumnType> = M extends { readonly takes: infer L } ? AllTaken<L, T> : readonly [];
type Given<M, T extends ColumnType> = M extends { readonly overflow: true }
  ? readonly [...operands: OperandsOf<M, T>, options?: ArithmeticOptions]
  : OperandsOf<M, T>;
type Gives<G, T extends ColumnType> = G extends 'same'
  ? Computed<T> & ColumnType
  : G extends 'rounded'
    ? T extends FloatType
      ? 'float64'
      : T
    : G extends 'unchanged'
      ? T
      : G extends 'any'
        ? ColumnType
        : G extends ColumnType
          ? G
          : never;

/** Whether the types of a method follow from its record alone, whatever the type of the expression is. */
type IsFixed<M> = M extends { readonly gives: 'same' | 'unchanged' | 'rounded' }
  ? false
  : M extends { readonly takes: readonly (infer K)[] }
    ? [Extract<K, `${string}${'same' | 'value'}${string}`>] extends [never]
      ? true
      : false
    : true;
type Named<F extends boolean> = keyof {
  [name in keyof FunctionMethods as IsFixed<FunctionMethods[name]> extends F ? name : never]: true;
};

/** Functions as methods, by their records: whoever adds a function with a `method` adds none here. What they mean is in docs/expressions.md. */
export type MethodsOf<T extends ColumnType> = {
  readonly [name in Named<false>]: RecordedMethod<FunctionMethods[name], T>;
};
/** Those that are the same for every expression: the compiler looks at them once, not for each type that there is. */
export type FixedMethods = { readonly [name in Named<true>]: RecordedMethod<FunctionMethods[name], 'null'> };
/**
 * The method that a record stands for, of an expression of type `T`. Declared as a method, as those written by hand are: operands of an expression of several types are
 * those of any of them.
 */
export type RecordedMethod<M extends FunctionMethod, T extends ColumnType> = {
  method(this: Operand<Operands[M['of']]>, ...given: Given<M, T>): Expr<Gives<M['gives'], T>>;
}['method'];

/** The same at run time: its name, how many operands it takes besides the expression, and whether options may follow them. */
export interface MethodShape {
  readonly name: string;
  readonly most: number;
  readonly overflow: boolean;
}

export const METHODS: readonly MethodShape[] = Object.entries(BUILT_IN_FUNCTIONS).flatMap(([name, definition]) =>
  definition.method ? [{ name, most: mostOperands(definition) - 1, overflow: definition.method.overflow === true }] : [],
);
