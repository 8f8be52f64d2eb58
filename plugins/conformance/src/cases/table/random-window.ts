import { WINDOW_FUNCTIONS, isFloat, isInteger, valueType } from '@parquetframe/core/engine';
import type { CaseRandom, DataType, OperationOptions, Schema, WindowFunction } from '@parquetframe/core/engine';
import { randomAggregation } from './random-aggregation.js';

/** A window as options have it. */
export type RandomWindow = { readonly [option: string]: unknown };

const OWN = Object.keys(WINDOW_FUNCTIONS) as readonly WindowFunction[];
const TEMPORAL: ReadonlySet<string> = new Set(['date', 'time', 'timestamp', 'duration']);

/** What gives all values of a frame: of thousands of rows with wide frames they would be billions. */
const COLLECTS: ReadonlySet<string> = new Set(['list', 'join', 'listBy', 'joinBy']);
const narrowFrame = (random: CaseRandom): OperationOptions => ({ rows: [-random.integer(0, 3), random.integer(0, 3)] });

/** Any window over some of the columns: partitions of few and of many rows, orders with ties, frames that are empty, narrow, wide and whole. */
export function randomWindow(random: CaseRandom, fields: Schema, name: string): RandomWindow {
  const some = (most: number): readonly string[] => {
    const start = random.integer(0, fields.length);
    return [...fields.slice(start), ...fields.slice(0, start)].slice(0, random.integer(0, most)).map(field => field.name);
  };
  const orderBy = some(2).map(column => ({
    column,
    ...(random.boolean() ? { descending: random.boolean() } : {}),
    ...(random.boolean() ? { nulls: random.pick(['first', 'last'] as const) } : {}),
  }));
  const head = { name, partitionBy: some(2), ...(orderBy.length > 0 ? { orderBy } : {}) };
  const f = random.integer(0, 2) === 0 ? random.pick(OWN) : undefined;
  const isFramed = f === undefined || f === 'nthValue';
  const key = orderBy.length === 1 ? fields.find(field => field.name === orderBy[0]?.column)?.type : undefined;
  const frame = isFramed && random.integer(0, 2) > 0 ? { frame: frameOf(random, key) } : {};
  if (f === undefined) {
    const aggregation = randomAggregation(random, fields, name);
    return { ...aggregation, ...head, ...(COLLECTS.has(aggregation.function) ? { frame: narrowFrame(random) } : frame) };
  }
  const own = ownFunction(random, fields, f, orderBy.length > 0);
  return { ...own, ...head, ...frame };
}

function ownFunction(random: CaseRandom, fields: Schema, f: WindowFunction, ordered: boolean): OperationOptions {
  switch (f) {
    case 'rowNumber':
      return { function: f };
    case 'ntile':
      return { function: f, options: { n: random.integer(1, 5) } };
    case 'lag':
    case 'lead': {
      const column = random.pick(fields).name;
      const second = random.integer(0, 2) === 0 ? { second: column } : {};
      return { function: f, column, ...second, ...(random.boolean() ? { options: { offset: random.integer(-2, 3) } } : {}) };
    }
    case 'nthValue':
      return { function: f, column: random.pick(fields).name, options: { n: random.integer(1, 3) } };
    case 'ewmMean': {
      const numbers = fields.filter(({ type }) => isNumber(valueType(type)));
      if (numbers.length === 0) return { function: 'rowNumber' };
      return { function: f, column: random.pick(numbers).name, options: { alpha: random.pick([1, 0.5, 0.1, 1 / 3]) } };
    }
    default:
      return { function: ordered ? f : 'rowNumber' };
  }
}

const isNumber = (type: DataType): boolean => isInteger(type) || isFloat(type) || type.id === 'decimal';

function frameOf(random: CaseRandom, key: DataType | undefined): OperationOptions {
  const type = key && valueType(key);
  const isRange = random.boolean();
  const distance = (): unknown => {
    const size = random.integer(-3, 3);
    if (!isRange) return size;
    if (type && isNumber(type)) return isFloat(type) && random.boolean() ? size / 2 : size;
    if (type && TEMPORAL.has(type.id)) return `${size}d`;
    return 'current';
  };
  const [a, b] = [distance(), distance()];
  const size = (value: unknown): number => (value === 'current' ? 0 : Number.parseFloat(String(value)));
  const [low, high] = size(a) <= size(b) ? [a, b] : [b, a];
  const from = random.integer(0, 2) === 0 ? 'unbounded' : low;
  const to = random.integer(0, 2) === 0 ? 'unbounded' : high;
  return isRange ? { range: [from, to] } : { rows: [from, to] };
}
