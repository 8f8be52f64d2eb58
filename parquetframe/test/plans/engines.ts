import { allEngines } from 'parquetframe';
import type { EngineModule } from '@parquetframe/core/engine';
import workerPool from '@parquetframe/engine-worker-pool';

/** Engines by their names, those of them that are here. Tables are small, so the pool divides what it would otherwise leave to one thread. */
export async function enginesOf(ids: readonly string[]): Promise<readonly EngineModule[]> {
  const all = await allEngines();
  return ids.flatMap(id =>
    id === 'worker-pool' ? [workerPool({ minPartitionWork: 2, threads: 3 })] : all.filter(engine => engine.manifest.id === id),
  );
}

/** ts-reference comes last: the others have it beside them, for what they lack. */
export const COMPARED = ['rust-napi', 'worker-pool', 'ts-reference'] as const;
