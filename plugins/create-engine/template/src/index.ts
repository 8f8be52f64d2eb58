import { defineEngine } from '@parquetframe/core/engine';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import { bindLimit } from './limit.js';

/** The engine: `createRuntime({ engines: [__FUNCTION__(), tsReference()] })`. */
const __FUNCTION__ = defineEngine({
  package: { name: '__PACKAGE__', from: import.meta.url },
  manifest,
  certificate,
  // One line per operation that engine.json claims.
  kernels: { 'table.limit': bindLimit },
});
export default __FUNCTION__;
