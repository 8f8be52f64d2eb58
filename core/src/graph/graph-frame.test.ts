import { inspect } from 'node:util';
import test from 'ava';
import { expectTypeOf } from 'expect-type';
import { FakeExecutor } from '../frame/fake-executor.test.data.js';
import { makeReaders, type SchemaOf } from '../frame/index.js';
import type { PlanInput, PlanNode } from '../contract/plan/index.js';
import { makeGraphs, type GraphFrame } from './index.js';

const setup = () => {
  const executor = new FakeExecutor();
  const pf = makeReaders(executor);
  const edges = pf.readCsv('edges.csv', { schema: { src: 'int32', dst: 'int32', to: 'int64', name: 'utf8', cost: 'float64' } });
  return { executor, pf, edges, graphs: makeGraphs(executor) };
};

/** The graph.build node behind a frame of a graph. */
function buildOf(plan: PlanInput): PlanNode {
  const input = plan.kind === 'operation' ? plan.inputs[0] : undefined;
  if (input?.kind !== 'dataset') throw new TypeError('a graph operation takes a dataset');
  return input.dataset.recipe as PlanNode;
}
const optionsOf = (plan: PlanInput) => (plan.kind === 'operation' ? plan.options : {});

test('algorithms share one dataset, whose recipe is the build', t => {
  const { graphs, edges, pf } = setup();
  const graph = graphs.fromEdges(edges, {
    weight: 'cost',
    directed: false,
    vertices: pf.readCsv('v.csv'),
    vertex: 'id',
    engine: 'ts-reference',
  });
  const frames = [graph.bfs({ source: 1 }), graph.pageRank(), graph.wcc(), graph.degree(), graph.run('graph.custom', { k: 1 })];
  const build = buildOf(frames[0]?.plan ?? edges.plan);
  t.is(build.operation, 'graph.build');
  t.like(build.options, { weight: 'cost', directed: false, vertex: 'id', src: undefined });
  t.is(build.inputs.length, 2);
  t.is(build.engine, 'ts-reference');
  for (const frame of frames) {
    t.is(buildOf(frame.plan), build);
    t.is(frame.plan.kind === 'operation' ? frame.plan.engine : '', 'ts-reference');
    t.regex((frame.plan.kind === 'operation' ? frame.plan.callSite : undefined) ?? '', /graph-frame\.test\.[jt]s:\d+/);
  }
  t.true(graph.weighted);
  t.false(graph.directed);
  const dense = graphs.fromEdges(edges, { ids: { dense: 10 } });
  t.like(buildOf(dense.wcc().plan).options, { ids: 'dense', vertexCount: 10 });
  t.like(buildOf(graphs.fromEdges(edges, { ids: 'firstAppearance' }).wcc().plan).options, {
    ids: 'firstAppearance',
    vertexCount: undefined,
  });
});

test('options of algorithms', t => {
  const { graphs, edges } = setup();
  const graph = graphs.fromEdges(edges);
  t.deepEqual(optionsOf(graph.bfs({ source: 1n }).plan), { sources: [1n], maxDepth: undefined, columns: undefined });
  t.deepEqual(optionsOf(graph.bfs({ sources: [1, 2], maxDepth: 3, columns: ['distance'] }).plan), {
    sources: [1, 2],
    maxDepth: 3,
    columns: ['distance'],
  });
  const ranks = graph.pageRank({
    damping: 0.5,
    tolerance: 0,
    maxIterations: 2,
    weighted: false,
    determinism: 'fast',
    engine: 'auto',
  });
  t.deepEqual(optionsOf(ranks.plan), { damping: 0.5, tolerance: 0, maxIterations: 2, weighted: false });
  t.is(ranks.plan.kind === 'operation' ? ranks.plan.determinism : '', 'fast');
  const wrong: object = { determinism: 'quick' };
  const refused = { code: 'INVALID_ARGUMENT', message: /determinism must be "exact" or "fast", received "quick"/ };
  t.throws(() => graph.wcc(wrong), refused);
  t.throws(() => graphs.fromEdges(edges, wrong), refused);
  t.is(ranks.plan.kind === 'operation' ? ranks.plan.engine : '', undefined);
});

test('bfs without its source says what to write', t => {
  const { graphs, edges } = setup();
  const graph = graphs.fromEdges(edges);
  for (const [options, received] of [
    [[], 'neither'],
    [[null], 'neither'],
    [[7], 'neither'],
    [[{}], 'neither'],
    [[{ source: undefined }], 'neither'],
    [[{ source: 1, sources: [2] }], 'both'],
  ] as const)
    t.throws(() => void Reflect.apply(graph.bfs.bind(graph), graph, options), {
      code: 'INVALID_ARGUMENT',
      message: new RegExp(`bfs\\(\\{ source: 42 \\}\\).*received ${received}$`),
    });
});

