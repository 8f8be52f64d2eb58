export { Dispatcher, type DispatcherOptions } from './run/dispatcher.js';
export { CORE_TRANSFERS, collectStream, streamTable } from './transfer/transfers.js';
export { TransferGraph, type TransferPath } from './transfer/transfer-paths.js';
export { Admission, type AdmissionControl, type Demand, type Lease } from './run/admission.js';
export { Wisdom, machineFingerprint } from './place/wisdom.js';
export type { WisdomStore } from './place/wisdom-file.js';
export type { Mode } from './place/price.js';
export type { DeclaredSchema } from '../contract/operations/index.js';
export { stageChannel, type StageEvent } from './run/events.js';
