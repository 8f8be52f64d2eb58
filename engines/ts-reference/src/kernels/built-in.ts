// Written by scripts/generate-indexes.mjs from the files in this folder.
import type { BindStep } from '@parquetframe/core/engine';
import { bindCsvScan } from './csv/scan.js';
import { bindCsvSchema } from './csv/schema.js';
import { bindBfs } from './graph/bfs.js';
import { bindGraphBuild } from './graph/build.js';
import { bindDegree } from './graph/degree.js';
import { bindPageRank } from './graph/page-rank.js';
import { bindTriangles } from './graph/triangles.js';
import { bindWcc } from './graph/wcc.js';
import { bindParquetMetadata } from './parquet/metadata.js';
import { bindParquetScan } from './parquet/scan.js';
import { bindParquetWrite } from './parquet/write.js';
import { bindAggregate } from './table/aggregate.js';
import { bindConcat } from './table/concat.js';
import { bindDistinct } from './table/distinct.js';
import { bindFilter } from './table/filter.js';
import { bindJoin } from './table/join.js';
import { bindLimit } from './table/limit.js';
import { bindProject } from './table/project.js';
import { bindSort } from './table/sort.js';

/** Operation → how its step is bound. */
export const kernels: { readonly [operation: string]: BindStep } = {
  'csv.scan': bindCsvScan,
  'csv.schema': bindCsvSchema,
  'graph.bfs': bindBfs,
  'graph.build': bindGraphBuild,
  'graph.degree': bindDegree,
  'graph.pageRank': bindPageRank,
  'graph.triangles': bindTriangles,
  'graph.wcc': bindWcc,
  'parquet.metadata': bindParquetMetadata,
  'parquet.scan': bindParquetScan,
  'parquet.write': bindParquetWrite,
  'table.aggregate': bindAggregate,
  'table.concat': bindConcat,
  'table.distinct': bindDistinct,
  'table.filter': bindFilter,
  'table.join': bindJoin,
  'table.limit': bindLimit,
  'table.project': bindProject,
  'table.sort': bindSort,
};
