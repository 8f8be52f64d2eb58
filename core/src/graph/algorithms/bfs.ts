import { checkOptionNames, ParquetFrameError } from '../../contract/errors/index.js';
import type { IntegerType } from '../../frame/column-types.js';
import type { Parameter } from '../../frame/index.js';
import type { IdColumn, IdType, VertexId } from '../id-types.js';
import { ALGORITHM_OPTIONS, algorithmStep, type AlgorithmOptions, type AlgorithmStep } from './algorithm.js';

export type BfsColumn = 'distance' | 'predecessor';

export type BfsOptions<Id, C extends BfsColumn> = AlgorithmOptions & {
  /** hops at most; vertices farther away count as unreachable */
  readonly maxDepth?: number | Parameter<IntegerType>;
  /** which columns to compute besides `vertex`; both by default */
  readonly columns?: readonly C[];
} & ({ readonly source: VertexId<Id> | Parameter<IdType> } | { readonly sources: readonly (VertexId<Id> | Parameter<IdType>)[] });

export type BfsSchema<Id, C> = {
  readonly [K in 'vertex' | (C & BfsColumn)]: K extends 'vertex' ? IdColumn<Id> : K extends 'distance' ? 'uint32' : Id;
};

const OPTIONS = ['source', 'sources', 'maxDepth', 'columns', ...ALGORITHM_OPTIONS];

/** What the compiler would have refused is refused here, with what to write instead. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function bfsStep(options: unknown): AlgorithmStep {
  const given: { readonly [option: string]: unknown } =
    typeof options === 'object' && options !== null && !Array.isArray(options) ? { ...options } : {};
  checkOptionNames('bfs', given, OPTIONS);
  const { source, sources, maxDepth, columns } = given;
  const [one, many] = [source !== undefined && source !== null, sources !== undefined && sources !== null];
  if (one === many)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `bfs needs the vertex to start from, as in bfs({ source: 42 }), or several, as in bfs({ sources: [1, 2] }); received ${one ? 'both' : 'neither'}`,
    );
  if (Array.isArray(source))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      'bfs: source is one vertex; several are given as in bfs({ sources: [1, 2] })',
    );
  return algorithmStep('graph.bfs', { sources: one ? [source] : sources, maxDepth, columns });
}
