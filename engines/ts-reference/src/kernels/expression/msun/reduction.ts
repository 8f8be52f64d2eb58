import { fromWords, highWord, lowWord, scaled } from './words.js';

/** An angle as a multiple of a quarter turn, of which only the last two bits matter, and a rest in two parts. */
export interface Reduced {
  readonly quarters: number;
  readonly rest: number;
  readonly below: number;
}

const PER_QUARTER = 6.366_197_723_675_813_824_33e-1;
const QUARTER_1 = 1.570_796_326_734_125_614_17;
const QUARTER_1_REST = 6.077_100_506_506_192_249_32e-11;
const QUARTER_2 = 6.077_100_506_303_965_976_6e-11;
const QUARTER_2_REST = 2.022_266_248_795_950_631_54e-21;
const QUARTER_3 = 2.022_266_248_711_166_455_8e-21;
const QUARTER_3_REST = 8.478_427_660_368_899_569_97e-32;
/** What makes the sum with it a whole number. */
const TO_INTEGER = 1.5 / 2.220_446_049_250_313_1e-16;

/** A finite angle beyond an eighth of a turn: e_rem_pio2.c. */
export function reduced(x: number): Reduced {
  const size = highWord(x) & 0x7fffffff;
  if (size <= 0x401c463b) {
    const quarters = size <= 0x4002d97c ? 1 : size <= 0x400f6a7a ? 2 : size <= 0x4015fdbc ? 3 : 4;
    const isNear = size <= 0x400f6a7a ? (size & 0xfffff) === 0x921fb : size === (quarters === 3 ? 0x4012d97c : 0x401921fb);
    if (isNear) return medium(x, size);
    const signed = x < 0 ? -quarters : quarters;
    const z = x - signed * QUARTER_1;
    const rest = z - signed * QUARTER_1_REST;
    return { quarters: signed, rest, below: z - rest - signed * QUARTER_1_REST };
  }
  return size < 0x413921fb ? medium(x, size) : large(x, size);
}

const exponentOf = (x: number): number => (highWord(x) >>> 20) & 0x7ff;

function medium(x: number, size: number): Reduced {
  const quarters = x * PER_QUARTER + TO_INTEGER - TO_INTEGER;
  let r = x - quarters * QUARTER_1;
  let w = quarters * QUARTER_1_REST;
  let rest = r - w;
  for (const [least, part, more] of [
    [16, QUARTER_2, QUARTER_2_REST],
    [49, QUARTER_3, QUARTER_3_REST],
  ] as const) {
    if ((size >> 20) - exponentOf(rest) <= least) break;
    const before = r;
    w = quarters * part;
    r = before - w;
    w = quarters * more - (before - r - w);
    rest = r - w;
  }
  return { quarters, rest, below: r - rest - w };
}

/** Bits of 2 / π, 24 in each. */
// prettier-ignore
const TWO_PER_PI = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163, 0xabdebb, 0xc561b7, 0x246e3a, 0x424dd2, 0xe00649,
  0x2eea09, 0xd1921c, 0xfe1deb, 0x1cb129, 0xa73ee8, 0x8235f5, 0x2ebb44, 0x84e99c, 0x7026b4, 0x5f7e41, 0x3991d6, 0x398353, 0x39f49c, 0x845f8b,
  0xbdf928, 0x3b1ff8, 0x97ffde, 0x05980f, 0xef2f11, 0x8b5a0a, 0x6d1f6d, 0x367ecf, 0x27cb09, 0xb74f46, 0x3f669e, 0x5fea2d, 0x7527ba, 0xc7ebe5,
  0xf17b3d, 0x0739f7, 0x8a5292, 0xea6bfb, 0x5fb11f, 0x8d5d08, 0x560330, 0x46fc7b, 0x6babf0, 0xcfbc20, 0x9af436, 0x1da9e3, 0x91615e, 0xe61b08,
  0x659985, 0x5f14a0, 0x68408d, 0xffd880, 0x4d7327, 0x310606, 0x1556ca, 0x73a8c9, 0x60e27b, 0xc08c6b,
] as const;
/** π / 2 in parts of 24 bits. */
const HALF_PI = [
  1.570_796_251_296_997_070_31, 7.549_789_415_861_596_353_35e-8, 5.390_302_529_957_764_765_54e-15,
  3.282_003_415_807_912_941_23e-22, 1.270_655_753_080_676_073_49e-29, 1.229_333_089_811_113_289_32e-36,
  2.733_700_538_164_645_596_24e-44, 2.167_416_838_778_048_194_44e-51,
] as const;
const TWO_24 = 2 ** 24;
const TERMS = 4;

