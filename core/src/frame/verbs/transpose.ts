import { checkOptionNames, hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import { aggregate } from '../aggregate.js';
import { described } from '../described.js';
import { columnName } from './names.js';
import { shapeOf, type PivotPlan } from './pivot.js';
import { columnExpression } from './lowering.js';

/** Columns become rows first, then the values of the header columns. @throws ParquetFrameError `INVALID_ARGUMENT`, `DUPLICATE_COLUMN` */
export function transposeOf(options: unknown): { readonly unpivot: object; readonly pivot: PivotPlan } {
  if (!hasMembers(options))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `transpose takes the column that names the new columns, and its values, as in transpose({ header: 'quarter', columns: ['q1', 'q2'] }); received ${described(options)}`,
    );
  checkOptionNames('transpose', options, ['header', 'columns', 'name']);
  const { columns, name = 'variable' } = options;
  const header = columnName('transpose: header', options['header']);
  if (typeof name !== 'string' || name === '' || name === header)
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `transpose: name must be a non-empty string other than the header, received ${received(name)}`,
    );
  const valueName = `value of ${header} `;
  return {
    unpivot: { index: header, variableName: name, valueName },
    pivot: {
      ...shapeOf('transpose', name, header, columns),
      aggregate: aggregate(node => node, 'first', columnExpression(valueName), { options: { ignoreNulls: false } }),
    },
  };
}
