import { ParquetFrameError } from '../errors/index.js';
import type { Field, Schema } from './types.js';

/** @throws ParquetFrameError `COLUMN_NOT_FOUND`, naming the columns there are and the closest one. */
export function fieldOf(schema: Schema, name: string): Field {
  const found = schema.find(f => f.name === name);
  if (found) return found;
  const names = schema.map(f => f.name);
  const near =
    names.find(candidate => candidate.toLowerCase() === name.toLowerCase()) ??
    names.find(candidate => distanceAtMostTwo(candidate, name));
  throw new ParquetFrameError(
    'COLUMN_NOT_FOUND',
    `there is no column ${JSON.stringify(name)}; the columns are ${names.map(n => JSON.stringify(n)).join(', ') || '(none)'}${near === undefined ? '' : `. Did you mean ${JSON.stringify(near)}?`}`,
    { details: { column: name, columns: names } },
  );
}

/** Levenshtein distance ≤ 2, for suggestions. */
function distanceAtMostTwo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2 || Math.min(a.length, b.length) < 3) return false;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution));
    }
    previous = row;
  }
  return (previous[b.length] ?? 3) <= 2;
}
