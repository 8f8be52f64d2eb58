/** Adds the engine to the process-wide default registry: `import '@parquetframe/engine-rust-napi/register'`. */
import { registerEngine } from '@parquetframe/core/engine';
import rustNapi from './index.js';

registerEngine(rustNapi());
