/**
 * The conformance kit as ava tests: one test per check, so that a failure names its operation.
 * @packageDocumentation
 */
import type { EngineModule } from '@parquetframe/core/engine';
import { conformance } from './conformance.js';
import type { ConformanceOptions } from './session.js';

/** What the adapter needs of ava's `test`. */
export interface AvaTest {
  serial(title: string, implementation: (t: AvaContext) => Promise<void>): void;
  readonly after: { always(title: string, implementation: () => Promise<void>): void };
}
export interface AvaContext {
  pass(): void;
  fail(message?: string): void;
  log(...values: unknown[]): void;
}

/**
 * Registers one ava test per check of an engine.
 *
 * @example
 * import test from 'ava';
 * conformanceTests(test, myEngine(), { reference: tsReference() });
 */
export function conformanceTests(test: AvaTest, engine: EngineModule, options: ConformanceOptions): void {
  const { session, checks, close } = conformance(engine, options);
  for (const check of checks) {
    test.serial(`${engine.manifest.id}: ${check.operation ?? 'engine'}: ${check.check}`, async t => {
      const result = await check.run();
      if (result.outcome === 'failed') {
        t.fail(result.message);
        return;
      }
      if (result.check === 'availability' && result.outcome === 'skipped') {
        t.fail(`the engine is not available here: ${result.message ?? ''}`);
        return;
      }
      if (result.message !== undefined) t.log(result.message);
      t.log(`${result.cases} cases, seed ${session.seed}`);
      t.pass();
    });
  }
  test.after.always(`${engine.manifest.id}: close the conformance session`, () => close());
}
