import test from 'ava';
import { TEXT_CASE_KERNELS, lower, title, upper } from './text-case.js';

/** The native engine has the same test with the same numbers: both have the tables of one Unicode version. */
for (const [name, map, letters, hashed] of [
  ['upper', upper, 1525, 638_011_194],
  ['lower', lower, 1433, 2_703_821_498],
] as const)
  test(`every code point is mapped by ${name} as Unicode 15.1 says`, t => {
    let hash = 0x811c9dc5;
    let mapped = 0;
    for (let letter = 0; letter <= 0x10ffff; letter++) {
      if (letter >= 0xd800 && letter < 0xe000) continue;
      const text = String.fromCodePoint(letter);
      const other = map(text);
      if (other === text) continue;
      mapped++;
      for (const byte of Buffer.from(text + other)) hash = Math.imul(hash ^ byte, 0x01000193);
    }
    t.is(mapped, letters);
    t.is(hash >>> 0, hashed);
  });

test('letters cased later than the tables stay, what is beside them does not', t => {
  t.is(upper('a\u0264\u{10d70}ß'), 'A\u0264\u{10d70}SS');
});

test('a sigma is one of the middle of a word everywhere', t => {
  t.is(lower('ΟΔΟΣ Σ'), 'οδοσ σ');
  t.is(lower('\u{1c89}İ\ua7cbΣ'), '\u{1c89}i\u0307\ua7cbσ');
});

test('words begin after blanks', t => {
  t.is(title("o'neil-smith\tßA\u2003éCOLE  "), "O'neil-smith\tSSa\u2003École  ");
});

test('megabytes of ASCII are mapped byte by byte, wherever the rows begin', t => {
  const data = new Uint8Array(1 << 20).map((_, i) => (i * 7) % 0x80);
  const type = { id: 'utf8' } as const;
  const texts = { form: 'bytes', type, step: 1, validity: undefined, offsets: Int32Array.of(5, 1000, 1_000_000), data } as const;
  const found = TEXT_CASE_KERNELS['upper']?.([texts], { type, overflow: 'error', rows: { length: 2, first: 0 } });
  const expected = data.slice(5, 1_000_000).map(byte => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
  t.true(found?.form === 'bytes' && Buffer.compare(found.data, expected) === 0);
  t.deepEqual(found?.form === 'bytes' && [...found.offsets], [0, 995, 999_995]);
});
