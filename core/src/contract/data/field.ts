import { nearest, ParquetFrameError } from '../errors/index.js';
import type { Field, Schema } from './types.js';

/** @throws ParquetFrameError `COLUMN_NOT_FOUND`, naming the columns there are and the closest one. */
export function fieldOf(schema: Schema, name: string): Field {
  const found = schema.find(f => f.name === name);
  if (found) return found;
  const names = schema.map(f => f.name);
  const near = nearest(name, names);
  throw new ParquetFrameError(
    'COLUMN_NOT_FOUND',
    `there is no column ${JSON.stringify(name)}; the columns are ${names.map(n => JSON.stringify(n)).join(', ') || '(none)'}${near === undefined ? '' : `. Did you mean ${JSON.stringify(near)}?`}`,
    { details: { column: name, columns: names } },
  );
}
