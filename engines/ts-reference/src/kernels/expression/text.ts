import { unary, type Kernels } from './kernel.js';
import { TEXT_SEARCH_KERNELS } from './text-search.js';
import { isValid } from './vector.js';
import type { BytesVector, Vector } from './vector.js';

/** Functions of text. */
export const TEXT_KERNELS: Kernels = {
  ...TEXT_SEARCH_KERNELS,
  upper: unary(operand => mapText(operand, upper)),
};

/** Maps each text; nulls stay null. */
function mapText(vector: Vector, map: (text: string) => string): Vector {
  if (vector.form === 'opaque') return vector;
  if (vector.form !== 'bytes') throw new TypeError(`a ${vector.type.id} is not a string`);
  const { offsets, data } = vector;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const texts = Array.from({ length: offsets.length - 1 }, (_, i) =>
    isValid(vector, vector.step === 0 ? 0 : i) ? map(bytes.toString('utf8', offsets[i], offsets[i + 1])) : '',
  );
  return { ...vector, ...packTexts(texts) };
}

export function packTexts(texts: readonly string[]): Pick<BytesVector, 'form' | 'offsets' | 'data'> {
  const data = new TextEncoder().encode(texts.join(''));
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(text);
  });
  return { form: 'bytes', offsets, data };
}

/** Letters that were given an upper case after Unicode 15.1: engines and Node versions differ in them, so they stay as they are. */
const CASED_LATER = /[\u019b\u0264\ua7cd\ua7cf\ua7d3\ua7d5\ua7db\u{10d70}-\u{10d85}\u{16ebb}-\u{16ed3}]/u;
const OTHERS = /[^\u019b\u0264\ua7cd\ua7cf\ua7d3\ua7d5\ua7db\u{10d70}-\u{10d85}\u{16ebb}-\u{16ed3}]+/gu;

/** Full mapping of Unicode 15.1 without a locale: `straße` is `STRASSE`. */
export const upper = (text: string): string =>
  CASED_LATER.test(text) ? text.replace(OTHERS, run => run.toUpperCase()) : text.toUpperCase();
