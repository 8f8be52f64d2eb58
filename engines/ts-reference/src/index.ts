/**
 * The reference engine: every operation of the catalogue in plain TypeScript.
 * @packageDocumentation
 */
import { defineEngine } from '@parquetframe/core/engine';
import { certificate } from './generated/certificate.js';
import { manifest } from './generated/manifest.js';
import { kernels } from './kernels/built-in.js';
import { evaluates } from './kernels/evaluates.js';

/**
 * The engine module to give to `createRuntime({ engines: [tsReference()] })`. Always available; runs on this thread and gives way to the event loop.
 *
 * @example
 * const pf = await createRuntime({ engines: [tsReference()] });
 */
const tsReference = defineEngine({
  package: { name: '@parquetframe/engine-ts-reference', from: import.meta.url },
  manifest,
  certificate,
  callsBack: false,
  kernels,
  evaluates,
});
export default tsReference;
