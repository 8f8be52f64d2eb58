/** Lives with the contract, because `<engine>/register` entries fill it. */
export { registerEngine, registeredEngines } from '../engine/default-registry.js';
