/** Code points in UTF-8, by bytes: all but the first of each are 10xxxxxx. */
const isFirst = (byte: number | undefined): boolean => ((byte ?? 0) & 0xc0) !== 0x80;

export function countCodePoints(data: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) count += Number(((data[i] ?? 0) & 0xc0) !== 0x80);
  return count;
}

/** Where the code point after the one at `at` begins. */
export function next(data: Uint8Array, at: number, to: number): number {
  let i = at + 1;
  while (i < to && !isFirst(data[i])) i++;
  return i;
}

/** Where the last code point before `at` begins. */
export function previous(data: Uint8Array, at: number, from: number): number {
  let i = at - 1;
  while (i > from && !isFirst(data[i])) i--;
  return i;
}

/** Where so many code points after `from` end, `to` at most. */
export function forward(data: Uint8Array, from: number, to: number, count: number): number {
  let at = from;
  for (let i = 0; i < count && at < to; i++) at = next(data, at, to);
  return at;
}

/** Where so many code points before `to` begin, `from` at least. */
export function backward(data: Uint8Array, from: number, to: number, count: number): number {
  let at = to;
  for (let i = 0; i < count && at > from; i++) at = previous(data, at, from);
  return at;
}

/** The code point at a place. */
export function codePointAt(data: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
  if (a < 0x80) return a;
  if (a < 0xe0) return ((a & 0x1f) << 6) | (b & 0x3f);
  if (a < 0xf0) return ((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f);
  return ((a & 0x07) << 18) | ((b & 0x3f) << 12) | ((c & 0x3f) << 6) | (d & 0x3f);
}

/** White_Space of Unicode. */
export const isBlank = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;
