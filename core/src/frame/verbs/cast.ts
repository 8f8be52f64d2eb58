import { hasMembers, ParquetFrameError, received } from '../../contract/errors/index.js';
import { castType } from '../declaration.js';
import { columnExpression } from './lowering.js';
import { requireSome, verbStep, type VerbStep } from './names.js';

/** Several columns as other types. */
export function castStep(types: unknown): VerbStep {
  if (!hasMembers(types))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `cast takes an object of columns and types, as in cast({ a: 'int32', b: 'decimal(10, 2)' }); received ${received(types)}`,
    );
  const columns = Object.entries(types).flatMap(([name, to]: [string, unknown]) =>
    to === undefined
      ? []
      : [
          {
            name,
            expression: {
              kind: 'call',
              function: 'cast',
              arguments: [columnExpression(name)],
              to: castType(to, `cast: ${JSON.stringify(name)}`),
            },
          },
        ],
  );
  requireSome('cast', columns);
  return verbStep('table.project', { edit: { kind: 'set', columns } });
}
