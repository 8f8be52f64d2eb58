import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { ControlWords } from '../wire/control-words.js';

/** Milliseconds between two looks while a call runs. Memory comes at a gigabyte a second or two. */
const INTERVAL = 20;
/** What a collector may leave lying about, and buffers on their way to the host. */
const SLACK = 128 * 2 ** 20;

/** Bytes of this process that are no file: a mapped file is the system's to take back. */
export function ownMemory(): number {
  try {
    const anonymous = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (anonymous !== undefined) return Number(anonymous) * 1024;
  } catch {
    // There is no /proc on this system.
  }
  return process.memoryUsage.rss();
}

/**
 * Runs on the control thread, so that it sees what a kernel takes that holds the main thread. Whatever an engine believes of a file, its process does not grow beyond
 * the budget.
 *
 * @param limit bytes; undefined until the engine is open
 * @param exceeded is called once, with what there was
 */
export async function watchMemory(
  words: ControlWords,
  limit: () => number | undefined,
  exceeded: (bytes: number) => void,
): Promise<void> {
  for (;;) {
    await words.untilRunning();
    const bytes = ownMemory();
    if (bytes > (limit() ?? Infinity)) {
      exceeded(bytes);
      return;
    }
    await wait(INTERVAL);
  }
}

/** What this process may take: what it takes already, the budget, and some slack. */
export const memoryLimit = (budget: number): number => ownMemory() + budget + Math.max(SLACK, budget / 4);
