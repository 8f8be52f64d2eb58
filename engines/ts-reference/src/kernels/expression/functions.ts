import { findFunction, isFloat, valueType } from '@parquetframe/core/engine';
import { floatArithmetic, integerArithmetic } from './arithmetic.js';
import type { Arithmetic } from './arithmetic.js';
import { batchKernel } from './batch-function.js';
import { BIT_KERNELS } from './bits.js';
import { BYTE_KERNELS } from './bytes.js';
import { cast } from './cast.js';
import { CHOICE_KERNELS, type LazyKernel } from './choice.js';
import { compare } from './compare.js';
import type { Comparison } from './compare.js';
import { decimalArithmetic } from './decimal-arithmetic.js';
import { ELEMENTARY_KERNELS } from './elementary.js';
import { ITEM_KERNELS } from './item-expressions.js';
import { decodeJson } from './json-decode.js';
import { LIST_ITEM_KERNELS } from './list-items.js';
import { LIST_KERNELS } from './lists.js';
import { binary, unary, type Kernels, type ScalarKernel } from './kernel.js';
import { EXTREME_KERNELS } from './extremes.js';
import { isIn } from './is-in.js';
import { combine, exclusiveOr, not, nullTest } from './logic.js';
import { distinct, nullIf } from './null-tests.js';
import { MEMBER_KERNELS } from './members.js';
import { NUMBER_FORMAT_KERNELS } from './number-format.js';
import { NUMBER_KERNELS } from './numbers.js';
import { ROUNDING_KERNELS } from './rounding.js';
import { PATTERN_KERNELS } from './patterns.js';
import { rowKernel } from './row-function.js';
import { temporalArithmetic } from './temporal-arithmetic.js';
import { TEXT_KERNELS } from './text.js';
import { CALENDAR_KERNELS } from './time/calendar.js';
import { DIFFERENCE_KERNELS } from './time/differences.js';
import { TIME_FORMAT_KERNELS } from './time/formats.js';
import { TIME_PART_KERNELS } from './time/parts.js';
import { ZONE_KERNELS } from './time/zones.js';
import { tryCast } from './try-cast.js';
import { WHOLE_NUMBER_KERNELS } from './whole-numbers.js';

/** The type of the result says which arithmetic it is. */
const arithmetic = (operation: Exclude<Arithmetic, 'divide'>): ScalarKernel =>
  binary((left, right, { type, overflow, rows }) => {
    if (isFloat(type)) return floatArithmetic(operation, left, right, rows);
    if (type.id === 'decimal') return decimalArithmetic(operation, left, right, type, overflow, rows);
    if (type.id === 'int64') return integerArithmetic(operation, left, right, overflow, rows);
    return temporalArithmetic(operation, left, right, type, overflow, rows);
  });

const comparison = (test: Comparison): ScalarKernel => binary((left, right, { rows }) => compare(test, left, right, rows));

/** Function → its kernel, family by family. */
const KERNELS: Kernels = {
  ...NUMBER_KERNELS,
  ...WHOLE_NUMBER_KERNELS,
  ...ELEMENTARY_KERNELS,
  ...ROUNDING_KERNELS,
  ...TIME_PART_KERNELS,
  ...TIME_FORMAT_KERNELS,
  ...CALENDAR_KERNELS,
  ...DIFFERENCE_KERNELS,
  ...ZONE_KERNELS,
  ...BIT_KERNELS,
  ...EXTREME_KERNELS,
  ...TEXT_KERNELS,
  ...PATTERN_KERNELS,
  ...BYTE_KERNELS,
  ...LIST_KERNELS,
  ...MEMBER_KERNELS,
  ...NUMBER_FORMAT_KERNELS,
  ...LIST_ITEM_KERNELS,
  add: arithmetic('add'),
  subtract: arithmetic('subtract'),
  multiply: arithmetic('multiply'),
  divide: binary((left, right, { rows }) => floatArithmetic('divide', left, right, rows)),
  floorDivide: arithmetic('floorDivide'),
  modulo: arithmetic('modulo'),
  equal: comparison('equal'),
  notEqual: comparison('notEqual'),
  less: comparison('less'),
  lessEqual: comparison('lessEqual'),
  greater: comparison('greater'),
  greaterEqual: comparison('greaterEqual'),
  and: binary((left, right, { rows }) => combine('and', left, right, rows)),
  or: binary((left, right, { rows }) => combine('or', left, right, rows)),
  xor: binary((left, right, { rows }) => exclusiveOr(left, right, rows)),
  nullIf: binary((left, right, { rows }) => nullIf(left, right, rows)),
  isDistinctFrom: binary((left, right, { rows }) => distinct(left, right, true, rows)),
  isNotDistinctFrom: binary((left, right, { rows }) => distinct(left, right, false, rows)),
  isIn,
  not: unary(operand => not(operand)),
  isNull: unary((operand, { rows }) => nullTest(operand, true, rows)),
  isNotNull: unary((operand, { rows }) => nullTest(operand, false, rows)),
  jsonDecode: decodeJson(true),
  tryJsonDecode: decodeJson(false),
  tryCast: unary((operand, { type, rows }) => tryCast(operand, valueType(type), rows)),
  cast: unary((operand, { type, rows }) => cast(operand, valueType(type), rows)),
};

const LAZY_KERNELS = { ...CHOICE_KERNELS, ...ITEM_KERNELS };

/** Whether there is a kernel in this engine, on any thread. */
export const hasKernel = (name: string): boolean => Object.hasOwn(KERNELS, name) || Object.hasOwn(LAZY_KERNELS, name);

/** The kernel of a function that does not need each operand on each row. */
export function lazyKernelOf(name: string): LazyKernel | undefined {
  const kernels: { readonly [name: string]: LazyKernel } = LAZY_KERNELS;
  return Object.hasOwn(kernels, name) ? kernels[name] : undefined;
}

/** The kernel of a function: of this engine, or that which a user or a plugin brought; undefined where there is neither. */
export function kernelOf(name: string): ScalarKernel | undefined {
  if (Object.hasOwn(KERNELS, name)) return KERNELS[name];
  const definition = findFunction(name);
  if (definition?.evaluateBatch) return batchKernel(name, definition, definition.evaluateBatch);
  return definition?.evaluate && rowKernel(name, definition, definition.evaluate);
}
