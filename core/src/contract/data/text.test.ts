import { constants } from 'node:buffer';
import test from 'ava';
import { textReader } from './text.js';

test('a text that is longer than a string may be is an error that says so', t => {
  const bytes = Buffer.from(`${'a'.repeat(101)}${'ü'.repeat(60)}b`);
  const text = textReader(bytes, 100);
  const error = t.throws(() => text(0, 101), { code: 'UNSUPPORTED_TYPE' });
  t.regex(String(error), /101 bytes is longer than a JavaScript string may be, 100 characters/);
  t.is(text(0, 100), 'a'.repeat(100));
  // 120 bytes, 60 characters
  t.is(text(101, 221), 'ü'.repeat(60));
});

test('so is one that is longer than the strings of this machine', t => {
  const bytes = new Uint8Array(constants.MAX_STRING_LENGTH + 1);
  t.throws(() => textReader(bytes)(0, bytes.length), { code: 'UNSUPPORTED_TYPE' });
});
