export * from './certificate.js';
export * from './default-registry.js';
export { messageOf } from './availability.js';
export { EngineRegistry, type RegistryOptions } from './engine-registry.js';
export { RegisteredEngine } from './registered-engine.js';
export { crashesSoFar, quarantineRule } from './quarantine.js';
export { checkModule } from './manifest.js';
export { RecentMap } from './recent-map.js';
