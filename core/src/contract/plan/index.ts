export * from './expression.js';
export * from './resolve.js';
export * from './step.js';
export * from './node.js';
export * from './edit.js';
export * from './expression-text.js';
export * from './through.js';
export * from './order.js';
export { decimalTypeOf } from './decimal-literal.js';
