/** Adds the engine to the process-wide default registry: `import '__PACKAGE__/register'`. */
import { registerEngine } from '@parquetframe/core/engine';
import __FUNCTION__ from './index.js';

registerEngine(__FUNCTION__());
