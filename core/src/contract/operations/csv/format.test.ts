import test from 'ava';
import { csvFormatOptions } from './format.js';

for (const [delimiter, accepted] of [
  [',', true],
  ['\t', true],
  ['|', true],
  ['"', false],
  ['\n', false],
  ['\r', false],
  ['', false],
  ['::', false],
] as const) {
  test(`${JSON.stringify(delimiter)} is ${accepted ? 'a' : 'no'} delimiter`, t => {
    t.is(csvFormatOptions['delimiter']?.check(delimiter), accepted);
  });
}
