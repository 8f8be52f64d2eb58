import { isBlank } from './code-points.js';
import { unary, type Kernels, type ScalarKernel } from './kernel.js';
import { bytesIn, writeRows } from './text-writer.js';
import { decoder, isAscii, startOf, stringAt, textsOf } from './texts.js';
import { ownValidity } from './vector.js';
import type { BytesVector, Rows } from './vector.js';

/** A mapping of letters: of ASCII, where every byte is mapped to one, and of everything. */
interface Mapping {
  readonly ascii: (text: string) => string;
  readonly text: (text: string) => string;
}

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
  upper: mapped({ ascii: text => text.toUpperCase(), text: upper }),
  lower: mapped({ ascii: text => text.toLowerCase(), text: lower }),
  title: unary((operand, { type, rows }) => {
    const texts = textsOf(operand);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      writer.string(title(stringAt(texts, row)));
    });
  }),
};

function mapped({ ascii, text }: Mapping): ScalarKernel {
  return unary((operand, { type, rows }) => {
    const texts = textsOf(operand);
    if (texts.step === 1 && isAscii(texts.data, startOf(texts, 0), texts.offsets[rows.length] ?? 0))
      return mapAscii({ ...texts, type }, ascii, rows);
    return writeRows(type, [texts], rows, bytesIn(texts, rows), (row, writer) => {
      writer.string(text(stringAt(texts, row)));
    });
  });
}

const encoder = new TextEncoder();
/** Bytes that become a string at once: the longest texts do not fit one. */
const BYTES_AT_ONCE = 1 << 17;

/** All rows together. */
function mapAscii(texts: BytesVector, map: (text: string) => string, { length }: Rows): BytesVector {
  const first = texts.offsets[0] ?? 0;
  const offsets = texts.offsets.slice(0, length + 1);
  for (let row = 0; row <= length; row++) offsets[row] = (offsets[row] ?? 0) - first;
  const all = texts.data.subarray(first, texts.offsets[length] ?? 0);
  const data = new Uint8Array(all.length);
  for (let at = 0; at < all.length; at += BYTES_AT_ONCE)
    encoder.encodeInto(map(decoder.decode(all.subarray(at, at + BYTES_AT_ONCE))), data.subarray(at));
  return { ...texts, validity: ownValidity(texts, length), offsets, data };
}
