import { readFile } from 'node:fs/promises';
import test from 'ava';
import { systemReason } from './system-reason.js';

const failure = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test('what the system says is put in words, without its code and the path', async t => {
  const missing = await t.throwsAsync(readFile('/no/such/file'));
  t.is(systemReason(missing), 'there is no such file');
  t.is(systemReason(failure('EACCES', "EACCES: permission denied, open '/secret/a, b'")), 'permission is missing');
  t.is(systemReason(failure('EBUSY', "EBUSY: resource busy or locked, open '/secret/a, b'")), 'resource busy or locked');
  t.is(
    systemReason(failure('EXDEV', "EXDEV: cross-device link not permitted, rename '/a' -> '/b'")),
    'cross-device link not permitted',
  );
  t.is(systemReason(failure('EBADF', 'EBADF: bad file descriptor, write')), 'bad file descriptor');
});

test('other errors are as they are', t => {
  t.is(systemReason(new Error('odd')), 'odd');
  t.is(systemReason(failure('ERR_OUT_OF_RANGE', 'The value is out of range')), 'The value is out of range');
  t.is(systemReason('text'), 'text');
});
