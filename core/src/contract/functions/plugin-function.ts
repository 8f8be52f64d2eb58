import { checkOptionNames, hasMembers, optionNames, ParquetFrameError, received } from '../errors/index.js';
import type { BatchFunction, RowFunction, ScalarFunctionDefinition } from './definition.js';
import { SCALAR_FUNCTIONS, findFunction } from './registry.js';

/** A function of a user or a plugin: its definition, and a kernel that evaluates one row or many. */
export interface PluginFunction {
  /** with a prefix of its own: `geo.distance` */
  readonly name: string;
  readonly definition: ScalarFunctionDefinition &
    ({ readonly evaluate: RowFunction } | { readonly evaluateBatch: BatchFunction });
}

const MEMBERS = optionNames<ScalarFunctionDefinition>()({
  arity: true,
  optional: true,
  variadic: true,
  constants: true,
  check: true,
  accepts: true,
  result: true,
  refusal: true,
  nulls: true,
  fails: true,
  class: true,
  text: true,
  selectivity: true,
  fractions: true,
  literal: true,
  beside: true,
  operand: true,
  alike: true,
  choices: true,
  zoned: true,
  items: true,
  since: true,
  method: true,
  summary: true,
  type: true,
  errors: true,
  evaluate: true,
  evaluateBatch: true,
  module: true,
});

const NAME = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/;

/** @throws ParquetFrameError `INVALID_ARGUMENT` for a name that is not of the form `prefix.name`, which no function of the catalogue ever has */
export function requireFunctionName(name: unknown): void {
  if (typeof name === 'string' && NAME.test(name)) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `a function has a name such as "geo.distance", with a prefix of its own; received ${received(name)}`,
  );
}

/**
 * A scalar function for `Plugin.functions`, by its whole record. It runs on TypeScript engines in this process, and on threads where `module` says where they find it; all others decline it.
 * `evaluate` gets the operands of one row, and is called for rows without nulls only, unless `nulls` is `own` or `never`; the same goes for the rows of `evaluateBatch`.
 *
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a name that is not of the form `plugin.name`, or a definition without arity, result or kernel
 */
export function defineFunction(name: string, definition: PluginFunction['definition']): PluginFunction {
  requireFunctionName(name);
  const given: unknown = definition;
  const { arity, result, evaluate, evaluateBatch, accepts, nulls } = hasMembers(given) ? given : {};
  const isComplete =
    Number.isSafeInteger(arity) &&
    Number(arity) >= 0 &&
    typeof accepts === 'string' &&
    typeof result === 'function' &&
    (typeof evaluate === 'function' || typeof evaluateBatch === 'function');
  if (!isComplete)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `the function ${name} must have an arity (0 or more), a text \`accepts\`, a function \`result\` from operand types to a type, and a function \`evaluate\` of one row or \`evaluateBatch\` of many`,
      { details: { function: name } },
    );
  checkOptionNames(`the function ${name}`, given, MEMBERS);
  if (nulls !== undefined && nulls !== 'operands' && nulls !== 'own' && nulls !== 'never')
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `the function ${name}: nulls must be "operands" or "own" or "never", received ${received(nulls)}`,
      { details: { function: name } },
    );
  return { name, definition };
}

/**
 * Makes the functions of a plugin known to this process: names are resolved while plans are, far from any runtime.
 * @throws ParquetFrameError `INVALID_ARGUMENT` where another function has the name
 */
export function addFunctions(functions: readonly PluginFunction[]): void {
  for (const { name, definition } of functions) {
    const known = findFunction(name);
    if (known && known !== definition)
      throw new ParquetFrameError('INVALID_ARGUMENT', `the function ${name} is defined twice; give one of them another name`, {
        details: { function: name },
      });
    SCALAR_FUNCTIONS[name] = definition;
  }
}
