// Written by scripts/generate-indexes.mjs from the files in this folder.
import type { OperationCases } from '@parquetframe/core/engine';
import { csvScanCases } from './csv/scan.js';
import { csvSchemaCases } from './csv/schema.js';
import { graphBfsCases } from './graph/bfs.js';
import { graphBuildCases } from './graph/build.js';
import { graphDegreeCases } from './graph/degree.js';
import { graphPageRankCases } from './graph/page-rank.js';
import { graphTrianglesCases } from './graph/triangles.js';
import { graphWccCases } from './graph/wcc.js';
import { parquetMetadataCases } from './parquet/metadata.js';
import { parquetScanCases } from './parquet/scan.js';
import { parquetWriteCases } from './parquet/write.js';
import { tableAggregateCases } from './table/aggregate.js';
import { tableBesideCases } from './table/beside.js';
import { tableConcatCases } from './table/concat.js';
import { tableDistinctCases } from './table/distinct.js';
import { tableExplodeCases } from './table/explode.js';
import { tableFilterCases } from './table/filter.js';
import { tableGroupHeadCases } from './table/group-head.js';
import { tableJoinCases } from './table/join.js';
import { tableJoinAsofCases } from './table/join-asof.js';
import { tableJoinWhereCases } from './table/join-where.js';
import { tableLimitCases } from './table/limit.js';
import { tableProjectCases } from './table/project.js';
import { tableSampleCases } from './table/sample.js';
import { tableSortCases } from './table/sort.js';
import { tableTailCases } from './table/tail.js';
import { tableWindowCases } from './table/window.js';
import { tableWithRowIndexCases } from './table/with-row-index.js';

/** Cases of every built-in operation, one file each. */
export const BUILT_IN_CASES: { readonly [operation: string]: OperationCases } = {
  'csv.scan': csvScanCases,
  'csv.schema': csvSchemaCases,
  'graph.bfs': graphBfsCases,
  'graph.build': graphBuildCases,
  'graph.degree': graphDegreeCases,
  'graph.pageRank': graphPageRankCases,
  'graph.triangles': graphTrianglesCases,
  'graph.wcc': graphWccCases,
  'parquet.metadata': parquetMetadataCases,
  'parquet.scan': parquetScanCases,
  'parquet.write': parquetWriteCases,
  'table.aggregate': tableAggregateCases,
  'table.beside': tableBesideCases,
  'table.concat': tableConcatCases,
  'table.distinct': tableDistinctCases,
  'table.explode': tableExplodeCases,
  'table.filter': tableFilterCases,
  'table.groupHead': tableGroupHeadCases,
  'table.join': tableJoinCases,
  'table.joinAsof': tableJoinAsofCases,
  'table.joinWhere': tableJoinWhereCases,
  'table.limit': tableLimitCases,
  'table.project': tableProjectCases,
  'table.sample': tableSampleCases,
  'table.sort': tableSortCases,
  'table.tail': tableTailCases,
  'table.window': tableWindowCases,
  'table.withRowIndex': tableWithRowIndexCases,
};
