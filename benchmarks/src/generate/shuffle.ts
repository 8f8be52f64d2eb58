import type { Mt19937 } from './mt19937.js';

const TWO_32 = 2 ** 32;

/**
 * `std::shuffle` exactly as libstdc++ (since version 11) does it with `std::mt19937`: Fisher–Yates upwards, numbers by Lemire's method
 * ("Fast Random Integer Generation in an Interval", 2019), two swaps per draw while n² < 2^32.
 */
export function shuffle(values: Uint32Array, random: Mt19937): void {
  const { length } = values;
  if (length === 0) return;
  if (Math.floor((TWO_32 - 1) / length) < length) {
    for (let i = 1; i < length; i++) swap(values, i, below(i + 1, random));
    return;
  }
  let i = 1;
  if (length % 2 === 0) {
    swap(values, 1, below(2, random));
    i = 2;
  }
  for (; i < length; i += 2) {
    const both = below((i + 1) * (i + 2), random);
    swap(values, i, Math.floor(both / (i + 2)));
    swap(values, i + 1, both % (i + 2));
  }
}

function swap(values: Uint32Array, a: number, b: number): void {
  const kept = values[a] ?? 0;
  values[a] = values[b] ?? 0;
  values[b] = kept;
}

/** A number in 0 … range − 1, for 0 < range < 2^32. */
function below(range: number, random: Mt19937): number {
  let draw = random.next();
  let low = Math.imul(draw, range) >>> 0;
  if (low < range) {
    const threshold = (TWO_32 - range) % range;
    while (low < threshold) {
      draw = random.next();
      low = Math.imul(draw, range) >>> 0;
    }
  }
  return highWord(draw, range);
}

/** The upper 32 bits of a 64-bit product: each partial product is below 2^49, so that doubles hold it exactly. */
function highWord(a: number, b: number): number {
  const upper = (a >>> 16) * b;
  const lower = (a & 0xffff) * b;
  return Math.floor((upper + Math.floor(lower / 65_536)) / 65_536);
}
