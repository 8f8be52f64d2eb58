import { didYouMean, ParquetFrameError, quoted } from '../errors/index.js';
import { ARITHMETIC_FUNCTIONS } from './arithmetic.js';
import { BYTE_FUNCTIONS } from './bytes.js';
import { CONVERSION_FUNCTIONS } from './cast.js';
import { CHOICE_FUNCTIONS } from './choice.js';
import { COMPARISON_FUNCTIONS } from './comparison.js';
import type { ScalarFunctionDefinition } from './definition.js';
import { ELEMENTARY_FUNCTIONS } from './elementary.js';
import { LIST_FUNCTIONS } from './lists.js';
import { LOGICAL_FUNCTIONS } from './logic.js';
import { MEMBER_FUNCTIONS } from './members.js';
import { NUMBER_FUNCTIONS } from './numbers.js';
import { NUMBER_FORMAT_FUNCTIONS } from './number-format.js';
import { PATTERN_FUNCTIONS } from './patterns.js';
import { TEXT_FUNCTIONS } from './text.js';
import { TIME_FORMAT_FUNCTIONS } from './time-formats.js';
import { TIME_FUNCTIONS } from './time.js';
import { ZONE_FUNCTIONS } from './zones.js';

const BUILT_IN = {
  ...ARITHMETIC_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...NUMBER_FORMAT_FUNCTIONS,
  ...ELEMENTARY_FUNCTIONS,
  ...COMPARISON_FUNCTIONS,
  ...LOGICAL_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...PATTERN_FUNCTIONS,
  ...BYTE_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...MEMBER_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...TIME_FORMAT_FUNCTIONS,
  ...ZONE_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
};

type Table = typeof BUILT_IN;
/** Functions that are methods of expressions too, with what they take and give. */
export type FunctionMethods = {
  readonly [name in keyof Table as Table[name] extends { readonly method: object } ? name : never]: Table[name] extends {
    readonly method: infer M;
  }
    ? M
    : never;
};

/** Functions that come with the catalogue. */
export type BuiltInFunction = keyof typeof BUILT_IN;
/** Name of a scalar function: of the catalogue, or of a plugin. */
export type ScalarFunction = BuiltInFunction | (string & {});

export const BUILT_IN_FUNCTIONS: { readonly [name in BuiltInFunction]: ScalarFunctionDefinition } = BUILT_IN;

/** Every scalar function by name: those of the catalogue, and those that plugins have added to this process. */
export const SCALAR_FUNCTIONS: { [name: string]: ScalarFunctionDefinition } = { ...BUILT_IN };

/** Whether plans always spell it out in other functions, so that no engine meets it. */
export const isSpelledOut = ({ zoned }: ScalarFunctionDefinition): boolean => zoned === 'convert' || zoned === 'local';

/** Whether a function came from a user or a plugin, with its kernel. */
export const isUserFunction = ({ evaluate, evaluateBatch }: ScalarFunctionDefinition): boolean =>
  evaluate !== undefined || evaluateBatch !== undefined;

/** The function of that name, or undefined. */
export const findFunction = (name: string): ScalarFunctionDefinition | undefined =>
  Object.hasOwn(SCALAR_FUNCTIONS, name) ? SCALAR_FUNCTIONS[name] : undefined;

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
export function functionOf(name: string): ScalarFunctionDefinition {
  const definition = findFunction(name);
  if (definition) return definition;
  const known = Object.keys(SCALAR_FUNCTIONS);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `there is no function ${quoted(name)}${didYouMean(name, known, `there are ${known.join(', ')}`)}`,
    { details: { function: name } },
  );
}

/**
 * The revision of the catalogue that brought a scalar function. An engine that claims a revision without listing functions evaluates those of that revision and no
 * later one. Functions of plugins belong to every revision: engines say themselves whether they run them. `undefined`: of no revision, so only engines that list it
 * have it.
 */
export function functionSince(name: string): number | undefined {
  const table: { readonly [name: string]: ScalarFunctionDefinition } = BUILT_IN;
  if (Object.hasOwn(table, name)) return table[name]?.since ?? 1;
  const definition = findFunction(name);
  return definition && isUserFunction(definition) ? 1 : undefined;
}
