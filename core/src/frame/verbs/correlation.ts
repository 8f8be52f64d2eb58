import { familyOf, fieldOf, formatType, valueType } from '../../contract/data/index.js';
import { ParquetFrameError, quoted } from '../../contract/errors/index.js';
import type { Expansion } from './expansion.js';
import { columnExpression, literalExpression } from './lowering.js';
import { columnNames, requireOnce, requireSome, verbStep, type VerbStep } from './names.js';

/** The column that says which row is whose. */
const NAMES = 'column';

/** All correlations at once are one row of aggregates; each row of the matrix is a projection of it. */
export function correlationStep(given: unknown): { readonly step: VerbStep; readonly expand: Expansion } {
  const named = columnNames('corr', given);
  requireOnce('corr', named);
  return {
    step: verbStep('corr', { columns: named.length === 0 ? undefined : named }),
    expand: ({ input, schema, step }) => {
      const numeric = schema.filter(({ type }) => familyOf(valueType(type)) === 'numeric').map(({ name }) => name);
      const names = named.length === 0 ? numeric : named;
      requireSome('corr', names, 'column of numbers');
      for (const name of names)
        if (!numeric.includes(name))
          throw new ParquetFrameError(
            'TYPE_MISMATCH',
            `corr takes numbers; ${quoted(name)} is ${formatType(fieldOf(schema, name).type)}`,
            { details: { column: name } },
          );
      if (names.includes(NAMES))
        throw new ParquetFrameError(
          'DUPLICATE_COLUMN',
          `corr gives the names of the columns in a column ${quoted(NAMES)}, and there is one of numbers by that name; rename it, or name the others`,
          { details: { column: NAMES } },
        );
      const cell = (a: number, b: number): string => `corr ${String(Math.min(a, b))} ${String(Math.max(a, b))}`;
      const aggregates = names.flatMap((column, a) =>
        names.slice(a).map((second, offset) => ({ name: cell(a, a + offset), function: 'corr', column, second })),
      );
      const all = step('table.aggregate', { keys: [], aggregates }, input);
      const rows = names.map((name, a) => {
        const columns = [
          { name: NAMES, expression: literalExpression(name) },
          ...names.map((other, b) => ({ name: other, expression: columnExpression(cell(a, b)) })),
        ];
        return step('table.project', { columns }, all);
      });
      return step('table.concat', {}, ...rows);
    },
  };
}
