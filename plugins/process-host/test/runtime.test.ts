import test from 'ava';
import { createRuntime, type Runtime } from '@parquetframe/core';
import tsReference from '@parquetframe/engine-ts-reference';
import { isolate } from '@parquetframe/process-host';
import { saboteurManifest, type SaboteurOptions } from './engines/saboteur.js';

const url = new URL('./engines/saboteur.js', import.meta.url).href;
const isolatedSaboteur = (options: SaboteurOptions) => isolate({ manifest: saboteurManifest, source: { url, options } });

/** Large enough that moving the graph costs more than what the engine says that it needs. */
const EDGES = Array.from({ length: 40_000 }, (_, i) => ({ src: (i * i) % 4_001, dst: (i * 7 + (i >> 3)) % 4_001 }));
const ranksOf = async (pf: Runtime) => {
  const graph = pf.graph.fromEdges(pf.fromRows(EDGES));
  const degrees = await graph.degree().collect();
  const ranks = await graph.pageRank().collect();
  return { rows: ranks.toRows(), provenance: ranks.provenance, first: degrees.provenance };
};

test('an isolated engine gives the same bytes as the reference, from a graph that stays in its child', async t => {
  await using alone = await createRuntime({ engines: [tsReference()], uncertified: 'allow', wisdom: 'off', probeLimit: 60_000 });
  await using isolated = await createRuntime({
    engines: [isolatedSaboteur({})],
    uncertified: 'allow',
    wisdom: 'off',
    probeLimit: 60_000,
  });
  const [expected, actual] = [await ranksOf(alone), await ranksOf(isolated)];
  t.deepEqual(actual.rows, expected.rows);
  t.deepEqual(
    actual.provenance.stages.map(stage => stage.engine),
    ['saboteur@process'],
    'the graph was there already',
  );
});

for (const how of ['abort', 'kill'] as const) {
  test(`${how} in the middle of PageRank: the next engine rebuilds the graph, whose only copy is gone, and gives the right answer`, async t => {
    await using alone = await createRuntime({
      engines: [tsReference()],
      uncertified: 'allow',
      wisdom: 'off',
      probeLimit: 60_000,
    });
    await using pf = await createRuntime({
      engines: [isolatedSaboteur({ dieIn: ['graph.pageRank'], how }), tsReference()],
      uncertified: 'allow',
      wisdom: 'off',
      probeLimit: 60_000,
    });
    const [expected, actual] = [await ranksOf(alone), await ranksOf(pf)];
    t.deepEqual(actual.rows, expected.rows);
    t.deepEqual(
      actual.first.stages.map(stage => stage.engine).filter(engine => engine !== 'saboteur@process'),
      [],
      'the graph was built there and stayed there',
    );
    const { stages } = actual.provenance;
    const ranks = stages.find(stage => stage.operations.includes('graph.pageRank'));
    t.is(ranks?.engine, 'ts-reference');
    t.like(ranks?.fallbacks[0], {
      engine: 'saboteur@process',
      outcome: 'crashed',
      code: 'ENGINE_CRASH',
    });
    t.true(actual.provenance.rebuilt.length > 0, JSON.stringify(actual.provenance.rebuilt));
  });
}

test('an isolated engine that crashes too often is left alone, as it was told; then it is tried again', async t => {
  let now = 0;
  const engine = isolate(
    { manifest: saboteurManifest, source: { url, options: { dieIn: ['graph.degree'] } } },
    { quarantine: { crashes: 2, for: 1000 } },
  );
  await using pf = await createRuntime({
    engines: [engine, tsReference()],
    uncertified: 'allow',
    wisdom: 'off',
    probeLimit: 60_000,
    services: { clock: { now: () => now } },
  });
  const degrees = async () => {
    const graph = pf.graph.fromEdges(pf.fromRows([{ src: 1, dst: 2 }]));
    const { stages } = (await graph.degree().collect({ prefer: 'saboteur@process' })).provenance;
    return stages.flatMap(stage => stage.fallbacks.map(({ code }) => code));
  };
  t.true((await degrees()).includes('ENGINE_CRASH'));
  t.true((await degrees()).includes('ENGINE_CRASH'));
  t.like(pf.engines()[0]?.availability, { available: false, code: 'QUARANTINED', until: '1970-01-01T00:00:01.000Z' });
  t.false((await degrees()).includes('ENGINE_CRASH'));
  now = 1000;
  t.true(pf.engines()[0]?.availability.available);
  t.true((await degrees()).includes('ENGINE_CRASH'));
});

test('a pinned isolated engine does not fall back: its crash is the answer', async t => {
  await using pf = await createRuntime({
    engines: [isolatedSaboteur({ dieIn: ['graph.pageRank'] }), tsReference()],
    engine: 'saboteur@process',
    wisdom: 'off',
    probeLimit: 60_000,
  });
  await t.throwsAsync(ranksOf(pf), { code: 'ENGINE_CRASH' });
});

test('an engine that cannot start in its child is listed with the reason and does not break start-up', async t => {
  const broken = isolate({ manifest: saboteurManifest, source: { url: 'file:///nowhere/engine.js', options: {} } });
  await using pf = await createRuntime({
    engines: [broken, tsReference()],
    uncertified: 'allow',
    wisdom: 'off',
    probeLimit: 60_000,
  });
  const status = pf.engines().find(engine => engine.id === 'saboteur@process');
  t.like(status?.availability, { available: false, code: 'ENGINE_UNAVAILABLE' });
  t.is((await ranksOf(pf)).rows.length, 4_001);
});