function large(x: number, size: number): Reduced {
  let z = fromWords((size & 0x000fffff) | ((0x3ff + 23) << 20), lowWord(x));
  const parts: number[] = [];
  for (let i = 0; i < 2; i++) {
    const whole = Math.trunc(z);
    parts.push(whole);
    z = (z - whole) * TWO_24;
  }
  parts.push(z);
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  const { quarters, rest, below } = product(parts, (size >> 20) - (0x3ff + 23));
  return x < 0 ? { quarters: -quarters, rest: -rest, below: -below } : { quarters, rest, below };
}

/** A number in parts of 24 bits times 2 / π, of which whole turns are left out: k_rem_pio2.c for 53 bits. */
function product(x: readonly number[], e0: number): Reduced {
  const jv = Math.max(0, Math.trunc((e0 - 3) / 24));
  let q0 = e0 - 24 * (jv + 1);
  const q: number[] = [];
  const term = (i: number): number => {
    let sum = 0;
    x.forEach((part, j) => {
      sum += part * (TWO_PER_PI[jv + i - j] ?? 0);
    });
    return sum;
  };
  for (let i = 0; i <= TERMS; i++) q.push(term(i));
  for (;;) {
    const { bits, z, quarters, half } = distilled(q, q0);
    const last = q.length - 1;
    if (z === 0 && bits.slice(TERMS, last).every(part => part === 0)) {
      // Too many bits cancelled each other: more terms.
      let more = 1;
      while (bits[TERMS - more] === 0) more++;
      for (let i = last + 1; i <= last + more; i++) q.push(term(i));
      continue;
    }
    let jz = last;
    if (z === 0) {
      do {
        jz--;
        q0 -= 24;
      } while (bits[jz] === 0);
      bits.length = jz + 1;
    } else {
      const rest = scaled(z, -q0);
      if (rest >= TWO_24) {
        const whole = Math.trunc(rest / TWO_24);
        bits[jz] = Math.trunc(rest - TWO_24 * whole);
        bits[jz + 1] = whole;
        q0 += 24;
      } else bits[jz] = Math.trunc(rest);
    }
    return { quarters: quarters & 7, ...turned(bits, q0, half) };
  }
}

/** The sum of the terms as bits, and how many quarter turns there are in it; `half`: what is left is beyond half a quarter, and taken from the other side. */
function distilled(q: readonly number[], q0: number) {
  const jz = q.length - 1;
  const bits: number[] = [];
  let z = q[jz] ?? 0;
  for (let j = jz; j > 0; j--) {
    const above = Math.trunc(z / TWO_24);
    bits.push(Math.trunc(z - TWO_24 * above));
    z = (q[j - 1] ?? 0) + above;
  }
  z = scaled(z, q0);
  z -= 8 * Math.floor(z * 0.125);
  let quarters = Math.trunc(z);
  z -= quarters;
  let half = 0;
  const last = bits[jz - 1] ?? 0;
  if (q0 > 0) {
    const more = last >> (24 - q0);
    quarters += more;
    bits[jz - 1] = last - (more << (24 - q0));
    half = (bits[jz - 1] ?? 0) >> (23 - q0);
  } else if (q0 === 0) half = last >> 23;
  else if (z >= 0.5) half = 2;
  if (half > 0) {
    quarters++;
    let carry = false;
    for (let i = 0; i < jz; i++) {
      const part = bits[i] ?? 0;
      if (carry) bits[i] = 0xffffff - part;
      else if (part !== 0) {
        carry = true;
        bits[i] = 0x1000000 - part;
      }
    }
    if (q0 > 0) bits[jz - 1] = (bits[jz - 1] ?? 0) & (0xffffff >> q0);
    if (half === 2) z = 1 - z - (carry ? scaled(1, q0) : 0);
  }
  return { bits, z, quarters, half };
}

/** Bits times π / 2, as a sum of two doubles. */
function turned(bits: readonly number[], q0: number, half: number): Omit<Reduced, 'quarters'> {
  const jz = bits.length - 1;
  const scale = scaled(1, q0);
  const values = bits.map((part, i) => scale * 2 ** (-24 * (jz - i)) * part);
  const products: number[] = [];
  for (let i = jz; i >= 0; i--) {
    let sum = 0;
    for (let k = 0; k <= TERMS && k <= jz - i; k++) sum += (HALF_PI[k] ?? 0) * (values[i + k] ?? 0);
    products.push(sum);
  }
  const rest = products.reduceRight((sum, value) => sum + value, 0);
  const below = products.reduce((sum, value, i) => (i === 0 ? value - rest : sum + value), 0);
  return half === 0 ? { rest, below } : { rest: -rest, below: -below };
}
