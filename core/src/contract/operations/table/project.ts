import type { Json } from '../../data/json.js';
import { requireWellFormed } from '../../data/field.js';
import type { Schema } from '../../data/types.js';
import { ParquetFrameError, quoted } from '../../errors/index.js';
import { findFunction } from '../../functions/index.js';
import {
  columnsOf,
  editedColumns,
  expressionJson,
  formatExpression,
  resolveExpression,
  throughProjection,
  type ColumnEdit,
  type Expression,
  type UserExpression,
} from '../../plan/index.js';
import { tableInput, type OperationDefinition, type OperationOptions } from '../operation.js';
import { hasOnly, isName, listOption } from '../option.js';
import { atLeastOne, type ColumnNames } from '../traits.js';

export interface ProjectedColumn {
  readonly name: string;
  readonly expression: UserExpression;
}

export const tableProject: OperationDefinition = {
  name: 'table.project',
  revision: 1,
  summary: 'New columns computed from expressions, row by row.',
  meaning:
    'One output column per entry, in order; as many rows as the input, in input order. Functions follow three-valued logic; see the page on expressions.',
  source: 'SQL:2016 SELECT',
  inputs: ['table'],
  options: {
    columns: listOption(
      { placement: 'expression', description: 'Name and expression of each output column.', required: true },
      'a non-empty array of { name, expression }',
      v => hasOnly(v, { name: isName, expression: value => typeof value === 'object' && value !== null }),
    ),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const input = tableInput('table.project', inputs, 0);
    const columns = (options['columns'] as readonly ProjectedColumn[]).map(({ name, expression }) => ({
      name,
      expression: resolveExpression(expression, input.schema, parameters),
    }));
    requireDistinct(columns.map(c => c.name));
    const schema: Schema = columns.map(({ name, expression }) => ({
      name,
      type: expression.type,
      nullable: nullable(expression, input.schema),
    }));
    return {
      binding: { columns: columns.map(({ name, expression }): Json => ({ name, expression: expressionJson(expression) })) },
      arguments: {},
      output: { kind: 'table', schema },
    };
  },
  sizes: ([table], { binding }) => ({
    rows: table?.['rows'],
    bytes: (table?.['rows'] ?? 1e5) * 8 * (binding['columns'] as readonly Json[]).length,
  }),
  work: ([table]) => table?.['rows'] ?? 1e5,
  plan: {
    order: 'keeps',
    reads: ({ options }, wanted) => [
      new Set(neededColumns(options, wanted).flatMap(column => [...columnsOf(column.expression)])),
    ],
    narrow({ options }, wanted) {
      const columns = neededColumns(options, wanted);
      return columns.length === columnsIn(options).length ? undefined : { columns };
    },
    filterMoves({ options }, part) {
      const moved = throughProjection(part, columnsIn(options));
      return moved && { inputs: [moved], rows: 'same' };
    },
    limitMoves: 'below',
    copies({ options }, name) {
      const source = columnsIn(options).find(column => column.name === name)?.expression;
      return source?.kind === 'column' ? { input: 0, column: source.name } : undefined;
    },
    describe: ({ edit, columns }) =>
      edit === undefined ? (columns as readonly ProjectedColumn[]).map(named).join(', ') : editText(edit as ColumnEdit),
    discover({ edit, ...options }, { inputs: [input] }) {
      if (edit === undefined) return options;
      return { columns: editedColumns(edit as ColumnEdit, input?.kind === 'table' ? input.schema : []) };
    },
  },
};

const columnsIn = ({ columns }: OperationOptions) => columns as readonly ProjectedColumn[];
const neededColumns = (options: OperationOptions, wanted: ColumnNames | undefined): readonly ProjectedColumn[] =>
  atLeastOne(columnsIn(options), column => wanted?.has(column.name) ?? true);

const named = ({ name, expression }: ProjectedColumn): string =>
  expression.kind === 'column' && expression.name === name ? name : `${name} = ${formatExpression(expression)}`;

function editText(edit: ColumnEdit): string {
  switch (edit.kind) {
    case 'set':
      return `all columns, ${edit.columns.map(named).join(', ')}`;
    case 'rename':
      return Object.entries(edit.names)
        .map(([from, to]) => `${from} as ${to}`)
        .join(', ');
    case 'drop':
      return `all columns but ${edit.columns.join(', ')}`;
  }
}

/** A column keeps its nullability, a literal may be null, and each function states where its nulls come from. */
function nullable(expression: Expression, schema: Schema): boolean {
  if (expression.kind === 'column') return schema.find(f => f.name === expression.name)?.nullable ?? true;
  if (expression.kind !== 'call') return true;
  const rule = findFunction(expression.function)?.nulls ?? 'own';
  if (rule === 'never') return false;
  return rule === 'own' || expression.overflow === 'null' || expression.arguments.some(inner => nullable(inner, schema));
}

/** Refuses names of the result that are there twice, or cannot be names. @throws ParquetFrameError `DUPLICATE_COLUMN`, `INVALID_ARGUMENT` */
export function requireDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    requireWellFormed(name);
    if (seen.has(name))
      throw new ParquetFrameError(
        'DUPLICATE_COLUMN',
        `the result would have two columns ${quoted(name)}; give one of them another name`,
        {
          details: { column: name },
        },
      );
    seen.add(name);
  }
}
