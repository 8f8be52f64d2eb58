import { isBlank } from './code-points.js';
import { unary, type Kernels, type ScalarKernel } from './kernel.js';
import { bytesIn, writeRows } from './text-writer.js';
import { isAscii, startOf, stringAt, textsOf } from './texts.js';
import { ownValidity } from './vector.js';
import type { BytesVector, Rows } from './vector.js';

/** A mapping of letters: of ASCII, where every byte is mapped for itself, and of everything. */
interface Mapping {
  readonly byte: (byte: number) => number;
  readonly text: (text: string) => string;
}

const upperByte = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte);
export const lowerByte = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);

/** Letters that were given another case after Unicode 15.1: engines and Node versions differ in them, so they stay as they are. */
const RAISED_LATER = '\\u019b\\u1c8a\\u0264\\ua7cd\\ua7cf\\ua7d3\\ua7d5\\ua7db\\u{10d70}-\\u{10d85}\\u{16ebb}-\\u{16ed3}';
const LOWERED_LATER = '\\u1c89\\ua7cb\\ua7cc\\ua7ce\\ua7d2\\ua7d4\\ua7da\\ua7dc\\u{10d50}-\\u{10d65}\\u{16ea0}-\\u{16eb8}';

function without(later: string, map: (text: string) => string): (text: string) => string {
  const some = new RegExp(`[${later}]`, 'u');
  const others = new RegExp(`[^${later}]+`, 'gu');
  return text => (some.test(text) ? text.replace(others, map) : map(text));
}

/** Full mapping of Unicode 15.1 without a locale: `straße` is `STRASSE`. */
export const upper = without(RAISED_LATER, text => text.toUpperCase());
/** The same to lower case, each letter for itself: JavaScript makes another sigma at the end of words. */
export const lower = without(LOWERED_LATER, text => text.replaceAll('Σ', 'σ').toLowerCase());

/** The first code point of each word by `upper`, the others by `lower`. */
export function title(text: string): string {
  let out = '';
  let isInside = false;
  for (const letter of text) {
    out += isInside ? lower(letter) : upper(letter);
    isInside = !isBlank(letter.codePointAt(0) ?? 0);
  }
  return out;
}

export const TEXT_CASE_KERNELS: Kernels = {
  upper: mapped({ byte: upperByte, text: upper }),
  lower: mapped({ byte: lowerByte, text: lower }),
  title: unary((operand, { type, rows }) => {
    const texts = textsOf(operand);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      writer.string(title(stringAt(texts, row)));
    });
  }),
};

function mapped({ byte, text }: Mapping): ScalarKernel {
  const table = Uint8Array.from({ length: 0x80 }, (_, i) => byte(i));
  return unary((operand, { type, rows }) => {
    const texts = textsOf(operand);
    if (texts.step === 1 && isAscii(texts.data, startOf(texts, 0), texts.offsets[rows.length] ?? 0))
      return mapBytes({ ...texts, type }, table, rows);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      writer.string(text(stringAt(texts, row)));
    });
  });
}

/** All rows at once. */
function mapBytes(texts: BytesVector, table: Uint8Array, { length }: Rows): BytesVector {
  const { data, offsets } = texts;
  const first = offsets[0] ?? 0;
  const bytes = new Uint8Array((offsets[length] ?? 0) - first);
  for (let i = 0; i < bytes.length; i++) bytes[i] = table[data[first + i] ?? 0] ?? 0;
  const ends = offsets.subarray(0, length + 1).map(end => end - first);
  return { ...texts, validity: ownValidity(texts, length), offsets: ends, data: bytes };
}
