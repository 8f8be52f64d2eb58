import { ParquetFrameError } from '../errors/index.js';
import type { Determinism } from './step.js';

/** The option `determinism` of a call, a frame or a graph. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function checkedDeterminism(value: unknown): Determinism | undefined {
  if (value === undefined || value === 'exact' || value === 'fast') return value;
  const received =
    typeof value === 'string' ? JSON.stringify(value) : value === null ? 'null' : `a value of type ${typeof value}`;
  throw new ParquetFrameError('INVALID_ARGUMENT', `the option determinism must be "exact" or "fast", received ${received}`, {
    details: { option: 'determinism' },
  });
}
