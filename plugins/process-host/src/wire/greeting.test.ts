import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { DEFAULT_LIMITS } from '../options.js';
import { makeMeetingPlace } from '../host/meeting-place.js';
import { encodePrefix } from './frame.js';
import { acceptOne, greet } from './greeting.js';

async function meeting(t: ExecutionContext) {
  const place = await makeMeetingPlace();
  const refused: string[] = [];
  const acceptor = await acceptOne(place.control, place.token, DEFAULT_LIMITS, why => refused.push(why));
  t.teardown(async () => {
    acceptor.close();
    (await Promise.race([acceptor.connection, Promise.resolve(undefined)]))?.destroy();
    await place.remove();
  });
  return { place, acceptor, refused };
}

const welcomed = (socket: Socket, token: string): Promise<void> => {
  const { welcomed, read } = greet(bytes => socket.write(bytes), token, DEFAULT_LIMITS);
  socket.on('data', read);
  return welcomed;
};

test('the folder is for this user alone, made for one meeting and removed after it', async t => {
  const { place } = await meeting(t);
  const { mode } = await stat(place.folder);
  t.is(mode & 0o777, 0o700);
  t.regex(place.token, /^[0-9a-f]{64}$/);
  const other = await makeMeetingPlace();
  t.not(other.token, place.token);
  await other.remove();
  await place.remove();
  t.false(existsSync(place.folder));
});

test('the right token is welcomed', async t => {
  const { place, acceptor } = await meeting(t);
  const socket = connect(place.control);
  await welcomed(socket, place.token);
  t.truthy(await acceptor.connection);
  socket.destroy();
});

for (const [what, bytes] of [
  ['a wrong token', encodePrefix({ type: 'hello', token: 'f'.repeat(64) }, 0, false, DEFAULT_LIMITS)],
  ['no token', encodePrefix({ type: 'hello' }, 0, false, DEFAULT_LIMITS)],
  ['another message', encodePrefix({ type: 'open', id: 1 }, 0, false, DEFAULT_LIMITS)],
  ['another version', Buffer.from(encodePrefix({ type: 'hello' }, 0, false, DEFAULT_LIMITS)).fill(7, 4, 5)],
  ['garbage', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['a body before the greeting', encodePrefix({ type: 'hello' }, 1_000, false, DEFAULT_LIMITS)],
  ['a long header before the greeting', encodePrefix({ type: 'hello', token: 'f'.repeat(5_000) }, 0, false, DEFAULT_LIMITS)],
] as const) {
  test(`refused, and the right one still gets in: ${what}`, async t => {
    const { place, acceptor, refused } = await meeting(t);
    const stranger = connect(place.control);
    stranger.write(bytes);
    stranger.on('error', () => undefined);
    await once(stranger, 'close');
    t.is(refused.length, 1);
    const socket = connect(place.control);
    await welcomed(socket, place.token);
    t.truthy(await acceptor.connection);
    socket.destroy();
  });
}

test('the token is good for one use', async t => {
  const { place, refused } = await meeting(t);
  const first = connect(place.control);
  await welcomed(first, place.token);
  const second = connect(place.control);
  second.write(encodePrefix({ type: 'hello', token: place.token }, 0, false, DEFAULT_LIMITS));
  second.on('error', () => undefined);
  await once(second, 'close');
  t.deepEqual(refused, ['the token was used before']);
  first.destroy();
});
