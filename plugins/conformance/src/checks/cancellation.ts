import { isDecline, isParquetFrameError } from '@parquetframe/core/engine';
import { CallControl } from '../control.js';
import { messageOf, type Outcome } from '../driver.js';
import { engineOutcome, Mismatch, ready } from '../examine.js';
import type { OperationCheck } from './check.js';

/** A kernel may finish the slice it is in, on every thread of its own, before it notices. */
const CHECKPOINTS_ALLOWED = 16;

/**
 * A cancelled call settles with ABORTED: when it is cancelled before it starts, and when it is cancelled at its second checkpoint. Both are points in the work and
 * not in time. Kernels that have no checkpoints on this thread are cancelled while they run and must settle, with ABORTED or, where they were quicker, a result.
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
    const beside = new CallControl();
    const unattended = engineOutcome(driver, item, { control: beside });
    await new Promise(resolve => setImmediate(resolve));
    beside.abort();
    const settled = await unattended;
    if (settled.outcome === 'error') requireAborted(settled, 'cancelled while it ran', beside);
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
