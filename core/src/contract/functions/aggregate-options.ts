import { checkOptionNames, ParquetFrameError, received } from '../errors/index.js';
import { AGGREGATE_FUNCTIONS, type AggregateFunction } from './aggregates.js';
import type { AggregateOption, AggregateOptions } from './definition.js';

/** The options of an aggregate function with those that are not given; undefined where it has none. @throws ParquetFrameError `INVALID_ARGUMENT` */
export const aggregateOptions = (f: AggregateFunction, given: AggregateOptions | undefined): AggregateOptions | undefined =>
  boundOptions(f, AGGREGATE_FUNCTIONS[f].options, given);

/** A list with its values, as far as it is short. */
function shown(value: unknown): string {
  if (!Array.isArray(value)) return received(value);
  const values: readonly unknown[] = value;
  if (values.length === 0) return 'an empty array';
  return `[${values.slice(0, 10).map(received).join(', ')}${values.length > 10 ? ', …' : ''}]`;
}

/** The same of any function by its name and its options. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function boundOptions(
  f: string,
  options: { readonly [option: string]: AggregateOption } = {},
  given: AggregateOptions | undefined,
): AggregateOptions | undefined {
  const names = Object.keys(options);
  if (given !== undefined) checkOptionNames(f, given, names);
  const bound = Object.entries(options).map(([name, option]) => {
    const value = given?.[name] === undefined ? option.default : given[name];
    if (value !== undefined && option.check(value)) return [name, value] as const;
    throw new ParquetFrameError('INVALID_ARGUMENT', `${f}: ${name} must be ${option.accepts}, received ${shown(value)}`, {
      details: { function: f, option: name },
    });
  });
  return names.length === 0 ? undefined : Object.fromEntries(bound);
}
