/**
 * Runs any engine in a child process.
 * @packageDocumentation
 */
export { isolate, type IsolatedEngine } from './isolate.js';
export type { HostHooks, IsolateOptions } from './options.js';
export { PROTOCOL_VERSION } from './wire/frame.js';
