import { quartiles, type CaseResult, type Quartiles } from './measure.js';

/** One side of a case, on two versions of the code. */
export interface PairedSide {
  readonly name: string;
  readonly side: string;
  /** time there over time here, pair by pair: above 1 is faster here */
  readonly ratio: Quartiles;
  /** milliseconds, medians of the runs' medians */
  readonly there: number;
  readonly here: number;
}

/** What one run of a suite has measured. */
export type SuiteRun = readonly CaseResult[];

/**
 * Compares runs that were made in turn, run by run, so that whatever disturbs the machine for a while disturbs both. Cases and sides that only one version has are left out.
 */
export function paired(there: readonly SuiteRun[], here: readonly SuiteRun[]): PairedSide[] {
  const [first = []] = here;
  return first.flatMap(({ name, sides }) =>
    sides.flatMap(({ side }) => {
      const [theirs, ours] = [times(there, name, side), times(here, name, side)];
      if (theirs.length === 0 || theirs.length !== ours.length) return [];
      const ratios = ours.map((time, pair) => (theirs[pair] ?? Number.NaN) / time);
      return [{ name, side, ratio: quartiles(ratios), there: quartiles(theirs).median, here: quartiles(ours).median }];
    }),
  );
}

/** The median of each run in which the side ran. */
const times = (runs: readonly SuiteRun[], name: string, side: string): number[] =>
  runs.flatMap(cases =>
    cases
      .filter(result => result.name === name)
      .flatMap(result => result.sides.filter(other => other.side === side).map(({ samples }) => quartiles(samples).median)),
  );

/** Ratio first. A side is called slower, or faster, where both quartiles say so. */
export function formatPaired(sides: readonly PairedSide[]): string {
  const width = Math.max(...sides.map(({ side }) => side.length), 1);
  const lines: string[] = [];
  let last: string | undefined;
  for (const { name, side, ratio, there, here } of sides) {
    if (name !== last) lines.push('', name);
    last = name;
    const verdict = ratio.high < 1 ? '  slower' : ratio.low > 1 ? '  faster' : '';
    const spread = `${ratio.median.toFixed(2).padStart(8)}× [${ratio.low.toFixed(2)} … ${ratio.high.toFixed(2)}]`;
    lines.push(`${spread.padEnd(28)}  ${side.padEnd(width)}  ${there.toFixed(2)} ms there, ${here.toFixed(2)} ms here${verdict}`);
  }
  return lines.join('\n');
}
