export * from './json.js';
export * from './types.js';
export * from './column.js';
export * from './graph.js';
export * from './replica.js';
export * from './field.js';
export * from './dataset.js';
