/** What the double `sum` = a + b misses of the sum, without loss (Knuth's TwoSum). */
export function lost(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}
