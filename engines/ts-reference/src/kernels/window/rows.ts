import { columnAt, fieldIndex, fieldOf, valueType } from '@parquetframe/core/engine';
import type { Batch, ColumnData, DataType, Schema, Steps } from '@parquetframe/core/engine';
import { loadSteps } from '../expression/load-steps.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';

/** A table that windows look at. */
export class WindowTable {
  constructor(
    readonly batch: Batch,
    readonly schema: Schema,
  ) {}

  type(name: string): DataType {
    return fieldOf(this.schema, name).type;
  }

  column(name: string): ColumnData {
    return columnAt(this.batch, fieldIndex(this.schema, name));
  }

  /** All values of a column, dictionaries decoded. */
  *vector(name: string): Steps<Vector> {
    const vector = yield* loadSteps(this.type(name), this.column(name));
    return { ...vector, type: valueType(vector.type) };
  }

  /** Whether a row counts: `where` says which; without it all do. */
  *counts(where: string | undefined): Steps<(row: number) => boolean> {
    if (where === undefined) return () => true;
    const vector = yield* this.vector(where);
    if (vector.form !== 'bool') return () => false;
    const { values } = vector;
    return row => values[row] === 1 && isValid(vector, row);
  }
}
