import { isDecline, isParquetFrameError } from '@parquetframe/core/engine';
import { CallControl } from '../control.js';
import { messageOf } from '../contract-violation.js';
import type { Outcome } from '../driver.js';
import { engineOutcome, Mismatch, ready } from '../examine.js';
import { longCase } from '../long-case.js';
import type { OperationCheck } from './check.js';

/** A kernel may finish the slice it is in, on every thread of its own, before it notices. */
const CHECKPOINTS_ALLOWED = 16;

/**
 * A cancelled call settles with ABORTED: when it is cancelled before it starts, and when it is cancelled at its second checkpoint. Both are points in the work and
 * not in time. Kernels that have no checkpoints on this thread are
 * cancelled after a tenth of the time that they take undisturbed, on a case that is made larger until that is long enough.
 */
export const cancellation: OperationCheck = {
  name: 'cancellation',
  async run(session, tested) {
    if (!tested.cases.large) return { cases: 0, skipped: 'the operation is too short to be cancelled' };
    const item = await ready(session, tested, tested.cases.large(), 'exact');
    const driver = await session.driver();
    if (!item || isDecline(await driver.bind(item.bound))) return { cases: 0, skipped: 'the large case is declined' };

    const before = new CallControl(0);
    requireAborted(await engineOutcome(driver, item, { control: before }), 'cancelled before it started', before);

    const during = new CallControl(2);
    const running = engineOutcome(driver, item, { control: during });
    const outcome = await running;
    if (during.aborted) {
      requireAborted(outcome, 'cancelled at its second checkpoint', during);
      return { cases: 2 };
    }
    // No checkpoint on this thread: cancelled from beside, in a run long enough that it can notice.
    const long = await longCase(session, tested, driver);
    if (!long) return { cases: 1, reported: 'the largest case is over before it could be cancelled' };
    const beside = new CallControl();
    let timer: NodeJS.Timeout | undefined;
    beside.onStart = () => {
      timer = setTimeout(() => {
        beside.abort();
      }, long.milliseconds / 10);
    };
    const unattended = engineOutcome(driver, long.item, { control: beside });
    const settled = await unattended;
    clearTimeout(timer);
    if (!beside.aborted)
      throw new Mismatch(
        `a run of ${Math.round(long.milliseconds)} ms keeps its thread from everything else and has no checkpoint: it cannot be cancelled`,
      );
    requireAborted(settled, 'cancelled after a tenth of its time', beside);
    return { cases: 2 };
  },
};

function requireAborted(outcome: Outcome, when: string, control: CallControl): void {
  if (outcome.outcome === 'result') throw new Mismatch(`a call ${when} gave a result: it ignores the cancel flag`);
  if (outcome.outcome === 'error' && !(isParquetFrameError(outcome.error) && outcome.error.code === 'ABORTED'))
    throw new Mismatch(`a call ${when} must fail with ABORTED, received ${messageOf(outcome.error)}`);
  if (control.checkpointsAfterAbort > CHECKPOINTS_ALLOWED)
    throw new Mismatch(`a call ${when} went on for ${control.checkpointsAfterAbort} checkpoints after it was cancelled`);
}
