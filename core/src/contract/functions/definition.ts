import type { Json } from '../data/json.js';
import type { DataType } from '../data/types.js';

/** How arithmetic answers when a result does not fit its type. */
export type Overflow = 'error' | 'wrap' | 'null';

/** What can be said about the nulls of a result. `operands`: null exactly where an operand is; `own`: also elsewhere; `never`: nowhere. */
export type NullRule = 'operands' | 'own' | 'never';

/**
 * A scalar function: the authority on what it means, whoever evaluates it. Engines have tables of kernels under the same names, and decline a name that they lack.
 * What is optional has the careful default: a function that says nothing may fail, and may give null.
 */
export interface ScalarFunctionDefinition {
  /** how many operands it takes at least; without `optional` and `variadic` exactly so many */
  readonly arity: number;
  /** how many more may be given; without them it has defaults, which `summary` states */
  readonly optional?: number;
  /** any number more may be given */
  readonly variadic?: true;
  /** Which operands must be the same in every row, a literal or a parameter: a pattern, a count. From 0. */
  readonly constants?: readonly number[];
  /** What is wrong with the values of operands that are the same in every row, by position: undefined for those that vary or are not known yet, and where nothing is wrong. */
  check?(constants: readonly unknown[]): string | undefined;
  /** completes "accepts …" */
  readonly accepts: string;
  /**
   * The type of the result; undefined when it does not accept these types. `to` is the target of a conversion, `constants` are the values of operands that are literals, by position: the name of a field decides the
   * type.
   */
  result(types: readonly DataType[], to: DataType | undefined, constants?: readonly unknown[]): DataType | undefined;
  /** Why these types are refused, where the reason is another than what it accepts. */
  refusal?(types: readonly DataType[], constants: readonly unknown[]): string | undefined;
  /** Default `own`. `overflow: 'null'` adds nulls to whatever is stated here. */
  readonly nulls?: NullRule;
  /** Whether a value can make it fail, given the type of the result. Default: it can. */
  fails?(type: DataType, overflow: Overflow): boolean;
  /** How equal the results of all engines are. Default `exact`. */
  readonly class?: 'exact' | 'epsilon';
  /** For people, from the texts of the operands. Default `name(a, b)`. */
  text?(operands: readonly string[], to: DataType | undefined): string;
  /** The share of rows for which it is true, from those of its operands, until it has been observed. Default 1/3. */
  selectivity?(operands: readonly number[]): number;
  /** Whether a number without a type beside a whole number may be a fraction: compared or divided by value, not combined. */
  readonly fractions?: true;
  /** The type that a number without a type takes beside this one; undefined: what it is by itself. */
  literal?(beside: DataType): DataType | undefined;
  /**
   * For functions whose operands are of different types: that of operand `index` where it is a literal of such a value, or null in every row. Without it, operands take
   * the types that go with the others.
   */
  operand?(index: number): DataType | undefined;
  /** What a literal beside a value of that type stands beside, where it is not that value itself: the items of a list. */
  beside?(type: DataType): DataType | undefined;
  /**
   * Operands that must be of one type, for functions whose result is one of them: those for which it says the same are cast to the type common to them, and a literal
   * without a type takes it where it is a value of it. Undefined for an operand that stands alone. Default: operands are left as they are.
   */
  alike?(index: number, count: number): string | undefined;
  /** Operands, by position, that must be literals, each one of these: units and modes. */
  readonly choices?: { readonly [operand: number]: readonly string[] };
  /**
   * What it does with timestamps of zones whose clocks change, such as Europe/Berlin, for which plans spell it out in functions of clocks without a zone: see `plan/zoned.ts`. `clock`: it reads the clock, and
   * gives no timestamp; `start`: it gives the first moment at which the clock shows its result; `round`: likewise, but hours, minutes and seconds are those nearest by the time that passes; `moved`: the moment with the offset that the operand had; `distance`: it compares two clocks; `convert` and
   * `local`: it changes the zone. Without it, engines compute with them as they are.
   */
  readonly zoned?: 'clock' | 'start' | 'round' | 'moved' | 'distance' | 'convert' | 'local';
  /** The first operand is a list, and the one at `body` is an expression that is evaluated for each of its items. */
  readonly items?: { readonly body: number };
  /** revision of the catalogue that brought it. Default 1. */
  readonly since?: number;
  /** a method of expressions of the same name */
  readonly method?: FunctionMethod;
  /** what it computes, one line */
  readonly summary: string;
  /** how its result type comes about */
  readonly type: string;
  /** errors that values can cause */
  readonly errors?: string;
  /** Evaluates one row, for functions of users and plugins: see `defineFunction`. */
  readonly evaluate?: RowFunction;
  /** Evaluates many rows at once, in place of `evaluate`. */
  readonly evaluateBatch?: BatchFunction;
  /** URL of the module that defines it when it is imported: with it, threads can evaluate the function as well. */
  readonly module?: string;
}

