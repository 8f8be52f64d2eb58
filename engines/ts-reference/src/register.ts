/** Adds the engine to the process-wide default registry: `import '@parquetframe/engine-ts-reference/register'`. */
import { registerEngine } from '@parquetframe/core/engine';
import tsReference from './index.js';

registerEngine(tsReference());
