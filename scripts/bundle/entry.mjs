/** Bundled into one file by scripts/packaging.mjs and run: every engine that there is answers, or says in a typed way what it lacks. */
import { writeFileSync } from 'node:fs';
import { allEngines, createRuntime, isolate, isParquetFrameError } from 'parquetframe';
import tsReference from '@parquetframe/engine-ts-reference';

async function main() {
  const [isolated, ...engines] = [isolate(tsReference()), ...(await allEngines())];
  const pf = await createRuntime({ engines: [...engines, isolated], wisdom: 'off', uncertified: 'allow', probeLimit: 120_000 });
  const answers = {};
  for (const { id, availability } of pf.engines()) {
    const frame = pf.fromRows([{ x: 1 }, { x: 2 }]).filter(row => row.x.gt(1));
    const graph = pf.graph.fromEdges(pf.fromRows([{ src: 1n, dst: 2n }]));
    if (!availability.available) answers[id] = availability.code;
    else
      answers[id] = await (id === 'rust-neon' ? graph.bfs({ source: 1, engine: id }) : frame).collect({ engine: id }).then(
        table => table.length,
        error => (isParquetFrameError(error) ? `${error.code}: ${error.message}` : String(error)),
      );
  }
  const fallback = await pf
    .fromRows([{ x: 1 }])
    .filter(row => row.x.gt(0))
    .collect();
  writeFileSync(process.argv[2], JSON.stringify({ answers, rows: fallback.length }));
  await pf.close();
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
