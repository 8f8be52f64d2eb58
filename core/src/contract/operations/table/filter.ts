import type { Json } from '../../data/json.js';
import { formatType, valueType } from '../../data/types.js';
import { ParquetFrameError } from '../../errors/index.js';
import { findFunction } from '../../functions/index.js';
import {
  columnsOf,
  expressionJson,
  formatExpression,
  isExpression,
  resolveExpression,
  type Expression,
  type UserExpression,
} from '../../plan/index.js';
import { tableInput, type OperationDefinition } from '../operation.js';
import { anyOption } from '../option.js';
import { copiesFirst } from '../traits.js';

export const tableFilter: OperationDefinition = {
  name: 'table.filter',
  revision: 1,
  summary: 'Rows for which a predicate is true.',
  meaning: 'The rows for which the predicate is true (neither false nor null), in input order, all columns.',
  source: 'SQL:2016 WHERE',
  inputs: ['table'],
  options: {
    predicate: anyOption(
      { placement: 'expression', description: 'Rows to keep.', required: true },
      'a boolean expression',
      v => typeof v === 'object',
    ),
  },
  classes: { exact: 'exact', fast: 'exact' },
  bind(options, inputs, parameters) {
    const input = tableInput('table.filter', inputs, 0);
    const given = resolveExpression(options['predicate'] as UserExpression, input.schema, parameters);
    const predicate = asBool(given);
    if (!predicate) throw new ParquetFrameError('TYPE_MISMATCH', `filter takes a bool, received ${formatType(given.type)}`);
    return { binding: { predicate: expressionJson(predicate) }, arguments: {}, output: input };
  },
  sizes([table], { binding }) {
    const share = selectivity(binding['predicate']);
    return { rows: (table?.['rows'] ?? 1e5) * share, bytes: (table?.['bytes'] ?? 1e6) * share };
  },
  work: ([table]) => table?.['rows'] ?? 1e5,
  plan: {
    order: 'keeps',
    copies: copiesFirst,
    reads: ({ options }, wanted) => [wanted && new Set([...wanted, ...columnsOf(options['predicate'] as UserExpression)])],
    filter: 'predicate',
    filterMoves: () => ({ option: 'predicate' }),
    describe: ({ predicate }) => formatExpression(predicate as UserExpression),
  },
};

/** What is null in every row, and what a dictionary of bools holds, are bools as well. */
function asBool(predicate: Expression): Expression | undefined {
  if (predicate.type.id === 'bool') return predicate;
  if (predicate.type.id !== 'null' && valueType(predicate.type).id !== 'bool') return undefined;
  return { kind: 'call', function: 'cast', arguments: [predicate], type: { id: 'bool' } };
}

/** The share of rows that a predicate keeps, until it has been observed: each function states its own. */
export function selectivity(predicate: Json | undefined): number {
  return isExpression(predicate) ? share(predicate) : 1;
}

function share(expression: Expression): number {
  if (expression.kind !== 'call') return 0.5;
  return findFunction(expression.function)?.selectivity?.(expression.arguments.map(share)) ?? 1 / 3;
}
