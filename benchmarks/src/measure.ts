import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A run that is over: its answer is asked for outside the clock. */
export interface Finished {
  /** a number that says whether two sides computed the same */
  answer(): number | Promise<number>;
  close(): Promise<void> | void;
}

/** One of the contestants of a case. */
export interface Side {
  readonly name: string;
  run(): Promise<Finished>;
}

export interface Case {
  readonly name: string;
  /** what ratios are taken against; the first side that is there when absent */
  readonly baseline: string;
  readonly sides: readonly Side[];
  /** relative difference between answers that is still the same answer; default 0 */
  readonly tolerance?: number;
  close?(): Promise<void>;
}

export interface SideResult {
  readonly side: string;
  /** milliseconds, one per round */
  readonly samples: readonly number[];
  readonly median: Quartiles;
  /** time of the baseline over time of this side, by round: above 1 is faster */
  readonly ratio: Quartiles;
  readonly answer: number;
  readonly agrees: boolean;
}
export interface FailedSide {
  readonly side: string;
  readonly error: string;
}
export interface CaseResult {
  readonly name: string;
  readonly baseline: string;
  readonly rounds: number;
  readonly sides: readonly SideResult[];
  readonly failed: readonly FailedSide[];
}

export interface Quartiles {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** First quartile, median and third quartile, interpolated. */
export function quartiles(samples: readonly number[]): Quartiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => {
    const position = (sorted.length - 1) * share;
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

export interface Effort {
  readonly rounds: number;
  /** no new round is begun after this many seconds; at least three are made */
  readonly seconds: number;
}

/**
 * Runs all sides of a case in turn, round after round, each round beginning with another side, so that whatever disturbs the machine disturbs all alike. The
 * first run of each side is not counted: it builds what is kept, compiles, and gives the answer that is compared.
 */
export async function measure(benchmark: Case, effort: Effort): Promise<CaseResult> {
  const answers = new Map<string, number>();
  const failed: FailedSide[] = [];
  for (const side of benchmark.sides) {
    try {
      const finished = await side.run();
      answers.set(side.name, await finished.answer());
      await finished.close();
    } catch (error) {
      failed.push({ side: side.name, error: error instanceof Error ? error.message : String(error) });
    }
  }
  const sides = benchmark.sides.filter(side => answers.has(side.name));
  const samples = new Map(sides.map(side => [side.name, [] as number[]]));
  const begun = performance.now();
  let rounds = 0;
  while (rounds < effort.rounds && (rounds < 3 || performance.now() - begun < effort.seconds * 1000)) {
    for (let i = 0; i < sides.length; i++) {
      const side = sides[(i + rounds) % sides.length];
      if (side) samples.get(side.name)?.push(await timed(side));
    }
    rounds++;
  }
  const baseline = sides.some(side => side.name === benchmark.baseline) ? benchmark.baseline : (sides[0]?.name ?? '');
  const reference = samples.get(baseline) ?? [];
  const expected = answers.get(baseline) ?? Number.NaN;
  return {
    name: benchmark.name,
    baseline,
    rounds,
    failed,
    sides: sides.map(({ name }) => {
      const own = samples.get(name) ?? [];
      const answer = answers.get(name) ?? Number.NaN;
      return {
        side: name,
        samples: own,
        median: quartiles(own),
        ratio: quartiles(own.map((time, round) => (reference[round] ?? Number.NaN) / time)),
        answer,
        agrees: Math.abs(answer - expected) <= (benchmark.tolerance ?? 0) * Math.abs(expected),
      };
    }),
  };
}

async function timed(side: Side): Promise<number> {
  collectGarbage();
  const start = performance.now();
  const finished = await side.run();
  const time = performance.now() - start;
  await finished.close();
  return time;
}

/** Garbage of one side is not to be collected on the time of the next. */
export const collectGarbage = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => void Reflect.apply(collect, undefined, []) : () => undefined;
})();
