export type {
  ColumnType,
  DeclaredSchemaOf,
  FrameSchema,
  Int64,
  JsValueOf,
  KnownType,
  NotNull,
  RowOf,
  RowWith,
  SchemaDeclaration,
  SchemaOfColumns,
  SchemaOfRows,
  TypeText,
  Unchecked,
} from './column-types.js';
export type { Aggregate, ArithmeticOptions, Expr, Operand } from './expr.js';
export { col, count, fn, lit, struct } from './operands.js';
export { defineFunction, type FunctionOptions, type UserFunction } from './define-function.js';
export { when, type Then, type When } from './when.js';
export { cumeDist, denseRank, ntile, percentRank, rank, rowNumber, type OrderedWindow } from './window/functions.js';
export type { WindowExpr } from './window/method-types.js';
export type {
  EwmOptions,
  FrameOptions,
  OverOptions,
  RankMethod,
  RollingOptions,
  WindowColumn,
  WindowKey,
} from './window/over-types.js';
export { param, type Parameter } from './parameter.js';
export { GroupBy } from './verbs/group-by.js';
export { formatExpression } from '../contract/plan/index.js';
export { DataFrame, type SchemaOf } from './data-frame.js';
export type { FrameContext } from './frame-base.js';
export type { FrameLike, FrameOf } from './frame-like.js';
export type { FrameSettings } from './settings.js';
export type { JoinType } from './verbs/join.js';
export type { AsofOptions } from './verbs/join-asof.js';
export type { WhereCondition } from './verbs/join-where.js';
export type { SetOptions } from './verbs/sets.js';
export type { DistinctOptions, SortOptions, SortSpecification } from './verbs/rows.js';
export type { Over, Row } from './schema-types.js';
export { Table, type TableColumn, type TableColumns } from './table.js';
export type { Described } from './describe.js';
export type { RowIndexOptions, SampleOptions } from './verbs/choose.js';
export type { BesideOptions, ConcatOptions } from './verbs/sets.js';
export type { CutOptions } from './verbs/cut.js';
export type { QcutOptions } from './verbs/qcut.js';
export type { FillOptions } from './verbs/fill-rows.js';
export type { Every, TimeWindowOptions } from './verbs/time-window.js';
export type { UnpivotOptions } from './verbs/unpivot.js';
export type { UpsampleOptions } from './verbs/upsample.js';
export type { ValueCountsOptions } from './verbs/value-counts.js';
export { formatSchema } from './schema-text.js';
export { formatTable, type FormatOptions } from './table-text.js';
export type { HtmlOptions } from './table-html.js';
export { formatValue } from './value-text.js';
export { filePath } from './file-path.js';
export type { Source } from './parts.js';
export type { ColumnValues } from './columns.js';
export type { RangeNames } from './ranges.js';
export { makeReaders, readerFunctions, type ReadCsvOptions, type Readers, type SourceOptions } from './readers.js';
export type { WriteParquetOptions, WriteResult } from './write.js';
export { userCallSite } from './call-site.js';
