import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { acceptsType } from '../contract/data/declared.js';
import { familyOf, parseType, valueType, type DataType } from '../contract/data/index.js';
import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import {
  addFunctions,
  defineFunction as defineByRecord,
  requireFunctionName,
  type BatchFunction,
  type PluginFunction,
} from '../contract/functions/index.js';
import type { LiteralValue } from '../contract/plan/index.js';
import { requireArguments, requireNoMore } from './arguments.js';
import type { ColumnType, DeclaredType, FloatType, IntegerType, JsValueOf, NumericType, TypeText } from './column-types.js';
import { castType, leavesOpen, namedType, typeNames } from './declaration.js';
import { shown } from './described.js';
import type { AnyExpr, Expr, Operand } from './expr.js';
import { callOf } from './expression.js';
import type { LiteralOf } from './operand-types.js';

/** What a function takes: a name stands for all types of that kind, and any number for a float; a full type, such as `decimal(10, 2)`, for itself. */
type Taken = Exclude<ColumnType, 'null'> | TypeText;
/** What it gives: types that a name alone describes, and full types, such as `list<utf8>`. */
type Given = Exclude<ColumnType, 'null' | 'decimal' | 'time' | 'duration' | 'list' | 'struct' | 'map'> | TypeText;
/** The name of a type, of a full one as well. */
type Name<T> = DeclaredType<T> & ColumnType;

/** Which columns fit. */
type Fitting<T extends ColumnType> = (T extends FloatType ? NumericType : T extends IntegerType ? IntegerType : T) | 'null';
type OperandsOf<T extends readonly Taken[]> = { readonly [I in keyof T]: LiteralOf[Name<T[I]>] | Operand<Fitting<Name<T[I]>>> };
type ValuesOf<T extends readonly Taken[], N> = {
  readonly [I in keyof T]: JsValueOf[Name<T[I]>] | (N extends 'own' ? null : never);
};
type ColumnsOf<T extends readonly Taken[], N> = {
  readonly [I in keyof T]: N extends 'own' ? readonly (JsValueOf[Name<T[I]>] | null)[] : BatchColumn<Name<T[I]>>;
};
type BatchColumn<T extends ColumnType> = T extends 'int64'
  ? BigInt64Array
  : T extends 'uint64'
    ? BigUint64Array
    : T extends FloatType | IntegerType
      ? Float64Array
      : readonly JsValueOf[T][];

interface Head<T extends readonly Taken[], G extends Given> {
  /** types of the operands, by name: `float64` takes any number; or full types, such as `decimal(10, 2)` and `list<utf8>` */
  readonly takes: T;
  /** type of the result */
  readonly gives: G;
  /** what it computes, one line */
  readonly summary?: string;
  /**
   * `import.meta.url` of the module that defines it: the engine worker-pool imports that module in its threads and evaluates the function there. It must not be the program itself, which would run once
   * more in each thread.
   */
  readonly module?: string | URL;
}
/** A function of rows that have no nulls; the others are null. With `nulls: 'own'` it is given those as well. */
interface ByRow<T extends readonly Taken[], G extends Given, N> {
  readonly nulls?: N;
  /** One row: values as rows have them (`Date` for timestamps, texts for decimals); numbers of a `float64` are numbers whatever the column is. */
  evaluate(...values: ValuesOf<T, N>): JsValueOf[Name<G>] | null | undefined;
  readonly evaluateBatch?: never;
}
interface ByBatch<T extends readonly Taken[], G extends Given, N> {
  readonly nulls?: N;
  /**
   * Some thousand rows at once, each by itself: floats and integers of up to 32 bits come as a Float64Array, int64 as a BigInt64Array, others as arrays. As many values must come back. With
   * `nulls: 'own'` all come as arrays.
   */
  evaluateBatch(columns: ColumnsOf<T, N>, length: number): ArrayLike<JsValueOf[Name<G>] | null>;
  readonly evaluate?: never;
}
/** A function of a user, for `defineFunction`. */
export type FunctionOptions<T extends readonly Taken[], G extends Given, N extends 'operands' | 'own'> = Head<T, G> &
  (ByRow<T, G, N> | ByBatch<T, G, N>);

