import { checkOptionNames, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import type { QuarantineRule } from '../contract/index.js';

export const DEFAULT_QUARANTINE: QuarantineRule = { crashes: 3, within: 5 * 60_000, for: 5 * 60_000 };

const RULE = optionNames<QuarantineRule>()({ crashes: true, within: true, for: true });

let crashes = 0;

/** How many crashes there were in this process, of all engines: it tells what began before one, and failed with it, from what began after it. */
export const crashesSoFar = (): number => crashes;

/** An engine that is left alone for a while. */
export interface Quarantined {
  readonly reason: string;
  /** milliseconds of the clock; `Infinity`: for as long as the runtime lives */
  readonly until: number;
}

/**
 * The one rule by which an engine is left alone: after `crashes` crashes within `within` milliseconds, for `for` milliseconds; then it is tried again, its crashes
 * forgotten. A crash is a process, a thread or a memory that is gone, or a panic. What data, a limit or a defect makes an engine throw is not a crash: it costs the call that
 * engine, and nobody else.
 */
export class Quarantine {
  #crashes: readonly number[] = [];
  #latest = 0;
  #last = '';
  #until: number | undefined;

  constructor(
    readonly rule: QuarantineRule,
    private readonly now: () => number,
  ) {}

  /**
   * @param began `crashesSoFar()` when that which failed was started: all that ran on one process fail with it, and that is one crash
   * @returns whether it is one crash more
   */
  crashed(reason: string, began: number): boolean {
    if (began < this.#latest) return false;
    this.#latest = ++crashes;
    const now = this.now();
    this.#crashes = [...this.#crashes.filter(time => now - time < this.rule.within), now];
    this.#last = reason;
    if (this.#crashes.length >= this.rule.crashes) this.#until = now + this.rule.for;
    return true;
  }

  /** Why it is left alone now; undefined when it is not. */
  get active(): Quarantined | undefined {
    if (this.#until === undefined) return undefined;
    if (this.now() >= this.#until) {
      this.#until = undefined;
      this.#crashes = [];
      return undefined;
    }
    const { crashes, within } = this.rule;
    return {
      reason: `it crashed ${String(crashes)} times within ${seconds(within)}, last: ${this.#last}; it is tried again ${whenOf(this.#until)}`,
      until: this.#until,
    };
  }
}

/** The rule of an engine: what the runtime says, else what its module says, else the default. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function quarantineRule(...given: readonly (Partial<QuarantineRule> | undefined)[]): QuarantineRule {
  const rule = { ...DEFAULT_QUARANTINE };
  for (const part of given) checkOptionNames('quarantine', part, RULE);
  for (const { crashes = rule.crashes, within = rule.within, for: length = rule.for } of given.map(part => part ?? {})) {
    rule.crashes = amount('crashes', crashes, 'a whole number of 1 or more, or Infinity for never');
    rule.within = amount('within', within, 'milliseconds above 0');
    rule.for = amount('for', length, 'milliseconds above 0');
  }
  return rule;
}

function amount(name: keyof QuarantineRule, value: unknown, accepts: string): number {
  const whole = name !== 'crashes' || Number.isInteger(value) || value === Infinity;
  if (typeof value === 'number' && value > 0 && whole) return value;
  throw new ParquetFrameError('INVALID_ARGUMENT', `quarantine: ${name} must be ${accepts}, received ${received(value)}`, {
    details: { option: `quarantine.${name}` },
  });
}

const seconds = (milliseconds: number): string =>
  Number.isFinite(milliseconds) ? `${String(Math.round(milliseconds / 100) / 10)} s` : 'the life of the runtime';

/** The last date that there is, as JavaScript counts. */
const LAST_DATE = 8.64e15;

/** A time of the clock as text; undefined when it never comes. */
export const dateOf = (until: number): string | undefined => (until <= LAST_DATE ? new Date(until).toISOString() : undefined);

const whenOf = (until: number): string => {
  const date = dateOf(until);
  return date === undefined ? 'by a new runtime' : `at ${date}`;
};
