import { readFileSync } from 'node:fs';
import { dataPath } from './paths.js';
import { parquetTestingFiles } from './parquet-outcomes.js';

/** A file of parquet-testing with damage that a seed decides. */
export interface DamagedFile {
  /** `0017-changed-nulls.snappy.parquet` */
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Random = () => number;

/** Numbers from 0 to below 1 that the seed decides: the mulberry32 generator. */
function generator(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** Flips one bit of each of `count` bytes from `start` on. */
function flipped(bytes: Uint8Array, random: Random, count: number, start: number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  for (let i = 0; i < count; i++) {
    const at = start + below(random, bytes.length - start);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << below(random, 8));
  }
  return damaged;
}

function footerStart(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 4).getUint32(0, true);
  return Math.max(0, bytes.length - 8 - length);
}

const DAMAGE: { readonly [kind: string]: (bytes: Uint8Array, random: Random) => Uint8Array } = {
  flip1: (bytes, random) => flipped(bytes, random, 1, 0),
  flip4: (bytes, random) => flipped(bytes, random, 4, 0),
  footer1: (bytes, random) => flipped(bytes, random, 1, footerStart(bytes)),
  byte: (bytes, random) => {
    const damaged = Uint8Array.from(bytes);
    damaged[below(random, bytes.length)] = below(random, 256);
    return damaged;
  },
  hole: (bytes, random) => {
    const start = below(random, bytes.length);
    const end = Math.min(bytes.length, start + 1 + below(random, 16));
    return Uint8Array.from([...bytes.subarray(0, start), ...bytes.subarray(end)]);
  },
  zeros: (bytes, random) => {
    const start = below(random, bytes.length);
    return Uint8Array.from(bytes).fill(0, start, start + 1 + below(random, 16));
  },
  cut: (bytes, random) => bytes.slice(0, below(random, bytes.length)),
};

/** `count` damaged files, the same ones for the same seed; one kind of damage after the other on every file in turn. */
export function* damagedFiles(count: number, seed: number): Generator<DamagedFile> {
  const sources = parquetTestingFiles();
  const kinds = Object.entries(DAMAGE);
  const random = generator(seed);
  for (let i = 0; i < count; i++) {
    const source = sources[below(random, sources.length)];
    const [kind, damage] = kinds[i % kinds.length] ?? [];
    if (source === undefined || kind === undefined || damage === undefined) return;
    const name = `${String(i).padStart(4, '0')}-${kind}-${source.replaceAll('/', '-')}`;
    yield { name, bytes: damage(readFileSync(dataPath('parquet-testing', 'data', source)), random) };
  }
}
