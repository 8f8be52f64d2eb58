import type { DataType } from '@parquetframe/core/engine';
import type { Call, State, Verb } from './call.js';
import { Invalid, type Column, type Model } from './model.js';
import { Random } from './random.js';
import { isComparable } from './sql.js';
import { BOOL, FLOAT64, INT64, randomTable, TYPES, UTF8 } from './tables.js';
import { COLUMN_VERBS } from './verbs/columns.js';
import { GROUP_VERBS } from './verbs/groups.js';
import { JOIN_VERBS } from './verbs/joins.js';
import { ROW_VERBS } from './verbs/rows.js';
import { WINDOW_VERBS } from './verbs/windows.js';

export const VERBS: readonly Verb[] = [...ROW_VERBS, ...COLUMN_VERBS, ...GROUP_VERBS, ...JOIN_VERBS, ...WINDOW_VERBS];
export const MOST_CALLS = 8;
const MOST_COLUMNS = 14;

/** A plan: two tables, and a chain of verbs over the first of them. */
export interface Plan {
  readonly seed: number;
  readonly left: Model;
  readonly right: Model;
  /** into how many batches the tables are cut */
  readonly batches: number;
  readonly calls: readonly Call[];
}

const FIRST: readonly Column[] = [
  { name: 'k', type: INT64 },
  { name: 'x', type: FLOAT64 },
  { name: 's', type: UTF8 },
  { name: 'b', type: BOOL },
];

function someColumns(
  random: Random,
  prefix: string,
  shared: readonly Column[],
  most: number,
  types: readonly DataType[],
): readonly Column[] {
  const others = Array.from({ length: random.between(1, most) }, (_, i): Column => {
    return { name: `${prefix}${String(i)}`, type: random.pick(types) ?? INT64 };
  });
  return [...random.some(shared, 1, shared.length), ...others];
}

/** The plan of a seed. Chains are made for the columns there are, so that most calls have something to do. */
export function planOf(seed: number): Plan {
  const random = new Random(seed);
  // Half of all plans have types of which DuckDB knows the values as well.
  const types = random.chance(50) ? TYPES : TYPES.filter(type => isComparable({ name: '', type }));
  const columns = someColumns(random, 'c', FIRST, 4, types);
  // Of some columns of the left the types, so that there are keys.
  const beside = columns.map(({ type }, i): Column => ({ name: `r${String(i)}`, type }));
  const shared = [...FIRST.slice(0, 3), ...random.some(beside, 0, 2)];
  const other = someColumns(random, 'd', shared, 2, types);
  const left = randomTable(random, columns, 14);
  const right = randomTable(random, other, 7);
  const batches = random.between(1, 3);
  const wanted = random.between(1, MOST_CALLS);
  const calls: Call[] = [];
  let shape: readonly Column[] = columns;
  for (let tries = 0; calls.length < wanted && tries < 6 * wanted; tries++) {
    const state: State = { random, columns: shape, right: other };
    const call = random.pick(VERBS)?.(state);
    if (!call) continue;
    const next = columnsAfter(call, shape, other);
    if (!next || next.length === 0 || next.length > MOST_COLUMNS) continue;
    calls.push(call);
    shape = next;
  }
  return { seed, left, right, batches, calls };
}

/** What the interpreter makes of a table without rows says which columns there are. */
function columnsAfter(call: Call, columns: readonly Column[], right: readonly Column[]): readonly Column[] | undefined {
  try {
    return call.rows({ columns, rows: [] }, { right: { frame: undefined as never, model: { columns: right, rows: [] } } })
      .columns;
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    throw error;
  }
}

export const written = ({ calls }: Pick<Plan, 'calls'>): string => ['left', ...calls.map(call => call.text)].join('\n  .');
