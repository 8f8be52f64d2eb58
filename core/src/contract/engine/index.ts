export * from './contract.js';
export * from './kernel-engine.js';
export * from './native-addon.js';
export * from './package-files.js';
export * from './kernel-result.js';
export * from './result-fault.js';
export { ScratchFolders } from './scratch.js';
export type * from './cases.js';
export * from './default-registry.js';
