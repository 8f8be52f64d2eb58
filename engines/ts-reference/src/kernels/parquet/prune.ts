import { isFloat, valueType } from '@parquetframe/core/engine';
import type { DataType, Expression } from '@parquetframe/core/engine';
import { compare } from '../expression/compare.js';
import type { Comparison } from '../expression/compare.js';
import { constantVector } from '../expression/constant.js';
import { isValid } from '../expression/vector.js';
import type { Vector } from '../expression/vector.js';
import type { Footer } from './footer.js';
import type { LeafNode } from './schema.js';
import { chunkStatistics } from './statistics.js';
import type { ChunkStatistics } from './statistics.js';

/** What a bool expression can be for some row, as far as statistics tell. Null is neither. */
interface Possible {
  readonly true: boolean;
  readonly false: boolean;
}
const ANYTHING: Possible = { true: true, false: true };
const NOTHING: Possible = { true: false, false: false };

/** Whether the statistics of a row group leave it possible that the predicate is true for one of its rows. Wherever they do not tell, it is. */
export function mayMatch(predicate: Expression, values: readonly unknown[], footer: Footer, group: number): boolean {
  const rows = Number(footer.metadata.row_groups[group]?.num_rows ?? 0);
  const lookup: Lookup = name => {
    const node = footer.schema.columns.find(column => column.field.name === name);
    if (node?.kind !== 'leaf' || node.maxRepetition > 0) return undefined;
    const statistics = chunkStatistics(footer, group, node);
    return statistics && { leaf: node, statistics, rows };
  };
  return possible(predicate, values, lookup).true;
}

interface Known {
  readonly leaf: LeafNode;
  readonly statistics: ChunkStatistics;
  readonly rows: number;
}
type Lookup = (column: string) => Known | undefined;

function possible(expression: Expression, values: readonly unknown[], lookup: Lookup): Possible {
  if (expression.kind !== 'call') return ANYTHING;
  const [left, right, ...more] = expression.arguments;
  if (!left) return ANYTHING;
  switch (expression.function) {
    case 'and': {
      const [a, b] = [possible(left, values, lookup), right ? possible(right, values, lookup) : ANYTHING];
      return { true: a.true && b.true, false: a.false || b.false };
    }
    case 'or': {
      const [a, b] = [possible(left, values, lookup), right ? possible(right, values, lookup) : ANYTHING];
      return { true: a.true || b.true, false: a.false && b.false };
    }
    case 'not': {
      const a = possible(left, values, lookup);
      return { true: a.false, false: a.true };
    }
    case 'isIn': {
      const tests = [...(right ? [right] : []), ...more].map(value => comparison('equal', left, value, values, lookup));
      return { true: tests.some(test => test.true), false: tests.every(test => test.false) };
    }
    case 'isNull':
      return nullness(left, lookup);
    case 'isNotNull': {
      const a = nullness(left, lookup);
      return { true: a.false, false: a.true };
    }
    default:
      return right && isComparison(expression.function) ? comparison(expression.function, left, right, values, lookup) : ANYTHING;
  }
}

function nullness(argument: Expression, lookup: Lookup): Possible {
  const known = argument.kind === 'column' ? lookup(argument.name) : undefined;
  if (known?.statistics.nullCount === undefined) return ANYTHING;
  return { true: known.statistics.nullCount > 0, false: known.statistics.nullCount < known.rows };
}

const SWAPPED = {
  equal: 'equal',
  notEqual: 'notEqual',
  less: 'greater',
  lessEqual: 'greaterEqual',
  greater: 'less',
  greaterEqual: 'lessEqual',
} as const satisfies { readonly [c in Comparison]: Comparison };

const isComparison = (name: string): name is Comparison => Object.hasOwn(SWAPPED, name);

function comparison(test: Comparison, left: Expression, right: Expression, values: readonly unknown[], lookup: Lookup): Possible {
  if (left.kind === 'column' && right.kind === 'parameter')
    return against(test, lookup(left.name), constantVector(right.type, values[right.index]));
  if (left.kind === 'parameter' && right.kind === 'column')
    return against(SWAPPED[test], lookup(right.name), constantVector(left.type, values[left.index]));
  return ANYTHING;
}

/** A column against a constant: every value lies between the bounds, except NaN, which no statistics mention. */
function against(test: Comparison, known: Known | undefined, constant: Vector): Possible {
  if (!isValid(constant, 0)) return NOTHING;
  if (!known) return ANYTHING;
  if (known.statistics.nullCount !== undefined && known.statistics.nullCount >= known.rows) return NOTHING;
  const { bounds } = known.statistics;
  if (!bounds) return ANYTHING;
  const { type } = known.leaf.field;
  const [min, max] = bounds.map(bound => constantVector(type, bound));
  if (!min || !max) return ANYTHING;
  const within = inBounds(test, min, max, constant);
  return isFloat(valueType(type)) ? either(within, ofNaN(test, type, constant)) : within;
}

function inBounds(test: Comparison, min: Vector, max: Vector, constant: Vector): Possible {
  switch (test) {
    case 'less':
    case 'lessEqual':
      return { true: holds(test, min, constant), false: !holds(test, max, constant) };
    case 'greater':
    case 'greaterEqual':
      return { true: holds(test, max, constant), false: !holds(test, min, constant) };
    default: {
      const canEqual = holds('lessEqual', min, constant) && holds('greaterEqual', max, constant);
      const canDiffer = !(holds('equal', min, constant) && holds('equal', max, constant));
      return test === 'equal' ? { true: canEqual, false: canDiffer } : { true: canDiffer, false: canEqual };
    }
  }
}

function ofNaN(test: Comparison, type: DataType, constant: Vector): Possible {
  const result = holds(test, constantVector(type, Number.NaN), constant);
  return { true: result, false: !result };
}

const either = (a: Possible, b: Possible): Possible => ({ true: a.true || b.true, false: a.false || b.false });

const holds = (test: Comparison, left: Vector, right: Vector): boolean =>
  compare(test, left, right, { length: 1, first: 0 }).values[0] === 1;
