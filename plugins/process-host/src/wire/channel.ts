import type { Socket } from 'node:net';
import type { JsonObject } from '@parquetframe/core/engine';
import { bodyBytes, padded, splitIntoBodies } from './buffers.js';
import { encodePrefix, type FrameLimits } from './frame.js';

/** Below this a body is copied beside its header: one small write is cheaper than a gathered one. */
const COPY_BELOW = 16_384;
const ZEROS = Buffer.alloc(64);

export interface Channel {
  readonly socket: Socket;
  /**
   * Writes one message: as many frames as its buffers need. Resolves when the socket has taken them in, so that a sender never runs ahead of the receiver by
   * more than one frame. Buffers are read until then and must not change.
   * @throws RangeError when one buffer is over the body limit; @throws ProtocolError when the header is over its limit
   */
  send(header: JsonObject, buffers?: readonly ArrayBufferView[], between?: () => void): Promise<void> | undefined;
}

export function makeChannel(socket: Socket, limits: FrameLimits): Channel {
  /** one wait for all senders that found the socket full */
  let full: Promise<void> | undefined;
  const drained = (): Promise<void> =>
    (full ??= new Promise(resolve => {
      // A closed socket never drains; whoever waits learns of the end by other means.
      const done = (): void => {
        socket.off('drain', done).off('close', done);
        full = undefined;
        resolve();
      };
      socket.on('drain', done).on('close', done);
    }));

  const writeFrame = (header: JsonObject, views: readonly ArrayBufferView[], more: boolean): boolean => {
    const bytes = bodyBytes(views);
    const prefix = encodePrefix(header, bytes, more, limits);
    if (bytes === 0) return socket.write(prefix);
    if (bytes < COPY_BELOW) return socket.write(joined(prefix, views, bytes));
    socket.cork();
    let ready = socket.write(prefix);
    for (const view of views) {
      ready = socket.write(asBuffer(view));
      const padding = padded(view.byteLength) - view.byteLength;
      if (padding > 0) ready = socket.write(ZEROS.subarray(0, padding));
    }
    socket.uncork();
    return ready;
  };

  return {
    socket,
    send(header, buffers = [], between = () => undefined) {
      const bodies = splitIntoBodies(buffers, limits.body);
      const last = bodies.length - 1;
      if (last <= 0) return writeFrame(header, bodies[0] ?? [], false) ? undefined : drained();
      return (async () => {
        for (const [index, views] of bodies.entries()) {
          between();
          // Only the first frame of a message carries the description; the others name the message they belong to.
          const part = index === 0 ? header : { id: header['id'] ?? null };
          if (!writeFrame(part, views, index < last)) await drained();
        }
      })();
    },
  };
}

const asBuffer = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

function joined(prefix: Buffer, views: readonly ArrayBufferView[], bytes: number): Buffer {
  const frame = Buffer.alloc(prefix.length + bytes);
  prefix.copy(frame);
  let at = prefix.length;
  for (const view of views) {
    frame.set(asBuffer(view), at);
    at += padded(view.byteLength);
  }
  return frame;
}
