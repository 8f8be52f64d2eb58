import test from 'ava';
import { allEngines, createRuntime, type EngineStatus, type Runtime } from 'parquetframe';

/** One runtime over all engines for a test file; calls pin the engine they want. Every engine may be chosen: these tests are what certificates are judged by. */
export async function everyEngine(): Promise<Runtime> {
  const runtime = await createRuntime({ engines: await allEngines(), uncertified: 'allow', wisdom: 'off' });
  test.after.always('close the runtime', () => runtime.close());
  return runtime;
}

/** Engines that claim all the operations; those that are not available here are reported as skipped tests. */
export function enginesFor(runtime: Runtime, what: string, ...operations: readonly string[]): readonly EngineStatus[] {
  const claiming = runtime.engines().filter(({ manifest }) => operations.every(name => Object.hasOwn(manifest.operations, name)));
  for (const { id, availability } of claiming) {
    if (!availability.available) test.skip(`${id}: ${what} (needs ${id}: ${availability.reason})`, t => t.pass());
  }
  return claiming.filter(({ availability }) => availability.available);
}
