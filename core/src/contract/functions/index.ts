export type {
  AggregateFunctionDefinition,
  AggregateMethod,
  AggregateOption,
  AggregateOptions,
  MethodOperand,
  NullRule,
  Overflow,
  RowFunction,
  ScalarFunctionDefinition,
} from './definition.js';
export * from './registry.js';
export * from './aggregates.js';
export { aggregateOptions } from './aggregate-options.js';
export { canCast } from './cast.js';
export { asDecimal } from './numeric-types.js';
export { addFunctions, defineFunction, type PluginFunction } from './plugin-function.js';
