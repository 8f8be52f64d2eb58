/**
 * Runs any engine in a child process.
 * @packageDocumentation
 */
export { isolate, type CommandEngine, type IsolatedEngine } from './isolate.js';
export type { HostHooks, IsolateOptions } from './options.js';
export { PROTOCOL_VERSION, PROTOCOL_VERSIONS } from './wire/frame.js';
