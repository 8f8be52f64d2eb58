import { isInteger, type Field } from '../../data/types.js';
import { ParquetFrameError, received } from '../../errors/index.js';
import { isOpen } from '../../plan/index.js';
import { graphInput, liftArguments, type OperationDefinition } from '../operation.js';
import { integerOption, stringsOption, verticesOption } from '../option.js';

/** UTF-8 has no half of a surrogate pair: encoded, it would be U+FFFD, which is another id. */
const LONE = /\p{Surrogate}/u;

export const graphBfs: OperationDefinition = {
  name: 'graph.bfs',
  revision: 1,
  summary: 'Hops from one or more sources: distance and predecessor of every vertex.',
  meaning:
    'One row per vertex in vertex order. distance: arcs on a shortest path from the nearest source; null if there is none or it is longer than maxDepth. predecessor: a vertex one nearer with an arc to this one; ' +
    'null for sources and where distance is null. `exact`: the predecessor with the smallest vertex index; `fast`: any valid one. A source that is not in the graph is VERTEX_NOT_FOUND.',
  source: 'Beamer, Asanović, Patterson: Direction-Optimizing Breadth-First Search, SC 2012',
  inputs: ['graph'],
  options: {
    sources: verticesOption({ placement: 'argument', description: 'Ids of the source vertices.', required: true }),
    maxDepth: integerOption({ placement: 'argument', description: 'Hops at most.', nullable: true }, 0),
    columns: stringsOption(
      { placement: 'binding', description: 'Which of distance and predecessor to return.', default: ['distance', 'predecessor'] },
      'an array of "distance" and "predecessor"',
    ),
  },
  classes: { exact: 'exact', fast: 'equivalence' },
  ranking: [{ column: 'distance' }],
  bind(options, inputs, parameters) {
    const graph = graphInput('graph.bfs', inputs);
    // Those that come with the call are looked at when it is bound with their values.
    const sources = isOpen(options['sources']) ? [] : (options['sources'] as readonly unknown[]);
    const wrong = sources.find(source =>
      isInteger(graph.id)
        ? typeof source === 'string' || (typeof source === 'number' && !Number.isSafeInteger(source))
        : typeof source !== 'string',
    );
    if (wrong !== undefined)
      throw new ParquetFrameError(
        'TYPE_MISMATCH',
        `the vertex ids of this graph are ${graph.id.id}, and the source ${received(wrong)} cannot be one of them`,
      );
    const broken = sources.find(source => typeof source === 'string' && LONE.test(source));
    if (broken !== undefined)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `graph.bfs: source ${JSON.stringify(broken)} has half of a surrogate pair, so it cannot be the id of a vertex`,
      );
    const columns = options['columns'] as readonly string[];
    const unknown = columns.find(c => c !== 'distance' && c !== 'predecessor');
    if (unknown !== undefined)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `graph.bfs: columns are "distance" and "predecessor", received ${JSON.stringify(unknown)}`,
      );
    const schema: Field[] = [{ name: 'vertex', type: graph.id, nullable: false }];
    if (columns.includes('distance')) schema.push({ name: 'distance', type: { id: 'uint32' }, nullable: true });
    if (columns.includes('predecessor')) schema.push({ name: 'predecessor', type: graph.id, nullable: true });
    return {
      binding: { columns: ['distance', 'predecessor'].filter(c => columns.includes(c)) },
      arguments: liftArguments(this, options, parameters),
      output: { kind: 'table', schema },
    };
  },
  sizes: ([graph]) => ({ rows: graph?.['vertices'], bytes: (graph?.['vertices'] ?? 1e4) * 16 }),
  work: ([graph]) => graph?.['arcs'] ?? 1e5,
};
