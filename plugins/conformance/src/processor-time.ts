import { readdirSync, readFileSync } from 'node:fs';

/** The unit of the times in `/proc`. */
const TICK = 10;
/** Where `utime` and `stime` stand behind the name of a thread, which may have anything in it. */
const [USER, SYSTEM] = [11, 12] as const;
/** Node starts the threads on which V8 collects garbage and compiles right after the main one, before anything else can start any; one more keeps their timers. */
const HELPERS = 5;

/** Milliseconds that each thread of this process has run, oldest thread first. Only Linux tells. */
function threadTimes(): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const thread of readdirSync('/proc/self/task').map(Number)) {
    try {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      times.set(thread, (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK);
    } catch {
      // It has ended since.
    }
  }
  return new Map([...times].sort(([a], [b]) => a - b));
}

/** Whether threads can be told apart here. */
export const tellsThreadsApart = process.platform === 'linux';

/** What this process has used between two moments. */
export interface ProcessorTime {
  /** milliseconds of processor time of all threads, also of those that have ended; without V8's helpers */
  readonly total: number;
  readonly busiest: number;
}

/**
 * Starts measuring; the answer ends it, and takes the milliseconds that have passed. How long a call takes depends on what else the machine does; how its processor
 * time is spread over threads does not. Threads that have ended are not told apart any more: as much of their time as one thread could have had counts as one's.
 */
export function processorTime(): (milliseconds: number) => ProcessorTime {
  const before = threadTimes();
  const used = process.cpuUsage();
  return milliseconds => {
    const { user, system } = process.cpuUsage(used);
    const own = [...threadTimes()].map(([thread, now]) => now - (before.get(thread) ?? 0));
    // Ticks are coarse: what is missing of a few of them is no thread.
    const ended = Math.max(0, (user + system) / 1000 - sum(own) - 3 * TICK);
    const working = own.filter((_, index) => index === 0 || index > HELPERS);
    return { total: sum(working) + ended, busiest: Math.max(...working, Math.min(ended, milliseconds)) };
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
