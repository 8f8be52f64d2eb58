import { connect, type Socket } from 'node:net';
import type { FrameLimits } from './frame.js';
import { greet } from './greeting.js';

/** Bytes read at once, into one buffer that is used again: small messages then cost no allocation, large ones fewer calls. */
const READ_BYTES = 262_144;

/**
 * Connects to a socket that this side will only read from, and greets. Only a connecting socket can be read without an allocation per chunk.
 * @param onChunk gets what is read after the greeting; chunks are borrowed for the time of the call
 * @param room where the next bytes should be read to, if anywhere
 */
export async function connectReading(
  path: string,
  token: string,
  limits: FrameLimits,
  onChunk: (chunk: Buffer) => void,
  room: () => Buffer<ArrayBuffer> | undefined,
): Promise<Socket> {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  let place = buffer;
  const socket = connect({
    path,
    onread: {
      buffer: () => {
        place = room() ?? buffer;
        return place;
      },
      callback(bytes) {
        read(bytes === place.length ? place : place.subarray(0, bytes));
        return true;
      },
    },
  });
  const { welcomed, read } = greet(bytes => socket.write(bytes), token, limits, onChunk);
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  failed.catch(() => undefined);
  await Promise.race([welcomed, failed]);
  socket.removeAllListeners('error');
  return socket;
}
