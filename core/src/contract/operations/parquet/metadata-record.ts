import type { DataType, Schema } from '../../data/types.js';

/** Integers that are not safe, decimals and instants are decimal strings (instants and decimals unscaled, in the column's unit); binary is base64. */
export type StatisticValue = null | boolean | number | string;

export type ColumnStatistics = {
  readonly min: StatisticValue;
  readonly max: StatisticValue;
  /** false when min or max may be truncated, or was written by a writer known to be wrong */
  readonly exact: boolean;
  readonly nullCount: number | null;
  readonly distinctCount: number | null;
};

export type ParquetColumnMetadata = {
  /** dotted path of the leaf, as in the file */
  readonly path: string;
  readonly physicalType: string;
  readonly type: DataType | null;
  readonly codecs: readonly string[];
  readonly encodings: readonly string[];
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** merged over all row groups; null unless every row group has statistics */
  readonly statistics: ColumnStatistics | null;
};

export type ParquetRowGroup = {
  readonly rows: number;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** per leaf column, in file order */
  readonly statistics: readonly (ColumnStatistics | null)[];
};

export type ParquetMetadata = {
  readonly rows: number;
  readonly version: number;
  readonly createdBy: string | null;
  readonly schema: Schema;
  readonly columns: readonly ParquetColumnMetadata[];
  readonly rowGroups: readonly ParquetRowGroup[];
  readonly keyValue: { readonly [key: string]: string | null };
};
