import test from 'ava';
import type { Steps } from '@parquetframe/core/engine';
import { countPresent, levels } from './levels.js';
import { decodeValues } from './page-values.js';
import { valueBuilder } from './physical-values.js';
import { WindowCursor } from './row-window.js';

const VALUES = 200_000;
/** Values of a large page that are decoded between two looks at the clock at most. */
const AT_ONCE = 1 << 15;
const IN_STEPS = Math.floor(VALUES / AT_ONCE);

/** How often the work gave way. */
function counted<T>(steps: Steps<T>): { readonly result: T; readonly pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const next = steps.next();
    if (next.done === true) return { result: next.value, pauses };
  }
}

const ignored = (): void => undefined;
const text = (i: number): string => `text ${String(i)}`;

/** A page of texts with their lengths before them, as other writers make them of a million rows. */
function plainPage(): Uint8Array {
  const parts = Array.from({ length: VALUES }, (_, i) => {
    const bytes = Buffer.from(text(i));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat(parts);
}

test('a large page of texts is decoded, and appended, in several steps', t => {
  const bytes = plainPage();
  const cursor = { bytes, offset: 0, end: bytes.length };
  const { result: page, pauses } = counted(decodeValues(cursor, 'PLAIN', 'BYTE_ARRAY', undefined, VALUES, ignored));
  t.true(pauses >= IN_STEPS, `${String(pauses)} pauses`);
  const builder = valueBuilder(undefined, VALUES, ignored);
  t.true(counted(builder.append(page)).pauses >= IN_STEPS);
  t.true(counted(builder.append(page)).pauses >= IN_STEPS, 'what is there is moved in steps too');
  const values = builder.finish();
  if (values.kind !== 'strings') throw new Error('not strings');
  t.is(values.count, 2 * VALUES);
  for (let i = 0; i < 2 * VALUES; i += 997) {
    const [start, end] = [values.offsets[i], values.offsets[i + 1]];
    t.is(Buffer.from(values.data.subarray(start, end)).toString(), text(i % VALUES));
  }
});

test('so is one of booleans', t => {
  const bytes = Uint8Array.from({ length: VALUES / 8 }, (_, i) => i & 0xff);
  const cursor = { bytes, offset: 0, end: bytes.length };
  const { result, pauses } = counted(decodeValues(cursor, 'PLAIN', 'BOOLEAN', undefined, VALUES, ignored));
  t.true(pauses >= IN_STEPS, `${String(pauses)} pauses`);
  t.is(result.count, VALUES);
});

test('levels are counted in several steps, and rows are found by them', t => {
  const definitions = Uint8Array.from({ length: VALUES }, (_, i) => i & 1);
  const present = counted(countPresent(definitions, 1));
  t.true(present.pauses >= IN_STEPS, `${String(present.pauses)} pauses`);
  t.is(present.result, VALUES / 2);
  t.throws(() => counted(countPresent(Uint8Array.of(1, 2), 1)), { instanceOf: RangeError });
  // Lists of two items each.
  const entries = counted(new WindowCursor({ from: 10, to: 20 }).entries(VALUES, definitions));
  t.true(entries.pauses >= IN_STEPS, `${String(entries.pauses)} pauses`);
  t.deepEqual(entries.result, { from: 20, to: 40 });
  const run = Uint8Array.of(0x80, 0x80, 0x20, 1);
  t.deepEqual(counted(levels({ bytes: run, offset: 0, end: run.length }, 1, 5)).result, Uint8Array.of(1, 1, 1, 1, 1));
});
