import { ParquetFrameError } from '@parquetframe/core/engine';

/** Counts crashes. After `crashes` of them within `window` milliseconds the engine is left alone until `window` has passed since the last one. */
export interface Quarantine {
  /** @returns whether this crash was the one too many */
  crashed(reason: string): boolean;
  /** why the engine may not be used now; undefined when it may */
  active(): { readonly code: 'QUARANTINED'; readonly reason: string; readonly remedy: string } | undefined;
  /** @throws ParquetFrameError `QUARANTINED` */
  check(): void;
}

export function makeQuarantine(
  engine: string,
  { crashes, window }: { readonly crashes: number; readonly window: number },
  now: () => number,
): Quarantine {
  let times: readonly number[] = [];
  let last = '';
  let until: number | undefined;
  const quarantine: Quarantine = {
    crashed(reason) {
      const time = now();
      times = [...times.filter(earlier => time - earlier < window), time];
      last = reason;
      if (times.length < crashes) return false;
      until = time + window;
      return true;
    },
    active() {
      if (until === undefined) return undefined;
      if (now() >= until) {
        until = undefined;
        times = [];
        return undefined;
      }
      return {
        code: 'QUARANTINED',
        reason: `${engine} crashed ${times.length} times within ${Math.round(window / 1000)} s; the last time: ${last}`,
        remedy:
          'Find out why it crashes (its output is in the log, NODE_DEBUG=parquetframe). A new runtime with a newly made engine tries it again.',
      };
    },
    check() {
      const why = quarantine.active();
      if (why) throw new ParquetFrameError(why.code, `${why.reason}. ${why.remedy}`, { details: { engine } });
    },
  };
  return quarantine;
}
