/** Everything that a worker can do, by name. Whoever adds a task adds one line. */
import { aggregatePart, mergeParts } from './aggregate.js';
import { filterPart } from './filter.js';
import { iteratePart, startPart } from './page-rank.js';
import { sharedVertexIds } from './vertex-ids.js';
import { mergeForests, numberAll, unitePart } from './wcc.js';

export const tasks = {
  filter: filterPart,
  aggregate: aggregatePart,
  'aggregate.merge': mergeParts,
  'pageRank.start': startPart,
  'pageRank.iterate': iteratePart,
  vertexIds: sharedVertexIds,
  'wcc.unite': unitePart,
  'wcc.merge': mergeForests,
  'wcc.number': numberAll,
};
export type Tasks = typeof tasks;
