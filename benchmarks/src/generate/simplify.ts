import type { GeneratedEdges } from './gap.js';

/** The undirected simple graph behind an edge list, as GAP's builder makes it: no self-loops, each pair once, smaller end first. O(V + E log degree). */
export function simplified({ vertices, src, dst }: GeneratedEdges): GeneratedEdges {
  const offsets = new Uint32Array(vertices + 1);
  for (let i = 0; i < src.length; i++) {
    const [low, high] = ends(src[i] ?? 0, dst[i] ?? 0);
    if (low !== high) offsets[low + 1] = (offsets[low + 1] ?? 0) + 1;
  }
  for (let v = 0; v < vertices; v++) offsets[v + 1] = (offsets[v + 1] ?? 0) + (offsets[v] ?? 0);
  const rows = new Uint32Array(offsets[vertices] ?? 0);
  const cursor = offsets.slice();
  for (let i = 0; i < src.length; i++) {
    const [low, high] = ends(src[i] ?? 0, dst[i] ?? 0);
    if (low === high) continue;
    const at = cursor[low] ?? 0;
    cursor[low] = at + 1;
    rows[at] = high;
  }
  const from = new Uint32Array(rows.length);
  let kept = 0;
  for (let v = 0; v < vertices; v++) {
    const row = rows.subarray(offsets[v], offsets[v + 1]).sort();
    let last = -1;
    for (const neighbour of row) {
      if (neighbour === last) continue;
      last = neighbour;
      from[kept] = v;
      // Never ahead of what is read: rows only shrink.
      rows[kept++] = neighbour;
    }
  }
  return { vertices, src: from.slice(0, kept), dst: rows.slice(0, kept) };
}

const ends = (a: number, b: number): readonly [number, number] => (a < b ? [a, b] : [b, a]);
