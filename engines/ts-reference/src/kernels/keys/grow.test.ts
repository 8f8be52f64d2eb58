import { atOnce } from '@parquetframe/core/engine';
import test from 'ava';
import { rehashed } from './grow.js';

const ENTRIES = 100_000;
/** Entries that are moved between two looks at the clock at most: each may be the first on its page of memory. */
const AT_ONCE = 512;

const hashes = Int32Array.from({ length: ENTRIES }, (_, i) => Math.imul(i + 1, 0x9e3779b1));

test('a larger hash table is filled in small steps', t => {
  let steps = 0;
  for (const pauses = rehashed(hashes, ENTRIES, 1 << 18); pauses.next().done !== true;) steps++;
  t.true(steps >= Math.floor(ENTRIES / AT_ONCE), `${String(steps)} steps`);
});

test('every entry is found from the slot of its hash on', t => {
  const slots = atOnce(rehashed(hashes, ENTRIES, 1 << 18));
  const mask = slots.length - 1;
  for (let entry = 0; entry < ENTRIES; entry += 97) {
    let slot = (hashes[entry] ?? 0) & mask;
    while (slots[slot] !== 0 && slots[slot] !== entry + 1) slot = (slot + 1) & mask;
    t.is(slots[slot], entry + 1);
  }
});
