/**
 * What an engine author needs, and nothing else: the contract, the data model, fragments, the catalogue and errors.
 * @packageDocumentation
 */
export * from './contract.js';
export * from './kernel-engine.js';
export * from './native-addon.js';
export * from './result-fault.js';
export type * from './cases.js';
export * from './default-registry.js';
export * from '../data/index.js';
export * from '../plan/index.js';
export * from '../operations/index.js';
export * from '../errors/index.js';
