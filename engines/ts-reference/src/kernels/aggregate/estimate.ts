/** Registers of a HyperLogLog. */
export const REGISTERS = 4096;
/** Ranks from 0, of a register that is not set, to that of 52 bits none of which is. */
export const RANKS = 54;
/** 1 / (2 ln 2) */
const ALPHA = 0.7213475204444817;

/**
 * How many different values there are about, from how many registers have each rank.
 * @see Ertl: New cardinality estimation algorithms for HyperLogLog sketches, arXiv 1702.01284, algorithm 6
 */
export function estimate(counts: Float64Array): number {
  let sum = REGISTERS * tau(1 - (counts[RANKS - 1] ?? 0) / REGISTERS);
  for (let rank = RANKS - 2; rank >= 1; rank--) sum = 0.5 * (sum + (counts[rank] ?? 0));
  sum += REGISTERS * sigma((counts[0] ?? 0) / REGISTERS);
  return Math.floor((ALPHA * REGISTERS * REGISTERS) / sum + 0.5);
}

function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, sum, before] = [share, 1, share, -1];
  while (sum !== before) {
    x *= x;
    before = sum;
    sum += x * y;
    y += y;
  }
  return sum;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, sum, before] = [share, 1, 1 - share, -1];
  while (sum !== before) {
    x = Math.sqrt(x);
    before = sum;
    y *= 0.5;
    sum -= (1 - x) * (1 - x) * y;
  }
  return sum / 3;
}
