import type { Dataset } from '../../contract/data/index.js';
import { ParquetFrameError } from '../../contract/errors/index.js';
import type { Decider } from './decide.js';
import type { Pick } from './decision.js';
import type { LogicalInput } from '../resolve/logical.js';
import type { Attempt } from '../../executor/provenance.js';

/** The rest of a plan is re-planned when a materialised size is off by this factor. */
export const REPLAN = 4;

/** Whether a materialised size is so far from what was expected that the rest should be re-planned. */
export function isOff(decider: Decider, pick: Pick, dataset: Dataset | undefined): boolean {
  return isFar(dataset?.sizes['rows'], decider.expectedRows(pick.step));
}

/** Whether a number of rows is off by more than that factor; a hundred more or less do not matter. */
export function isFar(actual: number | undefined, expected: number | undefined): boolean {
  if (actual === undefined || expected === undefined) return false;
  const ratio = (actual + 100) / (expected + 100);
  return ratio > REPLAN || ratio < 1 / REPLAN;
}

/** Engines that would have been candidates but for their state; those that were tried are listed already. */
export const passedOver = (left: readonly Attempt[], tried: readonly Attempt[]): readonly Attempt[] =>
  left.filter(
    a => (a.outcome !== 'declined' || a.code !== 'UNSUPPORTED_OPERATION') && !tried.some(other => other.engine === a.engine),
  );

/** No engine is left: the last real failure if there was one, else every engine with its reason. */
export function noEngineError(
  root: LogicalInput,
  decider: Decider,
  lastFailure: ParquetFrameError | undefined,
): ParquetFrameError {
  if (lastFailure) return lastFailure;
  const stuck = [...decider.left].find(([step]) => (decider.priced.get(step)?.length ?? 0) === 0);
  const reasons: readonly Attempt[] = stuck?.[1] ?? [];
  if (
    stuck &&
    reasons.length > 0 &&
    reasons.every(r => r.outcome === 'memory' || r.code === 'UNSUPPORTED_OPERATION') &&
    reasons.some(r => r.outcome === 'memory')
  ) {
    const memory = reasons.filter(r => r.outcome === 'memory');
    return new ParquetFrameError(
      'OUT_OF_MEMORY',
      `${stuck[0].definition.name} would need more than the memory budget: ${memory.map(r => `${r.engine}: ${r.reason}`).join('; ')}; raise PARQUETFRAME_MEMORY, read fewer columns, or stream with batches()`,
    );
  }
  if (!stuck) return new ParquetFrameError('NO_ENGINE', `${describe(root)} cannot be delivered where it is wanted`);
  const relevant = reasons.filter(r => r.code !== 'UNSUPPORTED_OPERATION');
  const shown = relevant.length > 0 ? relevant : reasons;
  const text = shown.map(r => `${r.engine}: ${r.code}: ${r.reason}${r.remedy === undefined ? '' : ` (${r.remedy})`}`).join('; ');
  return new ParquetFrameError('NO_ENGINE', `no engine can run ${stuck[0].definition.name}: ${text || NONE_REGISTERED}`, {
    details: {
      operation: stuck[0].definition.name,
      engines: reasons.map(({ engine, code, reason }) => ({ engine, code, reason })),
    },
  });
}

const NONE_REGISTERED =
  'no engine is registered; give createRuntime({ engines: [tsReference()] }) the engines that you have installed, or import their register entries ' +
  "before it, as in import '@parquetframe/engine-ts-reference/register'";

const describe = (input: LogicalInput): string => (input.kind === 'step' ? input.definition.name : input.dataset.label);
