import { fieldOf } from '../../data/field.js';
import { familyOf, formatType, isFloat, isInteger, isString, valueType, type DataType } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import type { Kind } from '../../data/replica.js';
import type { ColumnEdit, UserExpression } from '../../plan/index.js';
import { liftArguments, tableInput, type OperationDefinition, type OperationOptions } from '../operation.js';
import { requireDenseFit } from './dense.js';
import { booleanOption, choiceOption, integerOption, stringOption } from '../option.js';

export const graphBuild: OperationDefinition = {
  name: 'graph.build',
  revision: 1,
  summary: 'A graph from an edge table: ids mapped to 0…V−1, neighbours forwards (CSR) and backwards (CSC).',
  meaning:
    'Vertices are the distinct ids of both edge columns and of the optional vertex table (floats, which must be whole, as int64), numbered in ascending order (integers by value, strings by bytes), by first appearance, or taken as they are (`dense`). ' +
    'Multi-edges and self-loops are kept. Undirected: each edge is present both ways, a self-loop once. Rows are sorted by neighbour; parallel edges keep input order. ' +
    'A null id is NULL_VERTEX_ID, a dense id outside 0…V−1 VERTEX_ID_OUT_OF_RANGE, a null weight NULL_WEIGHT, a 64-bit weight beyond 2^53 WEIGHT_OUT_OF_RANGE. The result states the facts in `GraphFacts`.',
  source: 'Compressed sparse rows and columns (CSR, CSC)',
  call: 'graph.fromEdges(edges)',
  inputs: ['table', 'table'],
  optionalInputs: 1,
  options: {
    src: stringOption({ placement: 'binding', description: 'Column of the edge table that edges start from.', default: 'src' }),
    dst: stringOption({ placement: 'binding', description: 'Column of the edge table that edges lead to.', default: 'dst' }),
    weight: stringOption({ placement: 'binding', description: 'Weight column; unweighted without it.', nullable: true }),
    directed: booleanOption({ placement: 'binding', description: 'Whether edges have a direction.', default: true }),
    ids: choiceOption({ placement: 'binding', description: 'How ids become dense.', default: 'sorted' }, [
      'sorted',
      'firstAppearance',
      'dense',
    ]),
    vertex: stringOption({ placement: 'binding', description: 'Id column of the vertex table.', default: 'vertex' }),
    vertexCount: integerOption({ placement: 'argument', description: 'V, for `ids: "dense"`.', nullable: true }, 0, 2 ** 32 - 1),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const edges = tableInput('graph.build', inputs, 0);
    const src = fieldOf(edges.schema, options['src'] as string).type;
    const dst = fieldOf(edges.schema, options['dst'] as string).type;
    const vertex = inputs.length > 1 ? (options['vertex'] as string) : null;
    const edgeId = idType(src, dst);
    // A vertex table may have wider ids than the edges.
    const id = vertex === null ? edgeId : idType(edgeId, fieldOf(tableInput('graph.build', inputs, 1).schema, vertex).type);
    const ids = options['ids'] as string;
    const weight = (options['weight'] as string | null | undefined) ?? null;
    if (ids === 'dense') {
      if (!isInteger(id)) throw new ParquetFrameError('TYPE_MISMATCH', `dense ids must be integers, received ${formatType(id)}`);
      if (typeof options['vertexCount'] !== 'number')
        throw new ParquetFrameError('INVALID_ARGUMENT', 'ids: "dense" needs vertexCount');
      if (inputs.length > 1)
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          'a vertex table and dense ids exclude each other: vertexCount says which vertices there are',
        );
      requireDenseFit(id, options['vertexCount']);
    }
    if (weight !== null) {
      const { type } = fieldOf(edges.schema, weight);
      if (!isInteger(type) && (!isFloat(type) || type.id === 'float16'))
        throw new ParquetFrameError(
          'TYPE_MISMATCH',
          `weight ${JSON.stringify(weight)} must be an integer, float32 or float64 column, received ${formatType(type)}`,
        );
    }
    return {
      binding: {
        src: options['src'] as string,
        dst: options['dst'] as string,
        weight,
        directed: options['directed'] as boolean,
        ids,
        vertex,
      },
      arguments: liftArguments(this, options, parameters),
      output: { kind: 'graph', directed: options['directed'] as boolean, weighted: weight !== null, id },
    };
  },
  sizes([edges], { binding }) {
    const rows = edges?.['rows'] ?? 1e5;
    const arcs = binding['directed'] === true ? rows : rows * 2;
    return { edges: rows, arcs, vertices: Math.max(1, rows / 8), bytes: arcs * 8 + rows };
  },
  work: ([edges]) => edges?.['rows'] ?? 1e5,
  plan: {
    edits: wholeIds,
    reads: ({ options }) => [
      new Set([options['src'], options['dst'], options['weight']].filter(name => typeof name === 'string')),
      new Set([options['vertex'] as string]),
    ],
  },
};

/** Float ids as the integers that they must be. Also numbers from rows of JavaScript, which are float64 even when all are whole. */
function wholeIds(options: OperationOptions, inputs: readonly Kind[]): readonly (ColumnEdit | undefined)[] {
  const { src = 'src', dst = 'dst', vertex = 'vertex' } = options;
  const ids = [[src, dst], [vertex]].map((names, index) => {
    const kind = inputs[index];
    return kind?.kind === 'table' ? kind.schema.filter(f => names.includes(f.name)) : [];
  });
  if (!ids.flat().every(({ type }) => isInteger(type) || isFloat(type))) return [];
  return ids.map((fields): ColumnEdit | undefined => {
    const columns = fields.filter(({ type }) => isFloat(type)).map(({ name }) => ({ name, expression: wholeNumber(name) }));
    return columns.length === 0 ? undefined : { kind: 'set', columns };
  });
}

/** By way of text, which a number that is not whole cannot leave as an integer: a cast by itself would cut off the fraction. */
function wholeNumber(name: string): UserExpression {
  const text: UserExpression = { kind: 'call', function: 'cast', arguments: [{ kind: 'column', name }], to: { id: 'utf8' } };
  return { kind: 'call', function: 'cast', arguments: [text], to: { id: 'int64' } };
}

/** Integers of different widths become int64; dictionaries and string encodings become utf8. */
function idType(a: DataType, b: DataType): DataType {
  const [x, y] = [valueType(a), valueType(b)];
  if (isInteger(x) && isInteger(y)) return x.id === y.id ? x : { id: 'int64' };
  if (isString(x) && isString(y)) return { id: 'utf8' };
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `vertex ids must be integers, whole floats or strings, the same in both columns; received ${formatType(a)} and ${formatType(b)} (${familyOf(a)}, ${familyOf(b)})`,
  );
}
