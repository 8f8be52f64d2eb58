import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { caseText } from '../case-text.js';
import { engineOutcome, Mismatch, ready } from '../examine.js';
import type { OperationCheck } from './check.js';
import { manyRowsCase } from './many-rows.js';

const ROWS = 20_011;
/** A few runs fill caches that stay. */
const WARM = 8;
const RUNS = 48;
/** Below this, growth is that of the garbage collector's own books. */
const NOISE = 4 * 2 ** 20;

/** Results that were released are gone: memory is the same after many runs as after a few. Memory of native code counts only where it grows by a lot, for allocators keep some. */
export const memory: OperationCheck = {
  name: 'memory',
  async run(session, tested) {
    const driver = await session.driver();
    const given = await manyRowsCase(session, tested, ROWS);
    const item = given && (await ready(session, tested, given, 'exact'));
    if (!item) return { cases: 0, skipped: 'no input that can grow' };
    let bytes = 0;
    const run = async (): Promise<boolean> => {
      const outcome = await engineOutcome(driver, item);
      if (outcome.outcome === 'result')
        bytes = Math.max(
          bytes,
          outcome.held.reduce((sum, replica) => sum + (replica.bytes ?? 0), 0),
        );
      return outcome.outcome === 'result';
    };
    for (let index = 0; index < WARM; index++) if (!(await run())) return { cases: 0, skipped: 'the large case gives no result' };
    const before = used();
    for (let index = 0; index < RUNS; index++) await run();
    const grown = used() - before;
    const share = grown / RUNS;
    if (grown > NOISE && share > Math.max(bytes, NOISE / RUNS) / 4)
      throw new Mismatch(
        `memory grows by ${Math.round(share / 1024)} KiB a run although every result is released\n${caseText(item.given)}`,
      );
    return { cases: RUNS };
  },
};

let collect: (() => void) | undefined;

/** Bytes that JavaScript holds after a garbage collection, buffers included. */
function used(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('gc');
    collect = isCollector(found) ? found : (): void => undefined;
  }
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const isCollector = (value: unknown): value is () => void => typeof value === 'function';
