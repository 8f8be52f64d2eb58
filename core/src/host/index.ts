/**
 * For programs that run engines without a runtime, such as the conformance kit: the checks of a module and the transfers of core.
 * @packageDocumentation
 */
export { CORE_TRANSFERS } from '../dispatch/index.js';
export { checkModule } from '../registry/index.js';
