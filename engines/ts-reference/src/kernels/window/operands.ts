import type { Aggregation, Field, WindowCall } from '@parquetframe/core/engine';
import type { WindowTable } from './rows.js';

/** An aggregate and the columns that it is of, under names of their own: any could be that of the group. */
export interface Operands {
  /** names in the table */
  readonly columns: readonly string[];
  readonly fields: readonly Field[];
  readonly aggregation: Aggregation;
}

export function operandsOf(call: WindowCall, table: WindowTable): Operands {
  const columns = [...new Set([call.column, call.second, call.where].filter(name => typeof name === 'string'))];
  const fields = columns.map((name, i): Field => ({ name: `column ${i}`, type: table.type(name), nullable: true }));
  const renamed = (name: string): string => `column ${columns.indexOf(name)}`;
  const aggregation: Aggregation = {
    name: call.name,
    function: call.function as Aggregation['function'],
    column: call.column === null ? null : renamed(call.column),
    ...(call.second === undefined ? {} : { second: renamed(call.second) }),
    ...(call.where === undefined ? {} : { where: renamed(call.where) }),
    ...(call.options ? { options: call.options } : {}),
  };
  return { columns, fields, aggregation };
}
