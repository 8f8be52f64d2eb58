import type { GeneratedEdges } from '../generate/gap.js';
import type { Finished } from '../measure.js';

/** graphology, the JavaScript graph library: an undirected graph and what it has of our algorithms. Loaded when it is first used. */
export async function graphologyPeer(edges: GeneratedEdges, source: number, damping: number, tolerance: number) {
  const { UndirectedGraph } = await import('graphology');
  // Its types say that the function is one level deeper than it is.
  const { default: pagerank }: { readonly default: unknown } = await import('graphology-metrics/centrality/pagerank.js');
  if (typeof pagerank !== 'function') throw new TypeError('graphology-metrics has no PageRank where it used to be');
  const { default: components } = await import('graphology-components');
  const { default: traversal } = await import('graphology-traversal');
  const build = (): InstanceType<typeof UndirectedGraph> => {
    const graph = new UndirectedGraph();
    for (let v = 0; v < edges.vertices; v++) graph.addNode(v);
    for (let i = 0; i < edges.src.length; i++) graph.addEdge(edges.src[i], edges.dst[i]);
    return graph;
  };
  const graph = build();
  const done = (answer: () => number): Promise<Finished> => Promise.resolve({ answer, close: () => undefined });
  return {
    build: () => {
      const built = build();
      return done(() => built.size);
    },
    bfs: () => {
      let hops = 0;
      traversal.bfsFromNode(graph, source, (_node: string, _attributes: unknown, depth: number) => {
        hops += depth;
      });
      return done(() => hops);
    },
    pageRank: () => {
      // It stops at a change below N × tolerance.
      const options = { alpha: damping, tolerance: tolerance / edges.vertices, maxIterations: 100 };
      const ranks = Reflect.apply(pagerank, undefined, [graph, options]) as { readonly [vertex: string]: number };
      return done(() => rankDigest(Float64Array.from({ length: edges.vertices }, (_, v) => ranks[v] ?? 0)));
    },
    wcc: () => {
      const found = components.countConnectedComponents(graph);
      return done(() => found);
    },
  };
}

/** One number from all ranks, in which each counts differently. */
export function rankDigest(ranks: Float64Array): number {
  let digest = 0;
  for (let v = 0; v < ranks.length; v++) digest += (ranks[v] ?? 0) * ((v % 97) + 1);
  return digest;
}
