/** Sums of powers of the differences of values from their mean, in a unit of their own. */
interface Powers {
  readonly square: number;
  readonly cube: number;
  readonly fourth: number;
}

const double = new Float64Array(1);
const bits = new BigUint64Array(double.buffer);

/** 2^-e for a number of the size of 2^e, within the normal powers of two. */
function scaleFor(size: number): number {
  double[0] = size;
  const exponent = Number(((bits[0] ?? 0n) >> 52n) & 0x7ffn) - 1023;
  return 2 ** -Math.min(Math.max(exponent, -1022), 1022);
}

/** A sum and its errors. */
class Sum {
  sum = 0;
  error = 0;

  add(value: number): void {
    const sum = this.sum + value;
    const part = sum - this.sum;
    this.error += this.sum - (sum - part) + (value - part);
    this.sum = sum;
  }

  get total(): number {
    return this.sum + this.error;
  }
}

/**
 * The mean powers of the differences from the mean: NaN where a value is not finite, undefined where all are equal. Of values in ascending order, each step in float64, as the definition says: the Rust kernel does
 * the same, step by step.
 */
function powers(sorted: Float64Array): Powers | undefined {
  const count = sorted.length;
  const [first = 0, last = 0] = [sorted[0], sorted[count - 1]];
  if (!Number.isFinite(first) || !Number.isFinite(last)) return { square: Number.NaN, cube: Number.NaN, fourth: Number.NaN };
  if (first === last) return undefined;
  // Powers of two: nothing overflows, and nothing is rounded that counts.
  const scale = scaleFor(Math.max(Math.abs(first), Math.abs(last)));
  const total = new Sum();
  for (const value of sorted) total.add(value * scale);
  const mean = total.total / count;
  const rest = new Sum();
  for (const value of sorted) {
    rest.add(value * scale - mean);
  }
  const low = rest.total / count;
  const difference = (value: number): number => value * scale - mean - low;
  const unit = scaleFor(Math.max(Math.abs(difference(first)), Math.abs(difference(last))));
  const [squares, cubes, fourths] = [new Sum(), new Sum(), new Sum()];
  for (const value of sorted) {
    const d = difference(value) * unit;
    const square = d * d;
    squares.add(square);
    cubes.add(square * d);
    fourths.add(square * square);
  }
  return { square: squares.total / count, cube: cubes.total / count, fourth: fourths.total / count };
}

/** Skewness; undefined is null. */
export function skewness(sorted: Float64Array, bias: boolean): number | undefined {
  const count = sorted.length;
  if (count < (bias ? 1 : 3)) return undefined;
  const means = powers(sorted);
  if (!means) return undefined;
  const value = means.cube / (means.square * Math.sqrt(means.square));
  return bias ? value : (value * Math.sqrt(count * (count - 1))) / (count - 2);
}

/** Excess kurtosis; undefined is null. */
export function kurtosis(sorted: Float64Array, bias: boolean): number | undefined {
  const count = sorted.length;
  if (count < (bias ? 1 : 4)) return undefined;
  const means = powers(sorted);
  if (!means) return undefined;
  const value = means.fourth / (means.square * means.square) - 3;
  return bias ? value : ((count + 1) * value + 6) * ((count - 1) / ((count - 2) * (count - 3)));
}
