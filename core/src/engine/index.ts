/**
 * What an engine author needs, and nothing else: the contract, the data model, fragments, the catalogue and errors. Names are listed one by one; `scripts/test/engine-exports.test.mjs` finds those
 * that nobody uses.
 * @packageDocumentation
 */
export * from './data.js';
export * from './engine.js';
export * from './plan.js';
