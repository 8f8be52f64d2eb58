import test from 'ava';
import { nativeCall } from './native-call.js';

const failing = (error: Error) => (): Promise<never> => Promise.reject(error);

test('what a call answers is handed on, whether it waits or not', async t => {
  t.is(await nativeCall(() => 1), 1);
  t.is(await nativeCall(() => Promise.resolve(2)), 2);
});

test('an error with a code and details becomes a typed one; details that are not JSON are left out', async t => {
  const error = Object.assign(new Error('bad page'), {
    code: 'DATA_CORRUPT',
    details: { offset: 4, page: { number: 2 }, call: () => 1 },
  });
  const typed = await t.throwsAsync(nativeCall(failing(error)), { code: 'DATA_CORRUPT', message: 'bad page' });
  t.like(typed, { name: 'ParquetFrameError', details: { offset: 4, page: { number: 2 } } });
});

test('an error whose message is JSON becomes the error that it states', async t => {
  const stated = JSON.stringify({ code: 'INTEGER_OVERFLOW', message: 'too large', details: { row: 7 } });
  const typed = await t.throwsAsync(nativeCall(failing(new Error(stated))), { code: 'INTEGER_OVERFLOW', message: 'too large' });
  t.like(typed, { details: { row: 7 } });
  await t.throwsAsync(
    nativeCall(() => {
      throw new Error(stated);
    }),
    { code: 'INTEGER_OVERFLOW' },
  );
});

for (const message of ['{ not JSON', '{"code":1,"message":"x"}', '{"message":"x"}', 'null', 'plain'])
  test(`an error that states no code stays as it is: ${message}`, async t => {
    const error = new Error(message);
    t.is(await t.throwsAsync(nativeCall(failing(error))), error);
  });

test('an error of Node, which has a code and no details, stays as it is', async t => {
  const error = Object.assign(new Error('no entry'), { code: 'ENOENT' });
  t.is(await t.throwsAsync(nativeCall(failing(error))), error);
});
