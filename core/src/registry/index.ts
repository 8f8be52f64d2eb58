export * from './certificate.js';
export * from './default-registry.js';
export * from './engine-registry.js';
export { crashesSoFar, quarantineRule } from './quarantine.js';
export { checkModule } from './manifest.js';
export { RecentMap } from './recent-map.js';
