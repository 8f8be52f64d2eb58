import type { JsonObject } from '@parquetframe/core/engine';
import { decodeHeader, decodePrefix, PREFIX_BYTES, type Frame, type FrameLimits, type Prefix } from './frame.js';

/** Less than this is not worth a buffer of its own for the next read. */
const ROOM = 65_536;

/**
 * Cuts a byte stream into frames. Chunks are borrowed: their bytes are copied out before `push` returns, a body straight into its final allocation.
 */
export class FrameReader {
  readonly #limits: FrameLimits;
  readonly #deliver: (frame: Frame) => void;
  readonly #prefixBytes = Buffer.alloc(PREFIX_BYTES);
  #prefix: Prefix | undefined;
  #header: JsonObject | undefined;
  /** what is being filled now: the prefix, a header that came in pieces, or a body */
  #target: Buffer<ArrayBuffer> = this.#prefixBytes;
  #filled = 0;
  #stopped = false;

  constructor(limits: FrameLimits, deliver: (frame: Frame) => void) {
    this.#limits = limits;
    this.#deliver = deliver;
  }

  /** true between two frames */
  get idle(): boolean {
    return this.#prefix === undefined && this.#filled === 0;
  }

  /** Where the next bytes belong, when they are many: read straight to there they need not be copied. Chunks that lie there are not. */
  get room(): Buffer<ArrayBuffer> | undefined {
    return this.#header !== undefined && this.#target.length - this.#filled >= ROOM
      ? this.#target.subarray(this.#filled)
      : undefined;
  }

  /** Nothing after the frame that is being delivered is read. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * @returns the rest of the chunk when the reader was stopped
   * @throws ProtocolError on the first byte that is not of the protocol; the reader must not be used afterwards
   */
  push(chunk: Buffer): Buffer | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#stopped) return chunk.subarray(at);
      const taken = Math.min(this.#target.length - this.#filled, chunk.length - at);
      const inPlace = chunk.buffer === this.#target.buffer && chunk.byteOffset === this.#target.byteOffset + this.#filled;
      // A typed-array set is faster than Buffer.copy for bodies; for the others it does not matter.
      if (!inPlace) this.#target.set(at === 0 && taken === chunk.length ? chunk : chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === this.#target.length) this.#advance();
    }
    return undefined;
  }

  #advance(): void {
    if (this.#prefix === undefined) {
      this.#prefix = decodePrefix(this.#prefixBytes, this.#limits);
      this.#fill(Buffer.allocUnsafe(this.#prefix.headerBytes));
    } else if (this.#header === undefined) {
      this.#header = decodeHeader(this.#target);
      // Not from Buffer's pool: a body is kept, viewed as typed arrays and must be aligned.
      if (this.#prefix.bodyBytes > 0) this.#fill(Buffer.allocUnsafeSlow(this.#prefix.bodyBytes));
      else this.#finish(undefined);
    } else this.#finish(this.#target);
  }

  #fill(target: Buffer<ArrayBuffer>): void {
    this.#target = target;
    this.#filled = 0;
  }

  #finish(body: Buffer<ArrayBuffer> | undefined): void {
    const frame = { header: this.#header ?? {}, body, more: this.#prefix?.more ?? false };
    this.#prefix = undefined;
    this.#header = undefined;
    this.#fill(this.#prefixBytes);
    this.#deliver(frame);
  }
}
