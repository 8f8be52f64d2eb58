/**
 * The kernels of the reference engine, one file each. The worker-pool engine runs the same ones on partitions.
 * @packageDocumentation
 */
import type { BindStep } from '@parquetframe/core/engine';
import { bindBfs } from './graph/bfs.js';
import { bindGraphBuild } from './graph/build.js';
import { bindDegree } from './graph/degree.js';
import { bindPageRank } from './graph/page-rank.js';
import { bindWcc } from './graph/wcc.js';
import { bindLimit } from './table/limit.js';

/** Operation → how its step is bound; whoever adds an operation adds one line. */
export const kernels: { readonly [operation: string]: BindStep } = {
  'table.limit': bindLimit,
  'graph.build': bindGraphBuild,
  'graph.degree': bindDegree,
  'graph.bfs': bindBfs,
  'graph.pageRank': bindPageRank,
  'graph.wcc': bindWcc,
};

export * from './graph/index.js';
