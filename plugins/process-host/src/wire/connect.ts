import { connect, type Socket } from 'node:net';
import type { FrameLimits } from './frame.js';
import { greet } from './greeting.js';

/** Bytes read at once, into one buffer that is used again: small messages then cost no allocation, large ones fewer calls. */
const READ_BYTES = 262_144;

export interface ReadingConnection {
  readonly socket: Socket;
  /** Gives the chunks to a reader; they are borrowed for the time of the call. */
  onChunk(read: (chunk: Buffer) => void): void;
}

/** Connects to a socket that this side will only read from, and greets. Only a connecting socket can be read without an allocation per chunk. */
export async function connectReading(path: string, token: string, limits: FrameLimits): Promise<ReadingConnection> {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  let reader: (chunk: Buffer) => void = () => undefined;
  const socket = connect({
    path,
    onread: {
      buffer,
      callback(bytes) {
        reader(bytes === READ_BYTES ? buffer : buffer.subarray(0, bytes));
        return true;
      },
    },
  });
  const failed = new Promise<never>((_, reject) => socket.once('error', reject));
  failed.catch(() => undefined);
  const { welcomed, read } = greet(bytes => socket.write(bytes), token, limits);
  reader = read;
  await Promise.race([welcomed, failed]);
  socket.removeAllListeners('error');
  return {
    socket,
    onChunk(next) {
      reader = next;
    },
  };
}
