/** Everything that a worker can do, by name. Whoever adds a task adds one line. */
import { aggregatePart, mergeParts } from './aggregate.js';
import { takePart } from './columns.js';
import { distinctPart, mergeDistinct } from './distinct.js';
import { filterPart } from './filter.js';
import { joinPart, joinRest } from './join.js';
import { iteratePart, startPart } from './page-rank.js';
import { projectPart } from './project.js';
import { mergeRuns, sortPart } from './sort.js';
import { sharedVertexIds } from './vertex-ids.js';
import { mergeForests, numberAll, unitePart } from './wcc.js';
import { assembleWindow, windowPart } from './window.js';

export const tasks = {
  filter: filterPart,
  project: projectPart,
  aggregate: aggregatePart,
  'aggregate.merge': mergeParts,
  sort: sortPart,
  'sort.merge': mergeRuns,
  take: takePart,
  distinct: distinctPart,
  'distinct.merge': mergeDistinct,
  join: joinPart,
  'join.rest': joinRest,
  window: windowPart,
  'window.assemble': assembleWindow,
  'pageRank.start': startPart,
  'pageRank.iterate': iteratePart,
  vertexIds: sharedVertexIds,
  'wcc.unite': unitePart,
  'wcc.merge': mergeForests,
  'wcc.number': numberAll,
};
export type Tasks = typeof tasks;
