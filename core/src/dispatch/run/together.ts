import type { Session } from './session.js';

/**
 * Waits for all. The first failure ends the call that they are part of: the others are stopped, unless somebody else wants them too, and waited for, so that nothing of them
 * runs on unseen.
 */
export async function together(work: readonly Promise<unknown>[], session: Session): Promise<void> {
  const failures: unknown[] = [];
  let running = work.length;
  await Promise.all(
    work.map(async one => {
      try {
        await one;
      } catch (error) {
        failures.push(error);
        if (running > 1) session.cancellation.cancel(error);
      } finally {
        running--;
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
}
