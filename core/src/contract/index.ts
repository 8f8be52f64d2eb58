export * from './engine/index.js';
export * from './data/index.js';
export * from './functions/index.js';
export * from './plan/index.js';
export * from './operations/index.js';
export * from './sources/index.js';
export * from './errors/index.js';
