import { isFloat, valueType, type Aggregation, type CaseResult, type PreparedCase } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue } from '../../values.js';
import { conditionsOf, groupTexts, keysOf } from './aggregate-groups.js';
import { isNearest, unitsOf } from './float-totals.js';

const NEAREST: ReadonlySet<string> = new Set(['sum', 'mean', 'var', 'std']);

/** Against sums of integers: what is not the nearest double. */
export function notNearest({ inputs: [input], options }: PreparedCase, result: CaseResult): string | undefined {
  if (input?.kind !== 'table' || result.kind !== 'table') return 'input and result are not tables';
  const { schema } = input.table;
  const inputGroups = groupTexts(input.table, keysOf(options));
  const groups = groupTexts(result.table, keysOf(options));
  const aggregates = options['aggregates'] as readonly Aggregation[];
  const conditions = conditionsOf(input.table, aggregates);
  for (const { name, function: f, column, where, options: given } of aggregates) {
    const type = schema.find(field => field.name === column)?.type;
    if (column === null || !type || !isFloat(valueType(type)) || !NEAREST.has(f)) continue;
    const values = columnValues(input.table, column);
    for (const [row, found] of columnValues(result.table, name).entries()) {
      const counts = where === undefined ? undefined : conditions.get(where);
      const own = values.filter(
        (value, at): value is number =>
          typeof value === 'number' && inputGroups[at] === groups[row] && (counts === undefined || counts[at] === true),
      );
      if (found === null || own.length === 0 || !own.every(Number.isFinite)) continue;
      if (!isNearestOf(f, own, Number(given?.['ddof'] ?? 1), Number(found)))
        return `${name} of the group (${groups[row] ?? ''}) is ${formatValue(found)}, which is not the nearest to the exact value`;
    }
  }
  return undefined;
}

function isNearestOf(f: Aggregation['function'], values: readonly number[], ddof: number, found: number): boolean {
  const units = values.map(unitsOf);
  const sum = units.reduce((total, value) => total + value, 0n);
  const count = BigInt(values.length);
  if (f === 'sum') return isNearest(sum, 1n, found);
  if (f === 'mean') return isNearest(sum, count, found);
  const squares = count * units.reduce((total, value) => total + value * value, 0n) - sum * sum;
  const divisor = count * (count - BigInt(ddof));
  return f === 'var' ? isNearest(squares, divisor << 1074n, found) : isNearestRoot(squares, divisor, found);
}

/** Whether the root of squares / divisor, in units of 2^-1074, lies between what is halfway to the doubles beside the value. */
function isNearestRoot(squares: bigint, divisor: bigint, value: number): boolean {
  if (value === 0 || value === Infinity) return value === 0 ? 4n * squares <= divisor : squares >= BEYOND * BEYOND * divisor;
  const at = unitsOf(value);
  const [below, above] = [-1, 1].map(direction => at + neighbour(value, direction));
  if (below === undefined || above === undefined) return false;
  return below * below * divisor <= 4n * squares && 4n * squares <= above * above * divisor;
}

/** Half a unit beyond the greatest double. */
const BEYOND = 2n ** 2098n - 2n ** 2044n;

/** The double next to a positive one, in units of 2^-1074. */
function neighbour(value: number, direction: number): bigint {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  const [word = 0n] = bits;
  const [next = 0] = new Float64Array(BigInt64Array.of(word + BigInt(direction)).buffer);
  return Number.isFinite(next) ? unitsOf(next) : 2n ** 2098n;
}
