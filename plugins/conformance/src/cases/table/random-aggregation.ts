import { AGGREGATE_FUNCTIONS, resultType, valueType } from '@parquetframe/core/engine';
import type { AggregateFunction, Aggregation, CaseRandom, DataType, Field, Json, Schema } from '@parquetframe/core/engine';
import { COMMON_TYPES, comparable, OTHER_TYPES, schemaFor } from '../schemas.js';

const TYPES: readonly DataType[] = [...COMMON_TYPES, ...OTHER_TYPES];

/** Values for the options of aggregates, by name. */
const OPTIONS: { readonly [option: string]: readonly Json[] } = {
  ddof: [0, 1, 2],
  ignoreNulls: [true, false],
  q: [0, 0.5, 0.1, 1 / 3, 0.99, 1],
  bias: [true, false],
  descending: [true, false],
  breaks: [
    [-1, 0, 0.5, 100],
    [0, 2 ** 53],
  ],
  separator: ['', ', ', '\u{1F600}'],
};

/** Aggregate functions of the catalogue. */
export const AGGREGATES = Object.keys(AGGREGATE_FUNCTIONS) as readonly AggregateFunction[];

/** Any aggregate of any of the columns, at times of some rows only. */
export function randomAggregation(random: CaseRandom, fields: Schema, name: string): Aggregation {
  const bools = fields.filter(field => valueType(field.type).id === 'bool');
  const where = bools.length > 0 && random.integer(0, 3) === 0 ? { where: random.pick(bools).name } : {};
  if (random.integer(0, 5) === 0) return { name, function: 'count', column: null, ...where };
  const chosen = random.pick(fields);
  const f = random.pick(AGGREGATES.filter(each => resultType(each, chosen.type) && secondsOf(each, fields).length > 0));
  const seconds = secondsOf(f, fields);
  const second = seconds.length > 1 ? random.pick(seconds) : seconds[0];
  return { ...aggregationOf(random, f, name, chosen.name, second), ...where };
}

/** A function of a column, with any of its options. */
function aggregationOf(
  random: CaseRandom,
  f: AggregateFunction,
  name: string,
  column: string,
  second: string | undefined,
): Aggregation {
  const options = Object.keys(AGGREGATE_FUNCTIONS[f].options ?? {}).map(
    option => [option, random.pick(OPTIONS[option] ?? [])] as const,
  );
  return {
    name,
    function: f,
    column,
    ...(second === undefined ? {} : { second }),
    ...(options.length > 0 ? { options: Object.fromEntries(options) } : {}),
  };
}

/** Names of columns that may be its second; `undefined` alone where it takes none. */
function secondsOf(f: AggregateFunction, fields: Schema): readonly (string | undefined)[] {
  const { second } = AGGREGATE_FUNCTIONS[f];
  return second ? fields.filter(field => second.fits(field.type)).map(field => field.name) : [undefined];
}

/** One function of a column of any type that it takes, and a table for it with more columns, of few values and many. */
export function oneAggregation(
  random: CaseRandom,
  f: AggregateFunction,
): { readonly schema: Schema; readonly aggregation: Aggregation } {
  const { second } = AGGREGATE_FUNCTIONS[f];
  const field = (name: string, fits: (type: DataType) => boolean): Field => {
    const type = random.pick(TYPES.filter(fits));
    return { name, type, nullable: random.integer(0, 4) > 0 };
  };
  const value = field('value', type => resultType(f, type) !== undefined);
  const other = second ? [field('second', type => second.fits(type))] : [];
  const aggregation = aggregationOf(random, f, 'y', value.name, other[0]?.name);
  return { schema: [...comparable(schemaFor(random, 2, false)), value, ...other], aggregation };
}
