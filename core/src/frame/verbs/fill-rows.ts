import { familyOf, fieldOf } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, optionNames, ParquetFrameError } from '../../contract/errors/index.js';
import { described } from '../described.js';
import { withWindows } from '../window/lift.js';
import { windowNode } from '../window/methods.js';
import { orderOf } from '../window/over.js';
import type { Lowered } from './expansion.js';
import { columnExpression } from './lowering.js';
import { columnNames, requireOnce, requireSome, verbStep } from './names.js';
import type { SortSpecification } from './rows.js';

/** Which rows may lend their values, and how far. */
export interface FillOptions<C extends string = string> {
  /** rows with the same values fill each other only; all rows by default */
  readonly partitionBy?: C | readonly C[];
  /** which row comes before which; the order of the frame by default. The rows stay where they are. */
  readonly orderBy?: SortSpecification<C> | readonly SortSpecification<C>[];
  /** how many rows away a value may be taken from; default any number */
  readonly limit?: number;
}

const FILL = optionNames<FillOptions>()({ partitionBy: true, orderBy: true, limit: true });
const MOST = 2 ** 31 - 1;

/** Nulls become the value of the nearest row before or after them that has one. Without columns all are filled that are not nested. */
export function fillRowsStep(verb: 'fillForward' | 'fillBackward', ...given: readonly unknown[]): Lowered {
  const [columns, options] = areOptions(given[0]) && given[1] === undefined ? [undefined, given[0]] : given;
  const named = columns === undefined ? undefined : columnNames(verb, columns);
  if (named) {
    requireSome(verb, named);
    requireOnce(verb, named);
  }
  checkOptionNames(verb, options, FILL);
  const { partitionBy, orderBy, limit }: { readonly [option: string]: unknown } = { ...(options ?? {}) };
  const partition = partitionBy === undefined ? [] : columnNames(`${verb}: partitionBy`, partitionBy);
  const over = { partitionBy: partition.map(columnExpression), orderBy: orderOf(verb, orderBy) };
  const frame = frameOf(verb, limit);
  const kept = [
    ...partition,
    ...over.orderBy.flatMap(({ expression }) => (expression.kind === 'column' ? [expression.name] : [])),
  ];
  const f = verb === 'fillForward' ? 'last' : 'first';
  return {
    step: verbStep(verb, { columns: named, partitionBy, orderBy, limit }),
    expand: known => {
      for (const name of [...(named ?? []), ...kept]) fieldOf(known.schema, name);
      const all = known.schema.filter(({ name, type }) => !kept.includes(name) && familyOf(type) !== 'nested');
      const filled = (named ?? all.map(({ name }) => name)).map(name => {
        const window = { input: columnExpression(name), options: { ignoreNulls: true }, frame, ...over };
        return { name, expression: windowNode(f, window, verb) };
      });
      return filled.length === 0 ? known.input : withWindows(known, filled);
    },
  };
}

const areOptions = (given: unknown): boolean => hasMembers(given) && !Array.isArray(given);

/** @throws ParquetFrameError `INVALID_ARGUMENT` */
function frameOf(verb: 'fillForward' | 'fillBackward', limit: unknown): { readonly rows: readonly unknown[] } {
  if (limit !== undefined && !(typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= MOST))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `${verb}: limit must be a whole number of rows from 1 to 2^31 - 1, received ${described(limit)}`,
    );
  if (verb === 'fillForward') return { rows: [limit === undefined ? 'unbounded' : -limit, 'current'] };
  return { rows: ['current', limit ?? 'unbounded'] };
}
