/**
 * What `npm create @parquetframe/engine` does, for programs.
 * @packageDocumentation
 */
export { createEngine, type CreateEngineOptions, type CreatedEngine } from './create-engine.js';
export { CreateEngineError, type CreateEngineCode } from './error.js';
export { engineNames, type EngineNames } from './names.js';
