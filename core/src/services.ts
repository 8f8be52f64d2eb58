import type { AdmissionControl, WisdomStore } from './dispatch/index.js';
import type { Scratch } from './contract/index.js';

/** The time of a runtime: what quarantine is reckoned by. */
export interface Clock {
  /** milliseconds since 1970 */
  now(): number;
}

/** Where a runtime's lines for operators go. */
export interface Logger {
  debug(message: string): void;
}

/** Disk for what does not fit in memory. */
export interface Storage {
  /** A folder for so many bytes. @throws ParquetFrameError `OUT_OF_DISK` */
  scratch(bytes: number): Promise<Scratch>;
  /** Deletes the folders that are left. */
  close(): Promise<void>;
}

/** The services of a runtime that whoever embeds it may replace, one by one. */
export interface Services {
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
  readonly wisdom?: WisdomStore | undefined;
  /** Cores and memory: the same one in several runtimes makes them share those of the machine. */
  readonly admission?: AdmissionControl | undefined;
  readonly storage?: Storage | undefined;
}

export const SERVICE_NAMES = ['clock', 'logger', 'wisdom', 'admission', 'storage'] as const;
