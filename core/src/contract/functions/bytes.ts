import { received } from '../errors/index.js';
import { functions } from './definition.js';
import { INT64 } from './numeric-types.js';
import { signature } from './signature.js';

const strict = { nulls: 'operands', fails: () => false } as const;
const written = {
  nulls: 'operands',
  fails: () => true,
  type: 'that of a text, utf8 of binary; a dictionary is decoded',
  errors: 'OUT_OF_MEMORY for texts of 2 GiB and more',
} as const;
const read = {
  nulls: 'operands',
  fails: () => true,
  type: 'binary',
  errors: 'CAST_FAILED with value and row for other texts',
} as const;
const HASH = 'the hash XXH64 with the seed 0 of the bytes, in UTF-8 of a text';

/** Texts and binary, byte by byte. */
export const BYTE_FUNCTIONS = functions({
  toHex: {
    ...written,
    ...signature({ of: 'bytes', gives: 'utf8' }),
    summary: 'Each byte as two hexadecimal digits, in lower case; of a text those of its UTF-8.',
  },
  fromHex: {
    ...read,
    ...signature({ of: 'text', gives: 'binary' }),
    summary: 'The bytes that hexadecimal digits stand for, two each, in upper or lower case, with nothing between them.',
  },
  toBase64: {
    ...written,
    ...signature({ of: 'bytes', gives: 'utf8' }),
    summary: 'The bytes, of a text those of its UTF-8, in Base64 of RFC 4648 with `+`, `/` and padding.',
  },
  fromBase64: {
    ...read,
    ...signature({ of: 'text', gives: 'binary' }),
    summary:
      'The bytes that a text in Base64 of RFC 4648 stands for: with `+`, `/` and padding, no blanks, and zeros in the bits that are left over.',
  },
  encodeUtf8: {
    ...strict,
    ...signature({ of: 'text', gives: 'binary' }),
    summary: 'The bytes of the text in UTF-8.',
    type: 'binary',
  },
  decodeUtf8: {
    ...read,
    ...signature({ of: 'binary', gives: 'utf8' }),
    summary: 'The text whose bytes in UTF-8 these are.',
    type: 'utf8',
    errors: 'CAST_FAILED with the row for bytes that are no UTF-8',
  },
  xxh64: {
    ...strict,
    ...signature({ of: 'bytes', gives: 'uint64' }, () => ({ id: 'uint64' })),
    summary: `${HASH[0]?.toUpperCase() ?? ''}${HASH.slice(1)}.`,
    type: 'uint64',
  },
  bucket: {
    ...strict,
    ...signature({ of: 'bytes', takes: ['constant integer'], gives: 'int64' }, () => INT64),
    check: ([, count]) =>
      (typeof count === 'number' || typeof count === 'bigint') && (count < 1 || count >= 2n ** 63n)
        ? `there must be 1 bucket or more, and as many as int64 has, received ${received(count)}`
        : undefined,
    summary: `Which of so many buckets it belongs to, from 0: the remainder of ${HASH}, divided by their number.`,
    type: 'int64',
  },
});
