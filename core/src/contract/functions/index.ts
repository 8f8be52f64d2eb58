export type {
  AggregateFunctionDefinition,
  AggregateMethod,
  AggregateOption,
  AggregateOptions,
  BatchFunction,
  FunctionMethod,
  MethodOperand,
  MethodResult,
  NullRule,
  Overflow,
  RowFunction,
  ScalarFunctionDefinition,
  TakenOperand,
} from './definition.js';
export { fewestOperands, mostOperands, takesText } from './operand-count.js';
export * from './registry.js';
export * from './aggregates.js';
export * from './window.js';
export { aggregateOptions, boundOptions } from './aggregate-options.js';
export { canCast, insteadOfCast } from './cast.js';
export { commonType } from './common-type.js';
export { asDecimal } from './numeric-types.js';
export { AMBIGUOUS, NON_EXISTENT } from './zones.js';
export { formatParts, type FormatPart } from './time-format.js';
export { parseJsonPath, type JsonStep } from './json-path.js';
export { parseReplacement, type Replacement } from './replacement.js';
export { addFunctions, defineFunction, requireFunctionName, type PluginFunction } from './plugin-function.js';