test('results are typed by the ids of the graph', t => {
  const { graphs, edges, pf } = setup();
  const graph = graphs.fromEdges(edges);
  expectTypeOf(graph).toEqualTypeOf<GraphFrame<'int32'>>();
  expectTypeOf<SchemaOf<ReturnType<typeof graph.pageRank>>>().toEqualTypeOf<{
    readonly vertex: 'int32!';
    readonly rank: 'float64!';
  }>();
  const _hops = graph.bfs({ source: 1, columns: ['distance'] });
  expectTypeOf<SchemaOf<typeof _hops>>().toEqualTypeOf<{ readonly vertex: 'int32!'; readonly distance: 'uint32' }>();
  const _paths = graph.bfs({ source: 1 });
  expectTypeOf<SchemaOf<typeof _paths>>().toEqualTypeOf<{
    readonly vertex: 'int32!';
    readonly distance: 'uint32';
    readonly predecessor: 'int32';
  }>();
  expectTypeOf(graphs.fromEdges(edges, { dst: 'to' })).toEqualTypeOf<GraphFrame<'int64'>>();
  expectTypeOf(graphs.fromEdges(edges, { src: 'name', dst: 'name' })).toEqualTypeOf<GraphFrame<'utf8'>>();
  // @ts-expect-error there is no such column
  graphs.fromEdges(edges, { src: 'from' });
  // @ts-expect-error ids of this graph are integers
  graph.bfs({ source: 'a' });
  const loose = graphs.fromEdges(pf.readParquet('x.parquet'), { src: 'from', dst: 'to' });
  t.deepEqual(optionsOf(loose.bfs({ source: 'a' }).plan)['sources'], ['a']);
});

test('facts, printing and the end', async t => {
  const { executor, graphs, edges } = setup();
  const graph = graphs.fromEdges(edges, { weight: 'cost' });
  t.is(inspect(graph), 'GraphFrame (directed, weighted, not built yet)');
  const execute = executor.execute.bind(executor);
  executor.execute = async (plan, want, run) => {
    const execution = await execute(plan, want, run);
    if (plan.kind === 'dataset') plan.dataset.sizes = { vertices: 1234, edges: 5, arcs: 5, minWeight: -1, negativeWeights: 1 };
    return { ...execution, sizes: {} };
  };
  t.deepEqual(await graph.facts(), {
    vertices: 1234,
    edges: 5,
    arcs: 5,
    selfLoops: 0,
    dangling: 0,
    minWeight: -1,
    negativeWeights: 1,
  });
  t.is(await graph.vertexCount(), 1234);
  t.is(await graph.edgeCount(), 5);
  t.is(String(graph), 'GraphFrame (directed, weighted, 1,234 vertices, 5 edges)');
  executor.kind = { kind: 'graph', directed: true, weighted: true, id: { id: 'int32' } };
  t.deepEqual(await graph.idType(), { id: 'int32' });
  executor.kind = { kind: 'record' };
  await t.throwsAsync(graph.idType(), { code: 'INTERNAL' });
  await graph[Symbol.asyncDispose]();
  t.is(executor.disposed.length, 1);
});

test('frames of another runtime are refused', t => {
  const { graphs, edges, pf } = setup();
  const other = makeReaders(new FakeExecutor()).readCsv('x.csv');
  t.throws(() => graphs.fromEdges(other), { code: 'INVALID_ARGUMENT' });
  t.throws(() => graphs.fromEdges(edges, { vertices: other }), { code: 'INVALID_ARGUMENT' });
  t.throws(() => graphs.fromEdges(edges, { vertex: 'id' }), { code: 'INVALID_ARGUMENT' });
  t.notThrows(() => graphs.fromEdges(edges, { vertices: pf.readCsv('v.csv') }));
});

test('a misspelt source is named, not missed', t => {
  const { graphs, edges } = setup();
  const graph = graphs.fromEdges(edges);
  t.throws(() => graph.bfs({ sorce: 1 } as never), { code: 'INVALID_ARGUMENT', message: /"sorce"; did you mean "source"/ });
  t.throws(() => graph.bfs({ source: [1, 2] } as never), { message: /source is one vertex; .*sources: \[1, 2\]/ });
});
