import { WINDOW_FUNCTIONS, isFloat, isInteger, valueType } from '@parquetframe/core/engine';
import type {
  AggregateFunction,
  Aggregation,
  CaseRandom,
  DataType,
  OperationOptions,
  Schema,
  WindowFunction,
} from '@parquetframe/core/engine';
import { comparable, schemaFor } from '../schemas.js';
import { oneAggregation, randomAggregation } from './random-aggregation.js';

/** A window as options have it. */
export type RandomWindow = { readonly [option: string]: unknown };

const OWN = Object.keys(WINDOW_FUNCTIONS) as readonly WindowFunction[];
const TEMPORAL: ReadonlySet<string> = new Set(['date', 'time', 'timestamp', 'duration']);

/** What gives all values of a frame: of thousands of rows with wide frames they would be billions. */
const COLLECTS: ReadonlySet<string> = new Set(['list', 'join', 'listBy', 'joinBy']);
const narrowFrame = (random: CaseRandom): OperationOptions => ({ rows: [-random.integer(0, 3), random.integer(0, 3)] });

/** Any window over some of the columns. */
export function randomWindow(random: CaseRandom, fields: Schema, name: string): RandomWindow {
  const f = random.integer(0, 2) === 0 ? random.pick(OWN) : undefined;
  return windowOf(random, fields, name, f ?? randomAggregation(random, fields, name));
}

/** A window of one function, and columns for it. */
export function oneWindow(
  random: CaseRandom,
  f: WindowFunction | AggregateFunction,
): { readonly schema: Schema; readonly window: RandomWindow } {
  if (isOwn(f)) {
    const schema = [...comparable(schemaFor(random, 3, false)), { name: 'number', type: random.pick(NUMBERS), nullable: true }];
    return { schema, window: windowOf(random, schema, 'y', f) };
  }
  const { schema, aggregation } = oneAggregation(random, f);
  return { schema, window: windowOf(random, schema, 'y', aggregation) };
}

const isOwn = (f: string): f is WindowFunction => Object.hasOwn(WINDOW_FUNCTIONS, f);
const NUMBERS: readonly DataType[] = [
  { id: 'float64' },
  { id: 'int64' },
  { id: 'float32' },
  { id: 'decimal', precision: 12, scale: 2 },
];

/** Partitions of few and of many rows, orders with ties, frames that are empty, narrow, wide and whole. */
function windowOf(random: CaseRandom, fields: Schema, name: string, what: WindowFunction | Aggregation): RandomWindow {
  const some = (most: number): readonly string[] => {
    const start = random.integer(0, fields.length);
    return [...fields.slice(start), ...fields.slice(0, start)].slice(0, random.integer(0, most)).map(field => field.name);
  };
  const needsOrder = typeof what === 'string' && WINDOW_FUNCTIONS[what].ordered === true;
  const ordered = some(2);
  const orderBy = (ordered.length === 0 && needsOrder ? [random.pick(fields).name] : ordered).map(column => ({
    column,
    ...(random.boolean() ? { descending: random.boolean() } : {}),
    ...(random.boolean() ? { nulls: random.pick(['first', 'last'] as const) } : {}),
  }));
  const head = { name, partitionBy: some(2), ...(orderBy.length > 0 ? { orderBy } : {}) };
  const isFramed = typeof what !== 'string' || what === 'nthValue';
  const key = orderBy.length === 1 ? fields.find(field => field.name === orderBy[0]?.column)?.type : undefined;
  const frame = isFramed && random.integer(0, 2) > 0 ? { frame: frameOf(random, key) } : {};
  if (typeof what !== 'string')
    return { ...what, ...head, ...(COLLECTS.has(what.function) ? { frame: narrowFrame(random) } : frame) };
  const own = ownFunction(random, fields, what);
  return { ...own, ...head, ...frame };
}

function ownFunction(random: CaseRandom, fields: Schema, f: WindowFunction): OperationOptions {
  switch (f) {
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
      return { function: f };
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
