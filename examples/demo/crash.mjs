import { kill } from 'node:process';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import { createRuntime } from 'parquetframe';

const LONG = { tolerance: 0, maxIterations: 1000 };

/**
 * PageRank once more, in a runtime whose native engine lives in a process of its own, which is killed in the middle. The only copy of the graph was in
 * that process: the next engine builds it again from its edges and gives the right answer.
 */
export async function surviveCrash(pf, path) {
  if (!pf.engines().some(({ id, availability }) => id === 'rust-napi@process' && availability.available))
    return { skipped: 'the isolated native engine is not available here' };
  const children = [];
  const prefer = 'rust-napi@process';
  const isolated = await createRuntime({
    engines: [isolate(rustNapi(), {}, { started: pid => children.push(pid) }), tsReference()],
    wisdom: 'off',
  });
  const build = runtime =>
    runtime.graph.fromEdges(runtime.readParquet(path, { schema: { origin: 'utf8', destination: 'utf8' } }), {
      src: 'origin',
      dst: 'destination',
    });
  const graph = build(isolated);
  const first = await graph.pageRank({ maxIterations: 1 }).collect({ prefer });
  const killed = [];
  const survived = await graph.pageRank(LONG).collect({
    prefer,
    onProgress(fraction) {
      if (fraction === 0 || killed.length > 0) return;
      const pid = children.at(-1);
      killed.push({ pid, at: fraction });
      kill(pid, 'SIGKILL');
    },
  });
  const expected = await build(pf).pageRank(LONG).collect();
  await isolated.close();
  const [a, b] = [survived, expected].map(table => table.toRows());
  const same = a.length === b.length && a.every((row, i) => row.rank === b[i].rank && row.vertex === b[i].vertex);
  return {
    before: first.provenance.stages.at(-1).engine,
    killed,
    stages: survived.provenance.stages.map(({ operations, engine, fallbacks }) => ({
      operations: operations.join(' → '),
      engine,
      fallbacks: fallbacks.filter(f => f.outcome === 'crashed'),
    })),
    rebuilt: survived.provenance.rebuilt,
    agree: same && killed.length === 1,
  };
}
