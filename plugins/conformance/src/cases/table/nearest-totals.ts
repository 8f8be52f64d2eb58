import { isFloat, valueType, type Aggregation, type CaseResult, type PreparedCase } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue } from '../../values.js';
import { groupTexts, keysOf } from './aggregate-groups.js';
import { isNearest, unitsOf } from './float-totals.js';

/** Against sums of integers: what is not the nearest double. */
export function notNearest({ inputs: [input], options }: PreparedCase, result: CaseResult): string | undefined {
  if (input?.kind !== 'table' || result.kind !== 'table') return 'input and result are not tables';
  const { schema } = input.table;
  const inputGroups = groupTexts(input.table, keysOf(options));
  const groups = groupTexts(result.table, keysOf(options));
  for (const { name, function: f, column } of options['aggregates'] as readonly Aggregation[]) {
    const type = schema.find(field => field.name === column)?.type;
    if (column === null || !type || !isFloat(valueType(type)) || (f !== 'sum' && f !== 'mean')) continue;
    const values = columnValues(input.table, column);
    for (const [row, found] of columnValues(result.table, name).entries()) {
      const own = values.filter((value, at): value is number => typeof value === 'number' && inputGroups[at] === groups[row]);
      if (own.length === 0 || !own.every(Number.isFinite)) continue;
      const sum = own.reduce((total, value) => total + unitsOf(value), 0n);
      if (!isNearest(sum, f === 'mean' ? BigInt(own.length) : 1n, Number(found)))
        return `${name} of the group (${groups[row] ?? ''}) is ${formatValue(found)}, which is not the nearest to the exact value`;
    }
  }
  return undefined;
}
