import { received } from '../errors/index.js';
import { functions } from './definition.js';
import { FLOAT64, INT64 } from './numeric-types.js';
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
/** Equal numbers of one kind have equal hashes, whatever the width of their type. */
const HASHED =
  'the bytes: of a text those of its UTF-8, of a float those of the double, without -0 and with one NaN, of a decimal the 16 of its unscaled value, of a bool, another number, a date, a time or a duration the 8 of an integer of 64 bits, the lowest first';
const seedFault = (seed: unknown): string | undefined =>
  typeof seed === 'bigint' && (seed < -(2n ** 63n) || seed >= 2n ** 64n)
    ? `a seed has 64 bits, received ${received(seed)}`
    : undefined;

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
    ...signature({ of: 'any', gives: 'uint64' }, () => ({ id: 'uint64' })),
    summary: `The hash XXH64 with the seed 0 of ${HASHED}.`,
    type: 'uint64',
  },
  random: {
    ...strict,
    ...signature({ of: 'any', takes: ['constant integer?'], gives: 'float64' }, () => FLOAT64),
    check: ([, seed]) => seedFault(seed),
    summary:
      'A number from 0 up to 1, without 1, that looks random and is the same for the same value and seed (0 where none is given), on every engine: the upper 53 bits of the hash XXH64 with that seed of what `xxh64` hashes. Of the numbers of rows, as in `withRowIndex`, it is drawn for each row by itself.',
    type: 'float64',
  },
  bucket: {
    ...strict,
    ...signature({ of: 'any', takes: ['constant integer'], gives: 'int64' }, () => INT64),
    check: ([, count]) =>
      (typeof count === 'number' || typeof count === 'bigint') && (count < 1 || count >= 2n ** 63n)
        ? `there must be 1 bucket or more, and as many as int64 has, received ${received(count)}`
        : undefined,
    summary: 'Which of so many buckets it belongs to, from 0: the remainder of its `xxh64`, divided by their number.',
    type: 'int64',
  },
});