/** A function of a user: called with columns, expressions and literals it is an expression. */
export interface UserFunction<T extends readonly Taken[] = readonly Taken[], G extends Given = Given> extends PluginFunction {
  (...operands: OperandsOf<T>): Expr<Name<G>>;
}

type Options = FunctionOptions<readonly Taken[], Given, 'own'>;

const OPTIONS = optionNames<Options>()({
  takes: true,
  gives: true,
  summary: true,
  module: true,
  nulls: true,
  evaluate: true,
  evaluateBatch: true,
});

/**
 * A function in TypeScript, of rows or of batches of rows, to be called in expressions. It runs in this process, on the reference engine, and on the threads of worker-pool
 * where `module` says where they find it; it is never sent elsewhere. Its result must depend on its operands alone.
 *
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a name without a prefix or one that is taken, and for types that there are not. What the function itself throws, and a value that is
 * not of its type, is `FUNCTION_FAILED` with the row.
 * @example
 * const hypotenuse = defineFunction('my.hypotenuse', {
 *   takes: ['float64', 'float64'],
 *   gives: 'float64',
 *   evaluate: (a, b) => Math.hypot(a, b),
 * });
 * frame.withColumns(row => ({ c: hypotenuse(row.a, row.b) }))
 */
export function defineFunction<
  const T extends readonly Taken[],
  const G extends Given,
  const N extends 'operands' | 'own' = 'operands',
>(name: string, options: FunctionOptions<T, G, N>): UserFunction<T, G>;
/** A function by its whole record, as the catalogue has them: for plugins whose functions take or give what depends on their operands. */
export function defineFunction(name: string, definition: PluginFunction['definition']): PluginFunction;
export function defineFunction(name: string, given: Options | PluginFunction['definition']): PluginFunction {
  requireFunctionName(name);
  if (!isTyped(given)) return defineByRecord(name, given);
  const made = defineByRecord(name, recordOf(name, given));
  addFunctions([made]);
  const call = (...operands: readonly (LiteralValue | AnyExpr)[]): Expr<ColumnType> => {
    requireArguments(name, made.definition.arity, operands);
    requireNoMore(name, made.definition.arity, operands.slice(made.definition.arity));
    return callOf(name, operands, { name });
  };
  return Object.defineProperties(call as typeof call & PluginFunction, {
    name: { value: name },
    definition: { value: made.definition, enumerable: true },
  });
}

const isTyped = (given: Options | PluginFunction['definition']): given is Options =>
  hasMembers(given) && ('takes' in given || 'gives' in given);

const isListOfTypes = (given: unknown): boolean =>
  Array.isArray(given) && given.every((type: unknown) => type !== 'null' && (isName(type) || fullType(type) !== undefined));

const isName = (type: unknown): type is ColumnType => typeNames.some(name => name === type);
/** The type behind a text such as `list<utf8>`; undefined for names, which may stand for several. */
const fullType = (type: unknown): DataType | undefined =>
  typeof type === 'string' && !isName(type) ? parseType(type) : undefined;

