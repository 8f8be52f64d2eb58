import type { OwnPackage } from '@parquetframe/core/engine';

/** Where the child's program and the module that reopens an isolated engine are looked for: they are files, wherever this code is. */
export const OWN: OwnPackage = { name: '@parquetframe/process-host', from: import.meta.url };
