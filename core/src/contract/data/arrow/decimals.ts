import { ParquetFrameError } from '../../errors/index.js';
import { getBit } from '../bitmap.js';
import { formatDecimal } from '../decimal.js';
import { viewAs } from '../physical.js';
import { formatType, type DataType } from '../types.js';
import type { ArrowData } from './shape.js';

type Decimal = Extract<DataType, { readonly id: 'decimal' }>;

/** Widths that Arrow has; ParquetFrame's own is 128. */
export const DECIMAL_WIDTHS: readonly number[] = [32, 64, 128, 256];

/** 32-bit words of one of our decimals. */
const WORDS = 4;

/**
 * The values of a decimal column of any width as 128 bits: those of 128 bits are the same memory, narrower ones are widened, and wider ones narrowed.
 * @throws ParquetFrameError `INVALID_ARGUMENT` for a value with more digits than the type says
 */
export function importDecimals(type: Decimal, data: ArrowData, validity: Uint8Array | undefined, column: string): BigUint64Array {
  const bits = data.type?.bitWidth ?? 128;
  if (bits === 128) return viewAs(BigUint64Array, data.values ?? undefined);
  const words = viewAs(Uint32Array, data.values ?? undefined);
  const values = bits < 128 ? widened(words, bits / 32, data.length) : narrowed(words, type, data.length, validity, column);
  return new BigUint64Array(values.buffer);
}

/** `count` words each. */
function widened(words: Uint32Array, count: number, length: number): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(WORDS * length);
  for (let i = 0; i < length; i++) {
    const sign = (words[count * i + count - 1] ?? 0) >> 31;
    for (let word = 0; word < WORDS; word++) out[WORDS * i + word] = word < count ? (words[count * i + word] ?? 0) : sign;
  }
  return out;
}

/** Of 8 words each. What stands at a null is not looked at. */
function narrowed(
  words: Uint32Array,
  type: Decimal,
  length: number,
  validity: Uint8Array | undefined,
  column: string,
): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(WORDS * length);
  const limit = 10n ** BigInt(type.precision);
  const roughLimit = Number(limit) * 0.999;
  for (let i = 0; i < length; i++) {
    if (validity && !getBit(validity, i)) continue;
    const from = 2 * WORDS * i;
    const top = (words[from + 3] ?? 0) | 0;
    const sign = top >> 31;
    let isNarrow = true;
    for (let word = WORDS; word < 2 * WORDS; word++) isNarrow &&= ((words[from + word] ?? 0) | 0) === sign;
    // Most values are far from the limit, which a double can tell.
    const rough = top * 2 ** 96 + (words[from + 2] ?? 0) * 2 ** 64 + (words[from + 1] ?? 0) * 2 ** 32 + (words[from] ?? 0);
    if (!isNarrow || Math.abs(rough) >= roughLimit) requireDigits(wideDecimal(words, from), limit, type, i, column);
    out.set(words.subarray(from, from + WORDS), WORDS * i);
  }
  return out;
}

/** 256 bits from word `from` on, little-endian two's complement. */
function wideDecimal(words: Uint32Array, from: number): bigint {
  let value = 0n;
  for (let word = 2 * WORDS - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[from + word] ?? 0);
  return BigInt.asIntN(256, value);
}

function requireDigits(value: bigint, limit: bigint, type: Decimal, index: number, column: string): void {
  if (value < limit && value > -limit) return;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `column ${JSON.stringify(column)} has the value ${formatDecimal(value, type.scale)} (index ${String(index)} of its batch), which has more digits than its type ${formatType(type)}; correct the value, or cast the column to float64 or utf8 before`,
    { details: { column, index } },
  );
}
