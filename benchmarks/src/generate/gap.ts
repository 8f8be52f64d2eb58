/**
 * The graphs of the GAP Benchmark Suite (Beamer, Asanović, Patterson, arXiv 1508.03619): the same edges as its own generator gives, on any machine.
 * @packageDocumentation
 */
import { Mt19937 } from './mt19937.js';
import { shuffle } from './shuffle.js';

/** GAP's seed. */
const SEED = 27_491_095;
/** Edges that one seeding yields. */
const BLOCK = 1 << 18;
/** trunc(.57 · (2^32 − 1)), and trunc(.19 · (2^32 − 1)), which is also the third */
const A = 2_448_131_358;
const B = 816_043_786;

/** Edges by dense index. */
export interface GeneratedEdges {
  readonly vertices: number;
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** 2^scale vertices and `degree` times as many Kronecker edges: few vertices with many arcs, in random places. Scale at most 27. */
export function kronecker(scale: number, degree = 16): GeneratedEdges {
  const edges = blocks(scale, degree, (random, at) => {
    let src = 0;
    let dst = 0;
    for (let bit = 0; bit < scale; bit++) {
      const point = random.next();
      const down = point >= A + B;
      const right = down ? point > A + 2 * B : point > A;
      src = (src << 1) | Number(down);
      dst = (dst << 1) | Number(right);
    }
    at.src[at.index] = src;
    at.dst[at.index] = dst;
  });
  const names = Uint32Array.from({ length: edges.vertices }, (_, v) => v);
  shuffle(names, new Mt19937(SEED));
  for (const side of [edges.src, edges.dst]) for (let i = 0; i < side.length; i++) side[i] = names[side[i] ?? 0] ?? 0;
  return edges;
}

/** 2^scale vertices and `degree` times as many edges between any two of them. */
export function uniform(scale: number, degree = 16): GeneratedEdges {
  const mask = 2 ** scale - 1;
  return blocks(scale, degree, (random, at) => {
    // 2^scale divides 2^32, so that the remainder is the low bits. C++ compilers draw the second argument first.
    at.dst[at.index] = random.next() & mask;
    at.src[at.index] = random.next() & mask;
  });
}

/** GAP's weights for a list of edges: 1 … 255. */
export function weights(edges: number): Uint8Array {
  const values = new Uint8Array(edges);
  for (let start = 0; start < edges; start += BLOCK) {
    const random = blockRandom(start);
    for (let i = start; i < Math.min(edges, start + BLOCK); i++) {
      let draw = random.next();
      // The largest value is drawn again, so that all remainders of 255 are equally likely.
      while (draw === 0xffffffff) draw = random.next();
      values[i] = (draw % 255) + 1;
    }
  }
  return values;
}

interface Slot {
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  index: number;
}

function blocks(scale: number, degree: number, draw: (random: Mt19937, at: Slot) => void): GeneratedEdges {
  if (!Number.isInteger(scale) || scale < 0 || scale > 27) throw new RangeError(`scale ${scale} is not an integer from 0 to 27`);
  const vertices = 2 ** scale;
  const count = vertices * degree;
  const at: Slot = { src: new Uint32Array(count), dst: new Uint32Array(count), index: 0 };
  for (let start = 0; start < count; start += BLOCK) {
    const random = blockRandom(start);
    for (at.index = start; at.index < Math.min(count, start + BLOCK); at.index++) draw(random, at);
  }
  return { vertices, src: at.src, dst: at.dst };
}

const blockRandom = (start: number): Mt19937 => new Mt19937((SEED + start / BLOCK) >>> 0);
