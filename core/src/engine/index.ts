/**
 * What an engine author needs, and nothing else: the contract, the data model, fragments, the catalogue and errors.
 * @packageDocumentation
 */
export * from '../contract/index.js';
