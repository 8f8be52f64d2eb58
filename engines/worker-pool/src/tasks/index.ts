/** Everything that a worker can do, by name. Whoever adds a task adds one line. */
import { aggregatePart, mergeParts } from './aggregate.js';
import { filterPart } from './filter.js';
import { iteratePart, startPart } from './page-rank.js';
import { sharedVertexIds } from './vertex-ids.js';
import { numberAll, singletonsPart, unitePart } from './wcc.js';

export const tasks = {
  filter: filterPart,
  aggregate: aggregatePart,
  'aggregate.merge': mergeParts,
  'pageRank.start': startPart,
  'pageRank.iterate': iteratePart,
  vertexIds: sharedVertexIds,
  'wcc.singletons': singletonsPart,
  'wcc.unite': unitePart,
  'wcc.number': numberAll,
};
export type Tasks = typeof tasks;
