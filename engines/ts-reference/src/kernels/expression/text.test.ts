import test from 'ava';
import { upper } from './text.js';

/** The native engine has the same test with the same number: both have the tables of one Unicode version. */
test('every code point is mapped as Unicode 15.1 says', t => {
  let hash = 0x811c9dc5;
  let mapped = 0;
  for (let letter = 0; letter <= 0x10ffff; letter++) {
    if (letter >= 0xd800 && letter < 0xe000) continue;
    const text = String.fromCodePoint(letter);
    const upperCase = upper(text);
    if (upperCase === text) continue;
    mapped++;
    for (const byte of Buffer.from(text + upperCase)) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  t.is(mapped, 1526);
  t.is(hash >>> 0, 2_733_861_883);
});

test('letters cased later than the tables stay, what is beside them does not', t => {
  t.is(upper('a\u0264\u{10d70}ß'), 'A\u0264\u{10d70}SS');
});
