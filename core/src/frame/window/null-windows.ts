import type { DataType, Schema } from '../../contract/data/index.js';
import { AGGREGATE_FUNCTIONS, isAggregateFunction, isWindowFunction, WINDOW_FUNCTIONS } from '../../contract/functions/index.js';
import type { WrittenWindow } from '../../contract/operations/index.js';
import type { PlanInput } from '../../contract/plan/index.js';
import type { MakeStep } from '../verbs/expansion.js';
import { columnExpression } from '../verbs/lowering.js';
import { NULL_COLUMN, StandIns } from '../verbs/null-stand-ins.js';

const accepts = (f: string, type: DataType): boolean => {
  if (isWindowFunction(f)) return WINDOW_FUNCTIONS[f].result(type) !== undefined;
  // A function that there is not is refused by the operation, whatever its column.
  return !isAggregateFunction(f) || AGGREGATE_FUNCTIONS[f].result(type) !== undefined;
};

/** Whether the result is a value of the column. */
const givesValue = (f: string): boolean =>
  isAggregateFunction(f) ? AGGREGATE_FUNCTIONS[f].method.gives === 'same' : f === 'nthValue';

/** Windows over columns of type `null`, as aggregates take them. Undefined where there are none. */
export function nullWindows(
  input: PlanInput,
  schema: Schema,
  windows: readonly WrittenWindow[],
  step: MakeStep,
): PlanInput | undefined {
  const standIns = new StandIns(schema);
  const typed = windows.map(window => {
    const { function: f, column, second } = window;
    const first = standIns.of(column, type => accepts(f, type));
    const fits = isAggregateFunction(f) ? AGGREGATE_FUNCTIONS[f].second?.fits : undefined;
    const by = fits && standIns.of(second, fits);
    return { ...window, ...(first === undefined ? {} : { column: first }), ...(by === undefined ? {} : { second: by }) };
  });
  if (standIns.isEmpty) return undefined;
  const computed = step('table.window', { windows: typed }, step('table.project', { columns: standIns.columns() }, input));
  const kept = [
    ...schema.map(({ name }) => ({ name, expression: columnExpression(name) })),
    ...windows.map(({ name, function: f, column }) => ({
      name,
      expression: standIns.isNull(column) && givesValue(f) ? NULL_COLUMN : columnExpression(name),
    })),
  ];
  return step('table.project', { columns: kept }, computed);
}
