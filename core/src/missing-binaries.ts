import { warnOnce } from './dispatch/run/events.js';
import type { EngineRegistry } from './registry/index.js';

/**
 * An engine that was asked for and has no binary here is not an error, since others do its work; but who wonders why everything is slow should have been told. Once per
 * process and binary: the same engine in a process of its own lacks the same one.
 */
export function warnOfMissingBinaries(registry: EngineRegistry): void {
  for (const { id, availability, module } of registry.all()) {
    if (availability.available || availability.code !== 'NATIVE_BINARY_MISSING') continue;
    const { reason, remedy } = availability;
    const operations = Object.keys(module.manifest.operations).join(', ');
    warnOnce(
      `NATIVE_BINARY_MISSING:${remedy}`,
      `${id} is not used: ${reason}. Its operations run on the other engines, in TypeScript many times slower on large data: ${operations}. To have it, ${remedy}. PARQUETFRAME_DISABLE_RUST=1 silences this warning.`,
      'PARQUETFRAME_NO_BINARY',
    );
  }
}
