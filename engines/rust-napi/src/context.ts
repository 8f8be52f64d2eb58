import type { EngineContext, Residency } from '@parquetframe/core/engine';
import type { Addon } from './native/addon.js';

/** What kernels of one opened engine share. */
export interface RustContext {
  readonly addon: Addon;
  /** names that the addon has kernels for */
  readonly functions: {
    readonly scalar: ReadonlySet<string>;
    readonly aggregate: ReadonlySet<string>;
    readonly window: ReadonlySet<string>;
  };
  /** tables in native memory */
  readonly table: Residency;
  /** graphs in native memory: both directions and the ids */
  readonly graph: Residency;
  /** a folder for what does not fit in memory */
  readonly scratch: EngineContext['scratch'];
  /** fails on purpose before an operation: for tests of crash handling */
  readonly fault: Fault | undefined;
}

export type Fault = { readonly operation: string; readonly kind: 'panic' | 'abort' | 'hang' };