function recordOf(name: string, options: Options): PluginFunction['definition'] {
  const of = `the function ${name}`;
  checkOptionNames(of, options, OPTIONS);
  const { takes, gives, nulls = 'operands', summary = 'A function of a user.', module } = options;
  if (!isListOfTypes(takes))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${of}: takes must be an array of types, such as ['float64', 'utf8'], received ${shown(takes)}; types are ${typeNames.join(', ')}, or full ones such as "timestamp[ms, UTC]", "decimal(10, 2)" and "list<int64>"`,
      { details: { function: name } },
    );
  if (!['operands', 'own'].includes(nulls))
    throw new ParquetFrameError('INVALID_ARGUMENT', `${of}: nulls must be "operands" or "own", received ${received(nulls)}`, {
      details: { function: name },
    });
  const result = castType(gives, `${of}: gives`);
  const accepts = takes.length === 0 ? 'nothing' : takes.join(' and ');
  return {
    arity: takes.length,
    accepts,
    result: types => (types.every((type, index) => fits(takes[index], type)) ? result : undefined),
    operand: index => typeOfLiteral(takes[index]),
    nulls,
    summary,
    type: gives,
    evaluateBatch: batchOf(of, options, takes),
    ...(module === undefined ? {} : { module: moduleUrl(of, module) }),
  };
}

/** Bits and sign of an integer type. */
function integerOf(name: string): { readonly bits: number; readonly isSigned: boolean } | undefined {
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(name) ?? [];
  return bits === undefined ? undefined : { bits: Number(bits), isSigned: unsigned === '' };
}
const isFloatName = (name: string): boolean => name.startsWith('float');
const isNumber = (name: string): boolean => isFloatName(name) || integerOf(name) !== undefined;

function fits(declared: Taken | undefined, given: DataType): boolean {
  if (declared === undefined) return false;
  const [type, full] = [valueType(given), fullType(declared)];
  if (full) return acceptsType(full, given) || acceptsType(full, type);
  if (isFloatName(declared)) return familyOf(type) === 'numeric';
  const [own, other] = [integerOf(declared), integerOf(type.id)];
  if (!own || !other) return acceptsType(declared, type);
  // What does not hold all values of another does not take it.
  return other.isSigned === own.isSigned ? other.bits <= own.bits : own.isSigned && other.bits < own.bits;
}

/** Of literals and nulls: of names that leave something open there is none. */
const typeOfLiteral = (declared: Taken | undefined): DataType | undefined =>
  isName(declared) ? (leavesOpen(declared) ? undefined : namedType(declared)) : fullType(declared);

/** As many rows as come, in the form that the function asked for. */
function batchOf(of: string, { evaluate, evaluateBatch, nulls }: Options, takes: readonly Taken[]): BatchFunction {
  const convert = takes.map(nulls === 'own' ? arrayOf : columnOf);
  const converted = (columns: readonly ArrayLike<unknown>[]): ArrayLike<unknown>[] =>
    columns.map((column, index) => convert[index]?.(column) ?? column);
  const [byRow, byBatch]: readonly unknown[] = [evaluate, evaluateBatch];
  if (isCall(byBatch) && byRow === undefined)
    return (columns, length) => byBatch(converted(columns), length) as ArrayLike<unknown>;
  if (isCall(byRow) && byBatch === undefined)
    return (columns, length) => {
      const call = rowCall(byRow, converted(columns));
      return Array.from({ length }, (_, row) => call(row) ?? null);
    };
  throw new ParquetFrameError('INVALID_ARGUMENT', `${of} must have either a function evaluate or a function evaluateBatch`);
}

const isCall = (given: unknown): given is Call => typeof given === 'function';

type Call = (...values: readonly unknown[]) => unknown;

/** Calls with the values of a row, without an array of them where they are few. */
function rowCall(evaluate: Call, columns: readonly ArrayLike<unknown>[]): (row: number) => unknown {
  const [a, b, more] = columns;
  if (a === undefined) return () => evaluate();
  if (b === undefined) return row => evaluate(a[row]);
  if (more === undefined) return row => evaluate(a[row], b[row]);
  return row => evaluate(...columns.map(column => column[row]));
}

type Convert = (column: ArrayLike<unknown>) => ArrayLike<unknown>;

function columnOf(declared: Taken): Convert {
  if (declared === 'int64') return column => BigInt64Array.from(column as ArrayLike<bigint>, BigInt);
  if (declared === 'uint64') return column => BigUint64Array.from(column as ArrayLike<bigint>, BigInt);
  if (isNumber(declared)) return column => (column instanceof Float64Array ? column : Float64Array.from(column, Number));
  return column => column;
}

/** Values of narrower types come as numbers. */
const wide = (value: unknown): unknown => (typeof value === 'number' ? BigInt(value) : value);

/** The same with nulls between. */
function arrayOf(declared: Taken): Convert {
  const convert = declared === 'int64' || declared === 'uint64' ? wide : isNumber(declared) ? Number : undefined;
  return column => Array.from(column, value => (value === null || convert === undefined ? value : convert(value)));
}

/** The program would run once more in each thread that imports it. */
function moduleUrl(of: string, module: unknown): string {
  const url = module instanceof URL ? module.href : module;
  if (typeof url !== 'string' || !URL.canParse(url))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${of}: module must be a URL, such as import.meta.url; received ${received(module)}`,
    );
  const program = process.argv[1];
  if (isMainThread && program !== undefined && url === pathToFileURL(program).href)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${of}: its module is the program itself, which would run once more in each thread; define the function in a module of its own, or leave \`module\` out`,
    );
  return url;
}
