import { ParquetFrameError, heldReplica, isDecline } from '@parquetframe/core/engine';
import { type Defect } from '../defect.js';
import { mutant, type Mutant } from './mutant.js';

const failing =
  (instead: (error: unknown) => unknown): NonNullable<Defect['bind']> =>
  answer =>
    isDecline(answer)
      ? answer
      : {
          ...answer,
          run: async call => {
            try {
              return await answer.run(call);
            } catch (error) {
              throw instead(error);
            }
          },
        };

/** Engines whose errors are wrong. */
export const ERRORS: readonly Mutant[] = [
  mutant(
    'the wrong error code',
    {
      operations: ['graph.build', 'graph.bfs'],
      bind: failing(error => new ParquetFrameError('INVALID_ARGUMENT', 'no', { cause: error })),
    },
    ['errors'],
    { message: /VERTEX_NOT_FOUND/ },
  ),
  mutant(
    'errors without a code',
    {
      operations: ['graph.build'],
      bind: failing(() => new RangeError('index out of range')),
    },
    ['errors', 'cancellation'],
  ),
  mutant(
    'a result where there must be an error',
    {
      operations: ['graph.bfs'],
      bind: answer =>
        isDecline(answer)
          ? answer
          : {
              ...answer,
              run: async call => {
                try {
                  return await answer.run(call);
                } catch {
                  return { replica: heldReplica(call.want, { schema: [], batches: [], length: 0 }, 0) };
                }
              },
            },
    },
    ['errors'],
  ),
];
