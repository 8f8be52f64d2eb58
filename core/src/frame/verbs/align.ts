import { fieldIndex, formatType, type DataType, type Schema } from '../../contract/data/index.js';
import { ParquetFrameError, quoted } from '../../contract/errors/index.js';
import type { PlanInput, UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { FrameLike } from '../frame-like.js';
import type { Expanded } from './expansion.js';
import { isFrame } from './join.js';
import { columnExpression } from './lowering.js';
import { requireSome } from './names.js';

/** Other frames of the same runtime. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function framesBeside(verb: string, frame: FrameLike, given: unknown): readonly PlanInput[] {
  // Of a list with holes too.
  const others: readonly unknown[] = Array.isArray(given) ? Array.from<unknown>(given) : [given];
  requireSome(verb, others, 'other frame');
  return others.map(other => {
    if (!isFrame(other)) throw new ParquetFrameError('INVALID_ARGUMENT', `${verb} takes frames, received ${described(other)}`);
    if (other.executor !== frame.executor)
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${verb} takes frames of one runtime; hand the data of the other over with fromArrow`,
      );
    return other.plan;
  });
}

export interface ColumnLike {
  readonly name: string;
  readonly type: DataType;
}

/**
 * The columns that tables have together: those of the first in their order, then new ones. A column that is null in every row of a table takes the type that it has elsewhere.
 * @throws ParquetFrameError `SCHEMA_MISMATCH` where two of them differ, or one lacks a column and `missing` is `error`
 */
export function commonColumns(verb: string, schemas: readonly Schema[], missing: 'error' | 'null'): readonly ColumnLike[] {
  const columns = new Map<string, DataType>();
  for (const [index, schema] of schemas.entries())
    for (const { name, type } of schema) {
      const known = columns.get(name);
      if (known === undefined && index > 0 && missing === 'error') throw lacks(verb, name, 'the first frame', index);
      if (known === undefined || known.id === 'null') columns.set(name, type);
      else if (type.id !== 'null' && formatType(known) !== formatType(type))
        throw new ParquetFrameError(
          'SCHEMA_MISMATCH',
          `${verb}: the column ${quoted(name)} is ${formatType(known)} before and ${formatType(type)} in frame ${String(index + 1)}; cast one of them`,
          { details: { column: name } },
        );
    }
  if (missing === 'error')
    for (const [index, schema] of schemas.entries())
      for (const name of columns.keys())
        if (fieldIndex(schema, name) < 0) throw lacks(verb, name, `frame ${String(index + 1)}`, 0);
  return Array.from(columns, ([name, type]) => ({ name, type }));
}

const lacks = (verb: string, column: string, where: string, other: number): ParquetFrameError =>
  new ParquetFrameError(
    'SCHEMA_MISMATCH',
    `${verb}: ${where} has no column ${quoted(column)}, which ${other === 0 ? 'the first frame' : `frame ${String(other + 1)}`} has${verb === 'concat' ? "; { missing: 'null' } fills it with nulls" : ''}`,
    { details: { column } },
  );

/** The columns of a table in this order and these types, with null for those that it lacks. */
export const alignedColumns = (
  schema: Schema,
  columns: readonly ColumnLike[],
): readonly { readonly name: string; readonly expression: UserExpression }[] =>
  columns.map(({ name, type }) => {
    const found = schema[fieldIndex(schema, name)];
    const isThere = found !== undefined && (found.type.id !== 'null' || type.id === 'null');
    return { name, expression: isThere ? columnExpression(name) : { kind: 'literal', value: null, type } };
  });

const isInOrder = (schema: Schema, columns: readonly ColumnLike[]): boolean =>
  schema.length === columns.length &&
  columns.every(({ name, type }, index) => schema[index]?.name === name && schema[index].type.id === type.id);

/** Tables one after the other, columns matched by name. */
export function concatPlan({ input, schema, others, schemas, step }: Expanded, missing: 'error' | 'null'): PlanInput {
  const columns = commonColumns('concat', [schema, ...schemas], missing);
  const parts = [input, ...others].map((part, index) => {
    const of = index === 0 ? schema : (schemas[index - 1] ?? []);
    return isInOrder(of, columns) ? part : step('table.project', { columns: alignedColumns(of, columns) }, part);
  });
  return step('table.concat', {}, ...parts);
}
