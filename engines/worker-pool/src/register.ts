/** Adds the engine, with its defaults, to the process-wide default registry. */
import { registerEngine } from '@parquetframe/core/engine';
import workerPool from './index.js';

registerEngine(workerPool());
