import type { BytesVector } from './vector.js';

export function packTexts(texts: readonly string[]): Pick<BytesVector, 'form' | 'offsets' | 'data'> {
  const data = new TextEncoder().encode(texts.join(''));
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(text);
  });
  return { form: 'bytes', offsets, data };
}
