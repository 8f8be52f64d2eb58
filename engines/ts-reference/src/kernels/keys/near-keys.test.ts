import test from 'ava';
import type { DataType } from '@parquetframe/core/engine';
import type { Vector } from '../expression/vector.js';
import { KeyTable } from './key-table.js';

type Keys = readonly (number | null)[];

function vector(keys: Keys, type: DataType = { id: 'int64' }): Vector {
  const validity = keys.includes(null) ? Uint8Array.from(keys, key => (key === null ? 0 : 1)) : undefined;
  return { form: 'number', type, step: 1, validity, values: Float64Array.from(keys, key => key ?? 0) };
}

/** Numbers by first appearance. */
function expected(parts: readonly Keys[]): number[] {
  const numbers = new Map<number | null, number>();
  return parts.flat().map(key => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

const random = (length: number, below: number, seed: number): number[] => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  });
};

const CASES: { readonly [name: string]: readonly Keys[] } = {
  'close together': [random(5000, 100, 1), random(5000, 1000, 2)],
  'down, up and across zero': [[5, 4, 3], [-2, -1, 0, 9], random(3000, 70_000, 3).map(key => 35_000 - key)],
  'with nulls': [
    [3, null, 1],
    [null, 2, 3],
    [7_000_000_000, null, 1],
  ],
  'far apart from the start': [
    [1, 2 ** 52, -(2 ** 52)],
    [2 ** 52, 4],
  ],
  'far apart later': [random(4000, 5000, 4), [2 ** 40, 17, null], random(4000, 5000, 5)],
  'nulls only': [[null, null], [null]],
};

for (const [name, parts] of Object.entries(CASES))
  test(`whole numbers are numbered by first appearance: ${name}`, t => {
    const table = new KeyTable();
    const found = parts.flatMap(keys => [...table.lookup([vector(keys)], keys.length)]);
    t.deepEqual(found, expected(parts));
    t.is(table.count, new Set(parts.flat()).size);
    const all = parts.flat();
    t.deepEqual([...table.lookup([vector(all)], all.length, false)], found, 'all are known by then');
    t.deepEqual([...table.lookup([vector([-77, 123_456_789])], 2, false)], [-1, -1]);
  });

test('values beyond 2^53 stay what they are among the others', t => {
  const table = new KeyTable();
  t.deepEqual([...table.lookup([vector([1, 2, 3])], 3)], [0, 1, 2]);
  const values = BigInt64Array.of(2n, 2n ** 60n, 3n);
  t.deepEqual([...table.lookup([{ form: 'bigint', type: { id: 'int64' }, step: 1, validity: undefined, values }], 3)], [1, 3, 2]);
});
