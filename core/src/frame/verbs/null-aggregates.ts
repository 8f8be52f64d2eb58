import type { Schema } from '../../contract/data/index.js';
import { AGGREGATE_FUNCTIONS } from '../../contract/functions/index.js';
import type { Aggregation } from '../../contract/operations/index.js';
import type { PlanInput } from '../../contract/plan/index.js';
import type { MakeStep } from './expansion.js';
import { columnExpression } from './lowering.js';
import { NULL_COLUMN, StandIns } from './null-stand-ins.js';

/**
 * Aggregates of columns of type `null`, which hold no value: what the function gives for no values, as in SQL, of a column of nulls of a type that it accepts. Where it gives a value of
 * the column, the result is of type `null` as well. Undefined where there are none, and the aggregation can stay as it is.
 */
export function nullAggregates(
  input: PlanInput,
  schema: Schema,
  keys: readonly string[],
  aggregates: readonly Aggregation[],
  step: MakeStep,
): PlanInput | undefined {
  const standIns = new StandIns(schema);
  const typed = aggregates.map(aggregation => {
    const { function: f, column, second } = aggregation;
    const { result, second: other } = AGGREGATE_FUNCTIONS[f];
    const first = standIns.of(column, type => result(type) !== undefined);
    const by = standIns.of(second, type => other?.fits(type) === true);
    return { ...aggregation, ...(first === undefined ? {} : { column: first }), ...(by === undefined ? {} : { second: by }) };
  });
  if (standIns.isEmpty) return undefined;
  const columns = standIns.columns();
  const result = step('table.aggregate', { keys, aggregates: typed }, step('table.project', { columns }, input));
  const staysNull = ({ function: f, column }: Aggregation): boolean =>
    standIns.isNull(column) && AGGREGATE_FUNCTIONS[f].method.gives === 'same';
  if (!aggregates.some(staysNull)) return result;
  const kept = [
    ...keys.map(name => ({ name, expression: columnExpression(name) })),
    ...aggregates.map(aggregation => ({
      name: aggregation.name,
      expression: staysNull(aggregation) ? NULL_COLUMN : columnExpression(aggregation.name),
    })),
  ];
  return step('table.project', { columns: kept }, result);
}
