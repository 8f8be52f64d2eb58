/** Adds the engine to the process-wide default registry: `import '@parquetframe/engine-rust-neon/register'`. */
import { registerEngine } from '@parquetframe/core/engine';
import rustNeon from './index.js';

registerEngine(rustNeon());
