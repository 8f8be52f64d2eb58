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
  /** time that this thread had a core, as Linux counts it, at most a tick late; undefined where it is not known */
  readonly ran: number | undefined;
}

/** Linux counts what a thread ran when it is interrupted: by the clock, every four milliseconds at the latest. */
const TICK = 4;

/** Of several upper bounds of the time that this thread was at work between two moments, the least. */
export function atWork(from: Moment, to: Moment): number {
  const bounds = [to.at - from.at - (to.waited - from.waited), to.cpu - from.cpu];
  if (from.thread !== undefined && to.thread !== undefined) bounds.push(to.thread - from.thread);
  if (from.ran !== undefined && to.ran !== undefined) bounds.push(to.ran - from.ran + TICK);
  return Math.max(0, Math.min(...bounds));
}

export class ThreadClock {
  readonly #file = openSchedule();
  readonly #bytes = Buffer.alloc(128);

  now(): Moment {
    const { ran, waited } = this.#schedule();
    return { at: performance.now(), cpu: milliseconds(process.cpuUsage()), thread: threadTime(), waited: waited ?? 0, ran };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** The first two of three numbers: nanoseconds on a core, nanoseconds of waiting for one, turns. */
  #schedule(): { readonly ran?: number | undefined; readonly waited?: number | undefined } {
    if (this.#file === undefined) return {};
    const length = readSync(this.#file, this.#bytes, 0, this.#bytes.length, 0);
    const [ran, waited] = this.#bytes.toString('latin1', 0, length).split(' ').map(fromNanoseconds);
    return { ran, waited };
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

function fromNanoseconds(text: string): number | undefined {
  const value = Number(text) / 1e6;
  return Number.isFinite(value) ? value : undefined;
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

function threadTime(): number | undefined {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => NodeJS.CpuUsage };
  return threadCpuUsage && milliseconds(threadCpuUsage());
}
