import type { Kernels } from './kernel.js';
import { TEXT_CASE_KERNELS } from './text-case.js';
import { TEXT_JOIN_KERNELS } from './text-join.js';
import { TEXT_LIKE_KERNELS } from './text-like.js';
import { TEXT_PART_KERNELS } from './text-parts.js';
import { TEXT_SEARCH_KERNELS } from './text-search.js';
import type { BytesVector } from './vector.js';

/** Functions of text. */
export const TEXT_KERNELS: Kernels = {
  ...TEXT_CASE_KERNELS,
  ...TEXT_JOIN_KERNELS,
  ...TEXT_LIKE_KERNELS,
  ...TEXT_PART_KERNELS,
  ...TEXT_SEARCH_KERNELS,
};

export function packTexts(texts: readonly string[]): Pick<BytesVector, 'form' | 'offsets' | 'data'> {
  const data = new TextEncoder().encode(texts.join(''));
  const offsets = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + Buffer.byteLength(text);
  });
  return { form: 'bytes', offsets, data };
}
