/** How long this thread has been at work: on a busy machine it also waits for a core, and other threads of the process work meanwhile. */
import { closeSync, openSync, readSync } from 'node:fs';
import process from 'node:process';

/** A moment; the times between two of them are what counts. In milliseconds. */
export interface Moment {
  readonly at: number;
  /** processor time of all threads */
  readonly cpu: number;
  /** processor time of this thread; undefined before Node 23.9 */
  readonly thread: number | undefined;
  /** time that this thread was ready and had no core, as Linux counts it; 0 where it is not known */
  readonly waited: number;
}

/** Of several upper bounds of the time that this thread was at work between two moments, the least. */
export function atWork(from: Moment, to: Moment): number {
  const bounds = [to.at - from.at - (to.waited - from.waited), to.cpu - from.cpu];
  if (from.thread !== undefined && to.thread !== undefined) bounds.push(to.thread - from.thread);
  return Math.max(0, Math.min(...bounds));
}

export class ThreadClock {
  readonly #file = openSchedule();
  readonly #bytes = Buffer.alloc(128);

  now(): Moment {
    return { at: performance.now(), cpu: milliseconds(process.cpuUsage()), thread: threadTime(), waited: this.#waited() };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** The second of three numbers: nanoseconds on a core, nanoseconds of waiting for one, turns. */
  #waited(): number {
    if (this.#file === undefined) return 0;
    const length = readSync(this.#file, this.#bytes, 0, this.#bytes.length, 0);
    const waited = Number(this.#bytes.toString('latin1', 0, length).split(' ')[1]);
    return Number.isFinite(waited) ? waited / 1e6 : 0;
  }
}

/** Of the thread that opens it. */
function openSchedule(): number | undefined {
  try {
    return openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return undefined;
  }
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

function threadTime(): number | undefined {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  return threadCpuUsage && milliseconds(threadCpuUsage());
}
