/** The tables that the calls of the loop suite run over. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Plain buffers, of which nothing is copied. */
export function numbers(rows: number, keys: number): object {
  const k = new BigInt64Array(rows);
  const x = new Float64Array(rows);
  const i = new Int32Array(rows);
  let state = 1;
  for (let row = 0; row < rows; row++) {
    state = next(state);
    k[row] = BigInt(state % keys);
    x[row] = state / 2 ** 32;
    i[row] = state % 1000;
  }
  return table(rows, [
    { name: 'k', type: { id: 'int64' }, buffers: [undefined, k] },
    { name: 'x', type: { id: 'float64' }, buffers: [undefined, x] },
    { name: 'i', type: { id: 'int32' }, buffers: [undefined, i] },
  ]);
}

/** Keys in order, and a text for each. */
export function texts(rows: number): object {
  const k = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row));
  const data = Buffer.from(
    Array.from({ length: rows }, (_, row) => `name ${String((row * 7919) % rows).padStart(8, '0')}`).join(''),
  );
  const offsets = Int32Array.from({ length: rows + 1 }, (_, row) => row * 13);
  return table(rows, [
    { name: 'k', type: { id: 'int64' }, buffers: [undefined, k] },
    { name: 'name', type: { id: 'utf8' }, buffers: [undefined, offsets, data] },
  ]);
}

const CITIES = 1000;

/** What real tables have beside numbers: nulls, booleans, instants, texts by dictionary. In two batches, each with a dictionary of its own. */
export function mixed(rows: number): object {
  const half = Math.ceil(rows / 2);
  const fields: readonly Field[] = [
    { name: 'price', type: { id: 'float64' } },
    { name: 'open', type: { id: 'bool' } },
    { name: 'at', type: { id: 'timestamp', unit: 'ms', timezone: null } },
    { name: 'city', type: { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false } },
  ];
  const batches = [half, rows - half].map((length, number) => mixedBatch(length, number));
  return { schema: fields.map(f => ({ ...f, nullable: f.name === 'price' })), length: rows, batches };
}

function mixedBatch(length: number, number: number): object {
  const price = new Float64Array(length);
  const valid = new Uint8Array(Math.ceil(length / 8));
  const open = new Uint8Array(Math.ceil(length / 8));
  const at = new BigInt64Array(length);
  const city = new Int32Array(length);
  let nullCount = 0;
  let state = number + 1;
  for (let row = 0; row < length; row++) {
    state = next(state);
    if (state % 10 === 0) nullCount++;
    else valid[row >>> 3] = (valid[row >>> 3] ?? 0) | (1 << (row & 7));
    price[row] = (state % 100_000) / 100;
    if (state % 3 === 0) open[row >>> 3] = (open[row >>> 3] ?? 0) | (1 << (row & 7));
    at[row] = BigInt(1_700_000_000_000 + (state % 1_000_000_000));
    city[row] = state % CITIES;
  }
  const names = Array.from({ length: CITIES }, (_, i) => `city ${String((i * 7 + number) % CITIES).padStart(4, '0')}`);
  const dictionary = {
    length: CITIES,
    nullCount: 0,
    buffers: [undefined, Int32Array.from({ length: CITIES + 1 }, (_, i) => i * 9), Buffer.from(names.join(''))],
  };
  const columns = [
    { length, nullCount, buffers: [valid, price] },
    { length, nullCount: 0, buffers: [undefined, open] },
    { length, nullCount: 0, buffers: [undefined, at] },
    { length, nullCount: 0, buffers: [undefined, city], dictionary },
  ];
  return { length, columns };
}

interface Field {
  readonly name: string;
  readonly type: object;
}

interface Column extends Field {
  readonly buffers: readonly unknown[];
}

const table = (length: number, columns: readonly Column[]): object => ({
  schema: columns.map(({ name, type }) => ({ name, type, nullable: false })),
  length,
  batches: [{ length, columns: columns.map(({ buffers }) => ({ length, nullCount: 0, buffers })) }],
});

/** A linear congruential generator of 32 bits. */
const next = (state: number): number => (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;

const LINES_AT_ONCE = 2_000;

export async function writeCsv(path: string, rows: number): Promise<void> {
  await pipeline(function* () {
    yield 'id,name,x\n';
    for (let row = 0; row < rows; row += LINES_AT_ONCE) {
      const lines = Array.from({ length: Math.min(LINES_AT_ONCE, rows - row) }, (_, i) => row + i);
      yield lines.map(id => `${String(id)},name ${String(id)},${String(id / 7)}\n`).join('');
    }
  }, createWriteStream(path));
}
