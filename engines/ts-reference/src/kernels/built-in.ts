// Written by scripts/generate-indexes.mjs from the files in this folder.
import type { BindStep } from '@parquetframe/core/engine';

/** Operation → how its step is bound. A kernel is loaded when it is first asked for: few programs need them all, and the libraries that they stand on. */
export const kernels: { readonly [operation: string]: BindStep } = {
  'csv.scan': async (...given) => (await import('./csv/scan.js')).bindCsvScan(...given),
  'csv.schema': async (...given) => (await import('./csv/schema.js')).bindCsvSchema(...given),
  'graph.bfs': async (...given) => (await import('./graph/bfs.js')).bindBfs(...given),
  'graph.build': async (...given) => (await import('./graph/build.js')).bindGraphBuild(...given),
  'graph.degree': async (...given) => (await import('./graph/degree.js')).bindDegree(...given),
  'graph.pageRank': async (...given) => (await import('./graph/page-rank.js')).bindPageRank(...given),
  'graph.triangles': async (...given) => (await import('./graph/triangles.js')).bindTriangles(...given),
  'graph.wcc': async (...given) => (await import('./graph/wcc.js')).bindWcc(...given),
  'parquet.metadata': async (...given) => (await import('./parquet/metadata.js')).bindParquetMetadata(...given),
  'parquet.scan': async (...given) => (await import('./parquet/scan.js')).bindParquetScan(...given),
  'parquet.write': async (...given) => (await import('./parquet/write.js')).bindParquetWrite(...given),
  'table.aggregate': async (...given) => (await import('./table/aggregate.js')).bindAggregate(...given),
  'table.beside': async (...given) => (await import('./table/beside.js')).bindBeside(...given),
  'table.concat': async (...given) => (await import('./table/concat.js')).bindConcat(...given),
  'table.distinct': async (...given) => (await import('./table/distinct.js')).bindDistinct(...given),
  'table.explode': async (...given) => (await import('./table/explode.js')).bindExplode(...given),
  'table.filter': async (...given) => (await import('./table/filter.js')).bindFilter(...given),
  'table.groupHead': async (...given) => (await import('./table/group-head.js')).bindGroupHead(...given),
  'table.join': async (...given) => (await import('./table/join.js')).bindJoin(...given),
  'table.joinAsof': async (...given) => (await import('./table/join-asof.js')).bindJoinAsof(...given),
  'table.joinWhere': async (...given) => (await import('./table/join-where.js')).bindJoinWhere(...given),
  'table.limit': async (...given) => (await import('./table/limit.js')).bindLimit(...given),
  'table.project': async (...given) => (await import('./table/project.js')).bindProject(...given),
  'table.sample': async (...given) => (await import('./table/sample.js')).bindSample(...given),
  'table.sort': async (...given) => (await import('./table/sort.js')).bindSort(...given),
  'table.tail': async (...given) => (await import('./table/tail.js')).bindTail(...given),
  'table.window': async (...given) => (await import('./table/window.js')).bindWindow(...given),
  'table.withRowIndex': async (...given) => (await import('./table/with-row-index.js')).bindWithRowIndex(...given),
};
