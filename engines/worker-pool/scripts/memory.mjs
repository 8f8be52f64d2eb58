/**
 * Shows what a process holds that builds graphs, asks worker-pool about them and drops them:
 *
 *   node engines/worker-pool/scripts/memory.mjs [--graphs 1000] [--arcs 200000]
 *
 * Nothing is closed by hand: memory has to stay within what the collectors leave between two of their rounds.
 */
import { parseArgs } from 'node:util';
import { createRuntime } from '@parquetframe/core';
import { tableData } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';

const { values } = parseArgs({
  options: { graphs: { type: 'string', default: '1000' }, arcs: { type: 'string', default: '200000' } },
});
const [graphs, arcs] = [Number(values.graphs), Number(values.arcs)];

function edges(seed) {
  const column = step => ({
    length: arcs,
    nullCount: 0,
    buffers: [undefined, new Uint32Array(arcs).map((_, i) => (i * step + seed) % (arcs / 4))],
  });
  const schema = ['src', 'dst'].map(name => ({ name, type: { id: 'uint32' }, nullable: false }));
  return tableData(schema, [{ length: arcs, columns: [column(31), column(7)] }]);
}

const pf = await createRuntime({ engines: [workerPool(), tsReference()], wisdom: 'off', uncertified: 'allow' });
for (let i = 1; i <= graphs; i++) {
  const graph = pf.graph.fromEdges(pf.fromArrow(edges(i)));
  await graph.wcc({ engine: 'worker-pool' }).collect();
  await graph.pageRank({ engine: 'worker-pool', maxIterations: 5 }).collect();
  if (i % Math.ceil(graphs / 20) === 0) process.stdout.write(`${i} graphs: ${Math.round(process.memoryUsage.rss() / 1e6)} MB\n`);
}
await pf.close();
