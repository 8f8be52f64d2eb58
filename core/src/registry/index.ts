export * from './certificate.js';
export * from './default-registry.js';
export * from './engine-registry.js';
export { crashesSoFar, quarantineRule } from './quarantine.js';
export { MANIFEST_SCHEMA, checkModule } from './manifest.js';
export { RecentMap } from './recent-map.js';
