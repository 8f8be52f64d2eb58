import type { Quartiles } from '../../measure.js';
import type { Figure } from './index.js';
import { OURS, THEIRS } from './sides.js';

/** Ratios first: below 1 is faster, or less memory, than DuckDB. */
export function formatFigure({ section, name, overDuckDb, bar, peak, sides, failed }: Figure): string {
  const time = (side: string): string => milliseconds(sides.find(one => one.side === side)?.median);
  const complaints = [
    ...failed.map(({ side, error }) => `failed: ${side}: ${error}`),
    ...sides.filter(({ agrees }) => !agrees).map(({ side, answer }) => `ANOTHER ANSWER: ${side}: ${String(answer)}`),
  ];
  const memory = peak ? `  peak ${ratio(peak.ours / peak.theirs)}` : '';
  const misses = bar && overDuckDb && overDuckDb.median > bar[0] ? `  misses its bar of ${String(bar[0])}` : '';
  const line = `${spread(overDuckDb).padEnd(22)}${memory}  ${section}: ${name}  ${time(OURS)} for ${time(THEIRS)}${misses}`;
  return [line, ...complaints.map(complaint => `  ${complaint}`)].join('\n');
}

/** A table for a page, and the geometric means of the sections. */
export function markdownFigures(figures: readonly Figure[]): string {
  const header = '| question | time | bar | goal | ours | DuckDB | peak memory |\n| --- | --- | --- | --- | --- | --- | --- |';
  const lines = figures.map(({ section, name, overDuckDb, bar, peak, sides }) => {
    const time = (side: string): string => milliseconds(sides.find(one => one.side === side)?.median);
    const memory = peak ? `${ratio(peak.ours / peak.theirs)} (${gibibytes(peak.ours)} for ${gibibytes(peak.theirs)})` : '';
    const cells = [`${section}: ${name}`, spread(overDuckDb), bar?.[0] ?? '', bar?.[1] ?? '', time(OURS), time(THEIRS), memory];
    return `| ${cells.join(' | ')} |`;
  });
  return `${[header, ...lines].join('\n')}\n\nGeometric means: ${means(figures).join('; ')}.\n`;
}

export function means(figures: readonly Figure[]): string[] {
  const sections = [...new Set(figures.map(({ section }) => section))];
  return sections.map(section => {
    const of = figures.filter(figure => figure.section === section);
    const peaks = of.flatMap(({ peak }) => (peak ? [peak.ours / peak.theirs] : []));
    const memory = peaks.length > 0 ? `, peak memory ${ratio(geometricMean(peaks))}` : '';
    return `${section} ${ratio(geometricMean(of.flatMap(({ overDuckDb }) => overDuckDb?.median ?? [])))}${memory}`;
  });
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

const ratio = (value: number): string => value.toFixed(2);
const spread = (of: Quartiles | undefined): string =>
  of ? `${ratio(of.median)} [${ratio(of.low)} … ${ratio(of.high)}]` : 'failed';
const milliseconds = (of: Quartiles | undefined): string => (of ? `${of.median.toFixed(of.median < 10 ? 1 : 0)} ms` : '');
const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
