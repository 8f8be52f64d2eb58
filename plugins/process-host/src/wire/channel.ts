import type { Socket } from 'node:net';
import type { JsonObject } from '@parquetframe/core/engine';
import { bodyBytes, padded, splitIntoBodies } from './buffers.js';
import { encodePrefix, type FrameLimits } from './frame.js';

/** A smaller buffer is copied beside its neighbours: one small write is cheaper than a gathered one. */
const COPY_BELOW = 16_384;
/** Copies are gathered into chunks of about this. */
const COPIED = 65_536;
const ZEROS = Buffer.alloc(64);

export interface SendOptions {
  /** Asked between the frames of a message: true gives it up. */
  stop?(): boolean;
  /** fields of the last frame of a message that was given up */
  stopped?(): JsonObject;
}

export interface Channel {
  readonly socket: Socket;
  /**
   * Writes one message: as many frames as its buffers need. Resolves when the socket has taken them in, so that a sender never runs ahead of the receiver by
   * more than one frame; undefined when it took them in at once. Buffers are read until then and must not change.
   * @throws RangeError when one buffer is over the body limit; @throws ProtocolError when the header is over its limit
   */
  send(header: JsonObject, buffers?: readonly ArrayBufferView[], options?: SendOptions): Promise<void> | undefined;
  /** Writes a message without buffers in front of the next one, at the latest when the event loop turns: it costs no write of its own in a row of calls. */
  sendLater(header: JsonObject): void;
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

  let later: Buffer[] = [];
  const flush = (): void => {
    if (later.length === 0) return;
    const frames = later;
    later = [];
    socket.write(Buffer.concat(frames));
  };

  const writeFrame = (header: JsonObject, views: readonly ArrayBufferView[], more: boolean): boolean => {
    const prefix = encodePrefix(header, bodyBytes(views), more, limits);
    const before = later;
    if (before.length > 0) later = [];
    if (views.length === 0 && before.length === 0) return socket.write(prefix);
    const chunks = gathered([...before, prefix], views);
    if (chunks.length > 1) socket.cork();
    let ready = true;
    for (const chunk of chunks) ready = socket.write(chunk);
    if (chunks.length > 1) socket.uncork();
    return ready;
  };

  return {
    socket,
    send(header, buffers = [], { stop, stopped } = {}) {
      const bodies = buffers.length === 0 ? [] : splitIntoBodies(buffers, limits.body);
      const last = bodies.length - 1;
      if (last <= 0) return writeFrame(header, bodies[0] ?? [], false) ? undefined : drained();
      return (async () => {
        const id = header['id'] ?? null;
        for (const [index, views] of bodies.entries()) {
          if (index > 0 && stop?.() === true) {
            writeFrame({ id, ok: false, ...stopped?.() }, [], false);
            return;
          }
          // Only the first frame of a message carries the description; the others name the message they belong to.
          if (!writeFrame(index === 0 ? header : { id }, views, index < last)) await drained();
        }
      })();
    },
    sendLater(header) {
      const frame = encodePrefix(header, 0, false, limits);
      if (later.length === 0) setImmediate(flush);
      later.push(frame);
    },
  };
}

const asBuffer = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

/** The chunks to write: large buffers as they are, what is small between them copied together. */
function gathered(small: Buffer[], views: readonly ArrayBufferView[]): Buffer[] {
  const chunks: Buffer[] = [];
  let run = small;
  let bytes = 0;
  const flush = (): void => {
    const [first] = run;
    if (first !== undefined) chunks.push(run.length === 1 ? first : Buffer.concat(run));
    run = [];
    bytes = 0;
  };
  for (const view of views) {
    const buffer = asBuffer(view);
    const padding = padded(buffer.length) - buffer.length;
    if (buffer.length >= COPY_BELOW) {
      flush();
      chunks.push(buffer);
    } else {
      if (bytes >= COPIED) flush();
      run.push(buffer);
      bytes += buffer.length;
    }
    if (padding > 0) run.push(ZEROS.subarray(0, padding));
  }
  flush();
  return chunks;
}
