import type { OperationCases } from '@parquetframe/core/engine';
import { csvScanCases } from './csv/scan.js';
import { csvSchemaCases } from './csv/schema.js';
import { graphBfsCases } from './graph/bfs.js';
import { graphBuildCases } from './graph/build.js';
import { graphDegreeCases } from './graph/degree.js';
import { graphPageRankCases } from './graph/page-rank.js';
import { graphWccCases } from './graph/wcc.js';
import { parquetMetadataCases } from './parquet/metadata.js';
import { parquetScanCases } from './parquet/scan.js';
import { parquetWriteCases } from './parquet/write.js';
import { tableAggregateCases } from './table/aggregate.js';
import { tableFilterCases } from './table/filter.js';
import { tableJoinCases } from './table/join.js';
import { tableConcatCases } from './table/concat.js';
import { tableLimitCases } from './table/limit.js';
import { tableProjectCases } from './table/project.js';
import { tableSortCases } from './table/sort.js';

/** Cases of every built-in operation, one file each. */
export const BUILT_IN_CASES: { readonly [operation: string]: OperationCases } = {
  'parquet.metadata': parquetMetadataCases,
  'parquet.scan': parquetScanCases,
  'parquet.write': parquetWriteCases,
  'csv.schema': csvSchemaCases,
  'csv.scan': csvScanCases,
  'table.filter': tableFilterCases,
  'table.project': tableProjectCases,
  'table.aggregate': tableAggregateCases,
  'table.sort': tableSortCases,
  'table.limit': tableLimitCases,
  'table.concat': tableConcatCases,
  'table.join': tableJoinCases,
  'graph.build': graphBuildCases,
  'graph.degree': graphDegreeCases,
  'graph.bfs': graphBfsCases,
  'graph.pageRank': graphPageRankCases,
  'graph.wcc': graphWccCases,
};
