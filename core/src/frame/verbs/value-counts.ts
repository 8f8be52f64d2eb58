import { checkOptionNames, optionNames, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import type { PlanInput, UserExpression } from '../../contract/plan/index.js';
import type { Expansion, MakeStep } from './expansion.js';
import { columnExpression } from './lowering.js';
import { columnNames, newName, requireFlat, unlike, verbStep, type VerbStep } from './names.js';

export interface ValueCountsOptions<N extends string = string, P extends boolean = boolean> {
  /** the most frequent first, equal ones in the order in which they first appear; default true. Without it all are in that order. */
  readonly sort?: boolean;
  /** of the new column; default `count`, or `proportion` */
  readonly name?: N;
  /** the share of the rows in place of their number; default false */
  readonly normalize?: P;
}

const VALUE_COUNTS = optionNames<ValueCountsOptions>()({ sort: true, name: true, normalize: true });

/** How often each value of a column is there. */
export function valueCountsStep(
  column: unknown,
  options: ValueCountsOptions | undefined,
): { readonly step: VerbStep; readonly expand: Expansion } {
  const [value, ...more] = columnNames('valueCounts', column);
  if (value === undefined || more.length > 0)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `valueCounts takes one column; group by several and count: groupBy('a', 'b').agg({ n: count() })`,
    );
  checkOptionNames('valueCounts', options, VALUE_COUNTS);
  const given: { readonly [option: string]: unknown } = { ...options };
  const { sort = true, normalize = false } = given;
  for (const [option, flag] of Object.entries({ sort, normalize }))
    if (typeof flag !== 'boolean')
      throw new ParquetFrameError('INVALID_ARGUMENT', `valueCounts: ${option} must be true or false, received ${received(flag)}`);
  const { name: wanted = normalize === true ? 'proportion' : 'count' } = given;
  const name = newName('valueCounts', 'name', wanted);
  if (name === value)
    throw new ParquetFrameError(
      'DUPLICATE_COLUMN',
      `valueCounts: the counts cannot be named as the column that is counted, ${quoted(value)}; name them as in { name: 'n' }`,
      { details: { column: value } },
    );
  return {
    step: verbStep('valueCounts', { column: value, name }),
    expand: ({ input, schema, step }) => {
      requireFlat('valueCounts', schema, [value]);
      const aggregate = { name, function: 'count', column: null };
      const counted = step('table.aggregate', { keys: [value], aggregates: [aggregate] }, input);
      const keys = [{ column: name, descending: true, nulls: 'last' }];
      const sorted = sort === true ? step('table.sort', { keys }, counted) : counted;
      return normalize === true ? proportions(counted, sorted, value, name, step) : sorted;
    },
  };
}

/** Counts over their total, which is one row that is joined to all of them by a constant. */
function proportions(counted: PlanInput, sorted: PlanInput, value: string, name: string, step: MakeStep): PlanInput {
  const [key, total] = [unlike('key', [value, name]), unlike('total', [value, name])];
  const one: UserExpression = { kind: 'literal', value: 1n };
  const totals = step('table.aggregate', { keys: [], aggregates: [{ name: total, function: 'sum', column: name }] }, counted);
  const keyed = (input: PlanInput, ...columns: readonly string[]): PlanInput =>
    step(
      'table.project',
      { columns: [...columns.map(same => ({ name: same, expression: columnExpression(same) })), { name: key, expression: one }] },
      input,
    );
  const joined = step('table.join', { on: [{ left: key, right: key }] }, keyed(sorted, value, name), keyed(totals, total));
  const share: UserExpression = {
    kind: 'call',
    function: 'divide',
    arguments: [columnExpression(name), columnExpression(total)],
  };
  const columns = [
    { name: value, expression: columnExpression(value) },
    { name, expression: share },
  ];
  return step('table.project', { columns }, joined);
}
