import { fieldOf, type Schema } from '../data/index.js';
import { ParquetFrameError } from '../errors/index.js';
import type { UserExpression } from './expression.js';

/** A change to the columns of a table whose schema is not known yet: the option `edit` of a `table.project` node, spelled out when the plan is resolved. */
export type ColumnEdit =
  | { readonly kind: 'set'; readonly columns: readonly { readonly name: string; readonly expression: UserExpression }[] }
  | { readonly kind: 'rename'; readonly names: { readonly [from: string]: string } }
  | { readonly kind: 'drop'; readonly columns: readonly string[] };

interface EditedColumn {
  readonly name: string;
  readonly expression: UserExpression;
}

const keep = (name: string, as = name): EditedColumn => ({ name: as, expression: { kind: 'column', name } });

/**
 * All columns of the result. A column that is set keeps its place if there is one of that name, new ones come last.
 * @throws ParquetFrameError `COLUMN_NOT_FOUND` for a column to rename or drop that is not there
 */
export function editedColumns(edit: ColumnEdit, schema: Schema): readonly EditedColumn[] {
  switch (edit.kind) {
    case 'set': {
      const set = new Map(edit.columns.map(column => [column.name, column]));
      const old = schema.map(f => set.get(f.name) ?? keep(f.name));
      return [...old, ...edit.columns.filter(column => !schema.some(f => f.name === column.name))];
    }
    case 'rename': {
      for (const from of Object.keys(edit.names)) fieldOf(schema, from);
      return schema.map(f => keep(f.name, Object.hasOwn(edit.names, f.name) ? edit.names[f.name] : f.name));
    }
    case 'drop': {
      for (const column of edit.columns) fieldOf(schema, column);
      const kept = schema.filter(f => !edit.columns.includes(f.name)).map(f => keep(f.name));
      if (kept.length > 0 || schema.length === 0) return kept;
      throw new ParquetFrameError('INVALID_ARGUMENT', 'drop would leave no column; keep at least one');
    }
  }
}
