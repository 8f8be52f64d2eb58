import { compare, decisions, enginesFor } from './compare.mjs';

const SOURCE = 'ATL';

/** Airports as vertices, flights as edges: PageRank, hops from Atlanta, components; the top 10 with name and city from the CSV. */
export async function graphQuestion(pf, all, { flights: path, airports: csv }) {
  const flights = pf.readParquet(path, { schema: { origin: 'utf8', destination: 'utf8' } });
  const edges = flights.cache();
  const graph = pf.graph.fromEdges(edges, { src: 'origin', dst: 'destination' });
  const airports = pf.readCsv(csv, { schema: { iata: 'utf8', name: 'utf8', city: 'utf8' } });
  const top = await graph
    .pageRank()
    .sort([{ column: 'rank', descending: true }, 'vertex'])
    .limit(10)
    .join(airports, { leftOn: 'vertex', rightOn: 'iata', how: 'left' })
    .sort('rank', { descending: true })
    .collect();
  const hops = await graph.bfs({ source: SOURCE }).collect();
  const components = await graph.wcc().collect();
  const farthest = hops.toRows().reduce((a, b) => ((b.distance ?? -1) > (a.distance ?? -1) ? b : a));
  const facts = await graph.facts();

  const shared = all.readParquet(path, { schema: { origin: 'utf8', destination: 'utf8' } }).cache();
  const fallback = all.graph.fromEdges(shared, { src: 'origin', dst: 'destination' });
  const graphs = new Map();
  const on = engine => {
    if (!graphs.has(engine)) graphs.set(engine, all.graph.fromEdges(shared, { src: 'origin', dst: 'destination', engine }));
    return graphs.get(engine);
  };
  /** engines that cannot build take the graph that another engine has built */
  const builders = enginesFor(all, 'graph.build');
  const from = engine => (builders.includes(engine) ? on(engine) : fallback);
  const comparisons = [
    await compare(
      'build (3 M string edges) + degree',
      enginesFor(all, 'graph.build', 'graph.degree'),
      engine => all.graph.fromEdges(shared, { src: 'origin', dst: 'destination', engine }).degree(),
      { exact: true },
    ),
    await compare('PageRank', enginesFor(all, 'graph.pageRank'), engine => from(engine).pageRank({ engine }), { exact: true }),
    await compare(`BFS from ${SOURCE}`, enginesFor(all, 'graph.bfs'), engine => from(engine).bfs({ source: SOURCE, engine }), {
      exact: true,
    }),
    await compare('connected components', enginesFor(all, 'graph.wcc'), engine => from(engine).wcc({ engine }), { exact: true }),
  ];
  for (const built of graphs.values()) await built.close();
  return {
    question: 'airports as vertices, flights as edges: PageRank, hops, components',
    facts,
    top: top.toRows(),
    hops: {
      source: SOURCE,
      farthest: farthest.vertex,
      hops: farthest.distance,
      unreachable: hops.toRows().filter(row => row.distance === null).length,
    },
    components: components.toRows().reduce((most, row) => Math.max(most, row.component + 1), 0),
    decisions: [...decisions(top), ...decisions(hops), ...decisions(components)],
    comparisons,
  };
}
