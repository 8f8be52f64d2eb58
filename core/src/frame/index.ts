export type {
  ColumnType,
  DeclaredSchemaOf,
  FrameSchema,
  JsValueOf,
  RowOf,
  RowWith,
  SchemaDeclaration,
  Unchecked,
} from './column-types.js';
export { col, count, fn, lit, type Aggregate, type ArithmeticOptions, type Expr, type Operand } from './expression.js';
export { GroupBy } from './group-by.js';
export { formatExpression } from '../contract/plan/index.js';
export { DataFrame, type FrameContext, type FrameLike, type SchemaOf } from './data-frame.js';
export type { SortOptions, SortSpecification } from './arguments.js';
export type { Over, Row } from './schema-types.js';
export { Table, type TableColumn } from './table.js';
export { formatTable, formatValue, type FormatOptions } from './table-text.js';
export { filePath } from './file-path.js';
export type { Source } from './parts.js';
export { makeReaders, type Declared, type ReadCsvOptions, type Readers, type SourceOptions } from './readers.js';
export type { WriteParquetOptions, WriteResult } from './write.js';
export { userCallSite } from './call-site.js';
