import { hasMembers, ParquetFrameError } from '../contract/errors/index.js';
import {
  AGGREGATE_FUNCTIONS,
  aggregateOptions,
  isAggregateFunction,
  type AggregateFunction,
  type AggregateOptions,
} from '../contract/functions/index.js';
import type { UserExpression } from '../contract/plan/index.js';
import { requireNoMore } from './arguments.js';
import type { KnownType } from './column-types.js';
import { described } from './described.js';
import type { Aggregate, AnyAggregate } from './expr.js';
import { overOf } from './window/over.js';

const isExpression = (value: unknown): value is { readonly node: UserExpression } =>
  hasMembers(value) && hasMembers(value['node']) && 'kind' in value['node'];

/** Makes an expression of a node: given by those who know the class behind. */
export type MakeExpression = (node: UserExpression) => unknown;

/** Types of aggregates exist for the compiler only, so the phantom member is declared, not made. */
export const aggregate = <T extends KnownType>(
  expression: MakeExpression,
  name: AggregateFunction,
  input: UserExpression | undefined,
  more: Pick<AnyAggregate, 'second' | 'options' | 'condition'> = {},
): Aggregate<T> => {
  const where = (predicate: unknown, ...none: readonly unknown[]): AnyAggregate => {
    requireNoMore('where', 1, none, 'Combine conditions with a.and(b)');
    return aggregate(expression, name, input, { ...more, condition: both(more.condition, predicateOf(predicate)) });
  };
  const over = (given?: unknown, ...none: readonly unknown[]): unknown => {
    requireNoMore('over', 1, none, 'Give all options in one object');
    return expression({ kind: 'window', function: name, input, ...more, ...overOf(given) });
  };
  return { function: name, input, ...more, where, over } as unknown as Aggregate<T>;
};

const both = (a: UserExpression | undefined, b: UserExpression): UserExpression =>
  a ? { kind: 'call', function: 'and', arguments: [a, b] } : b;

function predicateOf(given: unknown): UserExpression {
  if (isExpression(given)) return given.node;
  throw new ParquetFrameError('INVALID_ARGUMENT', `where takes an expression such as row.x.gt(1), received ${described(given)}`);
}

type Method = (this: { readonly node: UserExpression }, ...given: readonly unknown[]) => AnyAggregate;

/** Every aggregate function as a method of expressions, by name, with how many arguments it takes. */
export const aggregateMethods = (
  expression: MakeExpression,
): readonly (readonly [name: string, most: number, method: Method])[] =>
  Object.keys(AGGREGATE_FUNCTIONS)
    .filter(isAggregateFunction)
    .map(name => {
      const { second, options = {} } = AGGREGATE_FUNCTIONS[name];
      const needed = Object.keys(options).filter(option => options[option]?.default === undefined);
      const most = Number(second !== undefined) + needed.length + Number(needed.length < Object.keys(options).length);
      return [name, most, methodOf(expression, name, needed)] as const;
    });

/** A second column comes first, then each option that must be given, then an object of the others. */
function methodOf(expression: MakeExpression, name: AggregateFunction, needed: readonly string[]): Method {
  const { second } = AGGREGATE_FUNCTIONS[name];
  return function (...given) {
    const [other] = given;
    const values = second ? given.slice(1) : given;
    if (second && !isExpression(other))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `${name} takes another column, as in row.a.${name}(row.b), received ${described(other)}`,
        { details: { function: name } },
      );
    const more = values[needed.length];
    if (more !== undefined && !hasMembers(more))
      throw new ParquetFrameError('INVALID_ARGUMENT', `${name} takes its options as an object, received ${described(more)}`, {
        details: { function: name },
      });
    const options = { ...more, ...Object.fromEntries(needed.map((option, i) => [option, values[i]])) } as AggregateOptions;
    return aggregate(expression, name, this.node, {
      ...(second && isExpression(other) ? { second: other.node } : {}),
      ...definedOptions(name, options),
    });
  };
}

/** Only a function that has options says something of them. @throws ParquetFrameError `INVALID_ARGUMENT` */
function definedOptions(name: AggregateFunction, given: AggregateOptions): { readonly options?: AggregateOptions } {
  const options = aggregateOptions(name, given);
  return options ? { options } : {};
}
