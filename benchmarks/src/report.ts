import type { CaseResult, Quartiles, SideResult } from './measure.js';
import type { DecisionResult } from './suites/decision.js';
import { STARTUP_GOAL, type StartupPart } from './suites/startup.js';

/** Ratio first: that is what carries over to other machines. */
export function formatCase(result: CaseResult): string {
  const lines = [`${result.name}  (${result.rounds} rounds; ratio to ${result.baseline}, above 1 is faster)`];
  const rows = [...result.sides].sort((a, b) => b.ratio.median - a.ratio.median);
  const width = Math.max(...rows.map(row => row.side.length), 1);
  for (const row of rows)
    lines.push(`  ${ratio(row)}  ${row.side.padEnd(width)}  ${time(row)}${row.agrees ? '' : `  ANOTHER ANSWER: ${row.answer}`}`);
  for (const { side, error } of result.failed) lines.push(`  failed: ${side}: ${error}`);
  return lines.join('\n');
}

const ratio = ({ ratio: { median, low, high } }: SideResult): string =>
  `${median.toFixed(2).padStart(8)}× [${low.toFixed(2)} … ${high.toFixed(2)}]`.padEnd(28);

const time = ({ median: { median, low, high } }: SideResult): string =>
  `${milliseconds(median).padStart(10)} [${milliseconds(low)} … ${milliseconds(high)}]`;

const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0)} ms`;

export const formatDecision = ({ name, median, best, limit }: DecisionResult): string =>
  `${spread(median)}, undisturbed ${best.toFixed(2)} µs per decision, ${name} (limit ${limit} µs)${best > limit ? '  OVER THE LIMIT' : ''}`;

export const formatStartup = (parts: readonly StartupPart[]): string =>
  parts
    .map(({ name, median: { median, low, high } }) => {
      const goal = name === parts[0]?.name ? `  (goal ${String(STARTUP_GOAL)} ms)` : '';
      return `${median.toFixed(1).padStart(8)} ms [${low.toFixed(1)} … ${high.toFixed(1)}]`.padEnd(32) + name + goal;
    })
    .join('\n');

const spread = ({ median, low, high }: Quartiles): string => `${median.toFixed(2)} µs [${low.toFixed(2)} … ${high.toFixed(2)}]`;
