import { hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import { requireWellFormed } from '../../contract/data/index.js';
import type { ColumnEdit } from '../../contract/plan/index.js';
import { isExpr } from '../expression.js';
import { columnExpression } from './lowering.js';
import { membersOf } from '../row.js';
import { hasWindow, withWindows } from '../window/lift.js';
import type { ExpandedStep } from './expansion.js';
import { columnNames, requireSome, verbStep, type VerbStep } from './names.js';

export function selectStep(columns: unknown): VerbStep {
  const names = columnNames('select', columns);
  requireSome('select', names);
  return verbStep('table.project', { columns: names.map(name => ({ name, expression: columnExpression(name) })) });
}

export function withColumnsStep(given: unknown): ExpandedStep {
  const members = membersOf('withColumns', given, isExpr, "{ total: col('a').add(col('b')) }");
  const columns = members.map(([name, { node }]) => ({ name, expression: node }));
  if (!columns.some(({ expression }) => hasWindow(expression))) return { step: edited({ kind: 'set', columns }) };
  // The expressions themselves: they may have parameters.
  const written = Object.fromEntries(columns.map(({ name, expression }) => [name, expression]));
  return { step: verbStep('withColumns', { columns: written }), expand: known => withWindows(known, columns) };
}

export function renameStep(names: unknown): VerbStep {
  if (!hasMembers(names))
    throw new ParquetFrameError('INVALID_ARGUMENT', `rename takes an object such as { old: 'new' }, received ${received(names)}`);
  const entries = Object.entries(names).flatMap(([from, to]: [string, unknown]) => {
    if (to === undefined) return [];
    if (typeof to === 'string') {
      requireWellFormed(to, 'rename');
      return [[from, to] as const];
    }
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `rename: the new name of ${JSON.stringify(from)} must be a string, received ${received(to)}`,
      { details: { column: from } },
    );
  });
  return edited({ kind: 'rename', names: Object.fromEntries(entries) });
}

export const dropStep = (columns: unknown): VerbStep => edited({ kind: 'drop', columns: columnNames('drop', columns) });

const edited = (edit: ColumnEdit): VerbStep => verbStep('table.project', { edit });