/**
 * What an operand is, for the compiler. `measure`: a number, instant, time or duration; `same`: what may be compared with the expression that the method is of; `value`: what may
 * stand in one column with it, null too.
 */
export type MethodOperand =
  | 'number'
  | 'integer'
  | 'text'
  | 'bool'
  | 'binary'
  | 'bytes'
  | 'instant'
  | 'clock'
  | 'timestamp'
  | 'duration'
  | 'measure'
  | 'list'
  | 'struct'
  | 'any'
  | 'same'
  | 'value';
/**
 * With `?` it may be left out, `...` stands for one or more of them and with `?` for any number, and `constant` for a literal or a parameter: see `constants`. `oneOf`: one of these
 * texts, written out: see `choices`.
 */
export type TakenOperand =
  `${'' | 'constant '}${MethodOperand}${'' | '?'}` | `...${MethodOperand}${'' | '?'}` | { readonly oneOf: readonly string[] };
/**
 * `any`: known when the plan is made only; `same`: the type of the expression, but int64 of integers and float64 of floats; `rounded`: the same, but integers stay; `unchanged`: the very type of the expression.
 */
export type MethodResult =
  'same' | 'rounded' | 'unchanged' | 'any' | Exclude<DataType['id'], 'null' | 'dictionary' | StringEncoding>;
type StringEncoding = 'largeUtf8' | 'utf8View' | 'largeBinary' | 'binaryView' | 'fixedSizeBinary' | 'largeList' | 'fixedSizeList';

/** A method of expressions: the types by which the compiler checks it. Which types of data there are is a matter of `result`. */
export interface FunctionMethod {
  /** the expression that it is a method of: the first operand */
  readonly of: MethodOperand;
  /** the operands after it */
  readonly takes?: readonly TakenOperand[];
  readonly gives: MethodResult;
  /** takes `{ overflow }` after its operands */
  readonly overflow?: true;
}

/**
 * One row of a plugin's function: values as a column reader gives them (bigint for 64-bit integers and instants, the unscaled bigint of a decimal), null where there
 * is none.
 */
export type RowFunction = (...operands: readonly unknown[]) => unknown;

/**
 * Rows of a function of a user, of which each is by itself: how many of them come at once is not for it to know. Values are those that rows have (`Date` for timestamps, texts for decimals); numbers of up to 32 bits
 * and floats come as a Float64Array where none is null. As many values come back, null where there is none.
 */
export type BatchFunction = (columns: readonly ArrayLike<unknown>[], length: number) => ArrayLike<unknown>;

/** An option of an aggregate function. */
export interface AggregateOption {
  /** completes "must be …" */
  readonly accepts: string;
  check(value: unknown): boolean;
  /** Without one the option must be given. */
  readonly default?: Json;
}

/** Values of the options of an aggregate function. */
export type AggregateOptions = { readonly [option: string]: Json };

/** The method of expressions that an aggregate function is: on what, what comes of it, and what it takes. */
export interface AggregateMethod {
  readonly of: 'any' | 'number' | 'summable' | 'bool' | 'text';
  readonly gives: 'same' | 'count' | 'sum' | 'mean' | 'float64' | 'bool' | 'text' | 'list';
  readonly takes:
    | 'nothing'
    | 'ignoreNulls'
    | 'ddof'
    | 'fraction'
    | 'separator'
    | 'by'
    | 'number'
    | 'numberAndDdof'
    | 'bias'
    | 'breaks'
    | 'byAndDescending'
    | 'byAndSeparator';
}

/** An aggregate function: one value per group. */
export interface AggregateFunctionDefinition {
  /** completes "accepts …" */
  readonly accepts: string;
  /** The type of the result for a column; undefined when it does not accept the type. */
  result(type: DataType): DataType | undefined;
  /** A second column that it takes: what it must be, which completes "accepts …". */
  readonly second?: { readonly accepts: string; fits(type: DataType): boolean };
  /** Options by name: those that must be given first, in the order in which its method takes them. */
  readonly options?: { readonly [option: string]: AggregateOption };
  /** Without a column: the type of the result over all rows. Undefined: it needs a column. */
  readonly ofRows?: DataType;
  /** `never`: a number even for no values; `own`: null for no values */
  readonly nulls: 'never' | 'own';
  readonly class?: 'exact' | 'epsilon';
  /** Bytes that it keeps of each row, roughly, for estimates. Default 0: what it keeps grows with the groups only. */
  readonly keeps?: number;
  readonly since?: number;
  readonly method: AggregateMethod;
  readonly summary: string;
  readonly type: string;
  readonly errors?: string;
}

/** @internal For the names of a table of definitions, which stay known to the compiler. */
export const functions = <const T extends { readonly [name: string]: ScalarFunctionDefinition }>(table: T): T => table;
