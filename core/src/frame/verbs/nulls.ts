import { fieldOf } from '../../contract/data/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import type { Expansion } from './expansion.js';
import { callExpression, columnExpression } from './lowering.js';
import { columnNames, requireSome, verbStep, type VerbStep } from './names.js';

/** Rows without nulls, in some columns or in all that may hold them. */
export function dropNullsStep(subset: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const names = subset === undefined ? undefined : columnNames('dropNulls', subset);
  if (names !== undefined) requireSome('dropNulls', names);
  return {
    step: verbStep('dropNulls', { subset: names }),
    expand: ({ input, schema, step }) => {
      const fields = names === undefined ? schema : names.map(name => fieldOf(schema, name));
      const present = fields
        .filter(field => field.nullable)
        .map(({ name }) => callExpression('isNotNull', columnExpression(name)));
      const predicate = balanced(present);
      return predicate === undefined ? input : step('table.filter', { predicate }, input);
    },
  };
}

/** All of them; halved again and again, because expressions may not be as deep as tables are wide. */
function balanced(all: readonly UserExpression[]): UserExpression | undefined {
  const [only, ...others] = all;
  if (only === undefined || others.length === 0) return only;
  const half = Math.ceil(all.length / 2);
  const [left, right] = [balanced(all.slice(0, half)), balanced(all.slice(half))];
  return left && right ? callExpression('and', left, right) : (left ?? right);
}
