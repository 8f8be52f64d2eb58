/** Lives with the contract, because `<engine>/register` entries fill it. */
export { registerEngine, registeredEngines } from '../contract/engine/default-registry.js';
