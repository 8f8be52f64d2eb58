// Written by scripts/generate-indexes.mjs from the files in this folder.
import type { OperationDefinition } from './operation.js';
import { csvScan } from './csv/scan.js';
import { csvSchema } from './csv/schema.js';
import { graphBfs } from './graph/bfs.js';
import { graphBuild } from './graph/build.js';
import { graphDegree } from './graph/degree.js';
import { graphPageRank } from './graph/page-rank.js';
import { graphTriangles } from './graph/triangles.js';
import { graphWcc } from './graph/wcc.js';
import { parquetMetadata } from './parquet/metadata.js';
import { parquetScan } from './parquet/scan.js';
import { parquetWrite } from './parquet/write.js';
import { tableAggregate } from './table/aggregate.js';
import { tableBeside } from './table/beside.js';
import { tableConcat } from './table/concat.js';
import { tableDistinct } from './table/distinct.js';
import { tableExplode } from './table/explode.js';
import { tableFilter } from './table/filter.js';
import { tableGroupHead } from './table/group-head.js';
import { tableJoin } from './table/join.js';
import { tableJoinAsof } from './table/join-asof.js';
import { tableJoinWhere } from './table/join-where.js';
import { tableLimit } from './table/limit.js';
import { tableProject } from './table/project.js';
import { tableSample } from './table/sample.js';
import { tableSort } from './table/sort.js';
import { tableTail } from './table/tail.js';
import { tableWindow } from './table/window.js';
import { tableWithRowIndex } from './table/with-row-index.js';

/** Every operation of the catalogue, in the order of their names. */
export const BUILT_IN_OPERATIONS: readonly OperationDefinition[] = [
  csvScan,
  csvSchema,
  graphBfs,
  graphBuild,
  graphDegree,
  graphPageRank,
  graphTriangles,
  graphWcc,
  parquetMetadata,
  parquetScan,
  parquetWrite,
  tableAggregate,
  tableBeside,
  tableConcat,
  tableDistinct,
  tableExplode,
  tableFilter,
  tableGroupHead,
  tableJoin,
  tableJoinAsof,
  tableJoinWhere,
  tableLimit,
  tableProject,
  tableSample,
  tableSort,
  tableTail,
  tableWindow,
  tableWithRowIndex,
];
