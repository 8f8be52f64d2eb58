import { fieldIndex, formatType, type DataType, type Schema } from '../../contract/data/index.js';
import { AGGREGATE_FUNCTIONS } from '../../contract/functions/index.js';
import type { Aggregation } from '../../contract/operations/index.js';
import type { PlanInput } from '../../contract/plan/index.js';
import type { MakeStep } from './expansion.js';
import { columnExpression } from './lowering.js';
import { unlike } from './names.js';

/** What a column that is null in every row is taken as: the first that a function accepts. */
const STAND_INS: readonly DataType[] = [{ id: 'int64' }, { id: 'bool' }, { id: 'utf8' }];

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
  const isNull = (column: string | null | undefined): boolean =>
    typeof column === 'string' && schema[fieldIndex(schema, column)]?.type.id === 'null';
  const taken = schema.map(({ name }) => name);
  const added = new Map<string, { readonly name: string; readonly type: DataType }>();
  const standIn = (fits: (type: DataType) => boolean): string | undefined => {
    const type = fits({ id: 'null' }) ? undefined : STAND_INS.find(fits);
    if (!type) return undefined;
    const known = added.get(type.id) ?? { name: unlike(`null as ${formatType(type)}`, taken), type };
    added.set(type.id, known);
    return known.name;
  };
  const typed = aggregates.map(aggregation => {
    const { function: f, column, second } = aggregation;
    const { result, second: other } = AGGREGATE_FUNCTIONS[f];
    const first = isNull(column) ? standIn(type => result(type) !== undefined) : undefined;
    const by = isNull(second) ? standIn(type => other?.fits(type) === true) : undefined;
    return { ...aggregation, ...(first === undefined ? {} : { column: first }), ...(by === undefined ? {} : { second: by }) };
  });
  if (added.size === 0) return undefined;
  const columns = [
    ...taken.map(name => ({ name, expression: columnExpression(name) })),
    ...Array.from(added.values(), ({ name, type }) => ({ name, expression: { kind: 'literal', value: null, type } })),
  ];
  const result = step('table.aggregate', { keys, aggregates: typed }, step('table.project', { columns }, input));
  const staysNull = ({ function: f, column }: Aggregation): boolean =>
    isNull(column) && AGGREGATE_FUNCTIONS[f].method.gives === 'same';
  if (!aggregates.some(staysNull)) return result;
  const kept = [
    ...keys.map(name => ({ name, expression: columnExpression(name) })),
    ...aggregates.map(aggregation => ({
      name: aggregation.name,
      expression: staysNull(aggregation)
        ? { kind: 'literal', value: null, type: { id: 'null' } }
        : columnExpression(aggregation.name),
    })),
  ];
  return step('table.project', { columns: kept }, result);
}
