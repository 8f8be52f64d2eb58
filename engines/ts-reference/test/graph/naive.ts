/** Slow and obvious versions, straight from the definitions. Vertices are 0…V−1, `arcs` are in CSR order of the input edges. */
export interface NaiveGraph {
  readonly vertices: number;
  /** every stored arc; both ways when undirected, a self-loop once */
  readonly arcs: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
}

export function naiveGraph(
  vertices: number,
  edges: readonly (readonly [number, number])[],
  directed: boolean,
  weights: readonly number[] = [],
): NaiveGraph {
  const arcs = edges.flatMap(([from, to], i) => {
    const weight = weights[i] ?? 1;
    return directed || from === to
      ? [{ from, to, weight }]
      : [
          { from, to, weight },
          { from: to, to: from, weight },
        ];
  });
  return { vertices, arcs };
}

/** Neighbours and weights of each row, sorted by neighbour; `sort` is stable, so parallel edges keep input order. */
export function naiveRows(graph: NaiveGraph, reversed: boolean): { readonly target: number; readonly weight: number }[][] {
  return Array.from({ length: graph.vertices }, (_, v) =>
    graph.arcs
      .filter(arc => (reversed ? arc.to : arc.from) === v)
      .map(arc => ({ target: reversed ? arc.from : arc.to, weight: arc.weight }))
      .sort((a, b) => a.target - b.target),
  );
}

export function naiveBfs(
  graph: NaiveGraph,
  sources: readonly number[],
  maxDepth = Infinity,
): { readonly distance: (number | null)[]; readonly predecessor: (number | null)[] } {
  const distance = new Array<number | null>(graph.vertices).fill(null);
  for (const source of sources) distance[source] = 0;
  for (let depth = 0; depth < maxDepth; depth++) {
    const found = graph.arcs.filter(arc => distance[arc.from] === depth && distance[arc.to] === null).map(arc => arc.to);
    if (found.length === 0) break;
    for (const v of found) distance[v] = depth + 1;
  }
  const predecessor = distance.map((hops, v) => {
    if (hops === null || hops === 0) return null;
    const before = graph.arcs.filter(arc => arc.to === v && distance[arc.from] === hops - 1).map(arc => arc.from);
    return Math.min(...before);
  });
  return { distance, predecessor };
}

export function naiveComponents(graph: NaiveGraph): number[] {
  const smallest = Array.from({ length: graph.vertices }, (_, v) => v);
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to } of graph.arcs) {
      const low = Math.min(smallest[from] ?? 0, smallest[to] ?? 0);
      if (smallest[from] !== low || smallest[to] !== low) changed = true;
      smallest[from] = low;
      smallest[to] = low;
    }
  }
  const roots = [...new Set(smallest)].sort((a, b) => a - b);
  return smallest.map(root => roots.indexOf(root));
}

/** The definition, one arc after another, without the chunked reductions: equal up to rounding. */
export function naivePageRank(graph: NaiveGraph, damping: number, iterations: number): number[] {
  const { vertices, arcs } = graph;
  const outWeight = new Array<number>(vertices).fill(0);
  for (const { from, weight } of arcs) outWeight[from] = (outWeight[from] ?? 0) + weight;
  let rank = new Array<number>(vertices).fill(1 / vertices);
  for (let i = 0; i < iterations; i++) {
    const dangling = rank.reduce((sum, r, v) => sum + (outWeight[v] === 0 ? r : 0), 0);
    const next = new Array<number>(vertices).fill((1 - damping) / vertices + (damping * dangling) / vertices);
    for (const { from, to, weight } of arcs) {
      const share = outWeight[from] === 0 ? 0 : ((rank[from] ?? 0) * weight) / (outWeight[from] ?? 1);
      next[to] = (next[to] ?? 0) + damping * share;
    }
    rank = next;
  }
  return rank;
}
