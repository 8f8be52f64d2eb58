import type { Runtime } from '@parquetframe/core';
import { HEAP_ARROW } from '@parquetframe/core/engine';
import { quartiles, type Quartiles } from '../measure.js';

export interface DecisionResult {
  readonly name: string;
  /** microseconds per decision, one per batch of decisions */
  readonly samples: readonly number[];
  readonly median: Quartiles;
  /** the batch that was disturbed least */
  readonly best: number;
  /** 5 µs is the limit that the design sets */
  readonly limit: number;
}

const PER_BATCH = 2000;
const BATCHES = 40;

/** What choosing costs: a full decision for a signature that is bound already, over all engines, for one step and for a chain of four. */
export async function decisions(runtime: Runtime): Promise<DecisionResult[]> {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ key: i % 10, value: i }));
  const frame = runtime.fromRows(rows, { schema: { key: 'int32', value: 'float64' } });
  const chain = frame
    .filter(row => row.value.gt(10))
    .groupBy('key')
    .agg(row => ({ total: row.value.sum() }))
    .sort('total')
    .limit(3);
  const results: DecisionResult[] = [];
  for (const [name, plan] of [
    ['one step: filter', frame.filter(row => row.value.gt(10)).plan],
    ['four steps: filter, aggregate, sort, limit', chain.plan],
  ] as const) {
    const decide = await runtime.composition.dispatcher.prepareDecision(plan, [HEAP_ARROW]);
    if (!decide()) throw new Error(`no engine can run: ${name}`);
    for (let i = 0; i < 5 * PER_BATCH; i++) decide();
    const samples = Array.from({ length: BATCHES }, () => {
      const start = performance.now();
      for (let i = 0; i < PER_BATCH; i++) decide();
      return ((performance.now() - start) * 1000) / PER_BATCH;
    });
    results.push({ name, samples, median: quartiles(samples), best: Math.min(...samples), limit: 5 });
  }
  return results;
}
