import type { CaseInput, CaseRandom, DataType, TableData } from '@parquetframe/core/engine';
import { edgesOf, tableOf, type LiteralColumn } from '../../values.js';

export type GraphCaseInput = Extract<CaseInput, { kind: 'graph' }>;

const ID_TYPES: readonly DataType[] = [
  { id: 'int64' },
  { id: 'int64' },
  { id: 'int32' },
  { id: 'utf8' },
  { id: 'uint32' },
  { id: 'uint64' },
];
const WEIGHTS: readonly (readonly [DataType, (n: number) => unknown])[] = [
  [{ id: 'float64' }, n => n / 4],
  [{ id: 'float32' }, n => n / 4],
  [{ id: 'int32' }, n => n],
  [{ id: 'uint8' }, n => Math.abs(n)],
  [{ id: 'int64' }, n => BigInt(n)],
];

export interface GeneratedGraph {
  readonly edges: TableData;
  readonly vertices: TableData | undefined;
  readonly options: { readonly [option: string]: unknown };
  /** ids of some vertices, for sources */
  readonly ids: readonly (number | bigint | string)[];
}

/** How vertex number `n` is called: not in numeric order for strings, negative and far apart for integers. */
function idOf(type: DataType, n: number): number | bigint | string {
  if (type.id === 'utf8') return ['', 'b', 'a', 'ä', 'B', '\u{1F600}', '\uFFFD'][n] ?? `v${n}`;
  if (type.id === 'int64') return n % 3 === 0 ? BigInt(n) * 1_000_000_007n : -BigInt(n);
  if (type.id === 'uint64') return n % 4 === 0 ? 2n ** 63n + BigInt(n) : BigInt(n);
  return n;
}

/** Edge tables of every kind: id types, id modes, weights, direction, isolated vertices, multi-edges and self-loops. */
export function generatedGraph(random: CaseRandom, weightRange: readonly [min: number, max: number] = [0, 5]): GeneratedGraph {
  const maxVertices = random.pick([1, 4, 12, 40]);
  const pairs = random.edges({ maxVertices, maxEdges: random.pick([6, 30, 120]) });
  const dense = random.integer(0, 4) === 0;
  const type: DataType = dense ? { id: 'int32' } : random.pick(ID_TYPES);
  const id = (n: number): number | bigint | string => (dense ? n : idOf(type, n));
  const weighted = random.integer(0, 2) === 0;
  const [weightType, weightOf] = random.pick(WEIGHTS);
  const weights: LiteralColumn = [weightType, pairs.map(() => weightOf(random.integer(...weightRange)))];
  const edges = edgesOf(
    pairs.map(([a, b]) => [id(a), id(b)]),
    type,
    weighted ? weights : undefined,
  );
  const isolated = !dense && random.integer(0, 2) === 0;
  const extra = isolated ? Array.from({ length: random.integer(0, 4) }, (_, n) => id(n * 3)) : [];
  return {
    edges,
    vertices: isolated ? tableOf({ vertex: [type, extra, 'required'] }) : undefined,
    options: {
      directed: random.boolean(),
      ...(weighted ? { weight: 'weight' } : {}),
      ...(dense
        ? { ids: 'dense', vertexCount: maxVertices + random.integer(0, 3) }
        : { ids: random.pick(['sorted', 'sorted', 'firstAppearance']) }),
    },
    ids: [...pairs.flatMap(([a, b]) => [id(a), id(b)]), ...extra],
  };
}

export function graphInput({ edges, vertices, options }: GeneratedGraph): GraphCaseInput {
  return { kind: 'graph', edges, build: options, ...(vertices ? { vertices } : {}) };
}

/** A literal graph of int64 ids. */
export const graphOf = (
  pairs: readonly (readonly [number, number])[],
  build: { readonly [option: string]: unknown } = {},
  isolated: readonly number[] = [],
): GraphCaseInput => ({
  kind: 'graph',
  edges: edgesOf(pairs),
  build,
  ...(isolated.length > 0 ? { vertices: tableOf({ vertex: ['int64', isolated.map(BigInt), 'required'] }) } : {}),
});
