import { AGGREGATE_FUNCTIONS, resultType, valueType } from '@parquetframe/core/engine';
import type { AggregateFunction, Aggregation, CaseRandom, Json, Schema } from '@parquetframe/core/engine';

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

const NAMES = Object.keys(AGGREGATE_FUNCTIONS) as readonly AggregateFunction[];

/** Any aggregate of any of the columns, at times of some rows only. */
export function randomAggregation(random: CaseRandom, fields: Schema, name: string): Aggregation {
  const bools = fields.filter(field => valueType(field.type).id === 'bool');
  const where = bools.length > 0 && random.integer(0, 3) === 0 ? { where: random.pick(bools).name } : {};
  if (random.integer(0, 5) === 0) return { name, function: 'count', column: null, ...where };
  const chosen = random.pick(fields);
  const f = random.pick(NAMES.filter(each => resultType(each, chosen.type) && secondsOf(each, fields).length > 0));
  const [second] = secondsOf(f, fields).length > 1 ? [random.pick(secondsOf(f, fields))] : secondsOf(f, fields);
  const options = Object.keys(AGGREGATE_FUNCTIONS[f].options ?? {}).map(
    option => [option, random.pick(OPTIONS[option] ?? [])] as const,
  );
  return {
    name,
    function: f,
    column: chosen.name,
    ...(typeof second === 'string' ? { second } : {}),
    ...where,
    ...(options.length > 0 ? { options: Object.fromEntries(options) } : {}),
  };
}

/** Names of columns that may be its second; `undefined` alone where it takes none. */
function secondsOf(f: AggregateFunction, fields: Schema): readonly (string | undefined)[] {
  const { second } = AGGREGATE_FUNCTIONS[f];
  return second ? fields.filter(field => second.fits(field.type)).map(field => field.name) : [undefined];
}
