import type { Expression } from '@parquetframe/core/engine';
import type { Footer } from './footer.js';
import type { ParquetSchema } from './schema.js';

/** Whether the statistics of a row group leave it possible that the predicate is true for one of its rows. */
export function mayMatch(
  _predicate: Expression,
  _values: readonly unknown[],
  _schema: ParquetSchema,
  _footer: Footer,
  _group: number,
): boolean {
  return true;
}
