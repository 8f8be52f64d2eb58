export * from './expression.js';
export * from './functions.js';
export * from './resolve.js';
export * from './step.js';
export * from './node.js';
export * from './edit.js';
export * from './order.js';
