import type { Json, JsonObject } from '@parquetframe/core/engine';
import { ProtocolError } from './protocol-error.js';

/** The version that greetings are written in, and that this code speaks afterwards. */
export const PROTOCOL_VERSION = 1;
/** Versions that this end speaks: both ends name theirs when they greet, and the highest that both have is used. */
export const PROTOCOL_VERSIONS: readonly number[] = [PROTOCOL_VERSION];
/** Bytes before the JSON header; see docs/protocol.md for the layout. */
export const PREFIX_BYTES = 32;
/** `PFWP` as bytes, read as a little-endian word. */
const MAGIC = 0x50574650;

/** Where a body is: it follows in the stream, or (reserved, refused by this version) in memory that both processes share. */
export const BODY_KIND = { none: 0, inline: 1, shared: 2 } as const;
const MORE = 1;

export interface Frame {
  readonly header: JsonObject;
  /** its own allocation, at least 8-byte aligned; undefined when the frame has none */
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** another frame of the same message follows */
  readonly more: boolean;
}

export interface FrameLimits {
  /** longest JSON header, in bytes */
  readonly header: number;
  /** longest body of one frame, in bytes */
  readonly body: number;
}

/** Prefix and JSON header in one buffer; the body is written after it. @throws ProtocolError when the header is over its limit */
export function encodePrefix(header: JsonObject, bodyBytes: number, more: boolean, limits: FrameLimits): Buffer {
  const text = JSON.stringify(header);
  const headerBytes = Buffer.byteLength(text);
  if (headerBytes > limits.header)
    throw new ProtocolError(`a message header of ${headerBytes} bytes is over the limit of ${limits.header}`);
  const buffer = Buffer.allocUnsafe(PREFIX_BYTES + headerBytes);
  buffer.fill(0, 0, PREFIX_BYTES);
  buffer.writeUInt32LE(MAGIC, 0);
  buffer.writeUInt16LE(PROTOCOL_VERSION, 4);
  buffer.writeUInt8(bodyBytes > 0 ? BODY_KIND.inline : BODY_KIND.none, 6);
  buffer.writeUInt8(more ? MORE : 0, 7);
  buffer.writeUInt32LE(headerBytes, 8);
  buffer.writeUInt32LE(bodyBytes % 2 ** 32, 16);
  buffer.writeUInt32LE(Math.floor(bodyBytes / 2 ** 32), 20);
  buffer.write(text, PREFIX_BYTES, 'utf8');
  return buffer;
}

export interface Prefix {
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly more: boolean;
}

/** Reads the fixed prefix and checks every field before anything is allocated for it. @throws ProtocolError */
export function decodePrefix(bytes: Buffer, limits: FrameLimits): Prefix {
  if (bytes.readUInt32LE(0) !== MAGIC) throw new ProtocolError('a frame does not begin with the protocol’s magic bytes');
  const version = bytes.readUInt16LE(4);
  if (version !== PROTOCOL_VERSION)
    throw new ProtocolError(`the other end speaks protocol version ${version}, this end version ${PROTOCOL_VERSION}`);
  const kind = bytes.readUInt8(6);
  const flags = bytes.readUInt8(7);
  const headerBytes = bytes.readUInt32LE(8);
  const bodyBytes = bytes.readUInt32LE(16) + bytes.readUInt32LE(20) * 2 ** 32;
  const reserved = bytes.readUInt32LE(12) | bytes.readUInt32LE(24) | bytes.readUInt32LE(28);
  if (kind > BODY_KIND.inline) throw new ProtocolError(`body kind ${kind} is not supported by protocol version ${version}`);
  if (flags > MORE || reserved !== 0) throw new ProtocolError('reserved bits of a frame are set');
  if (headerBytes === 0 || headerBytes > limits.header)
    throw new ProtocolError(`a frame claims a header of ${headerBytes} bytes; the limit is ${limits.header}`);
  if (bodyBytes > limits.body)
    throw new ProtocolError(`a frame claims a body of ${bodyBytes} bytes; the limit is ${limits.body}`);
  if ((kind === BODY_KIND.none) !== (bodyBytes === 0)) throw new ProtocolError('body kind and body length of a frame disagree');
  return { headerBytes, bodyBytes, more: flags === MORE };
}

/** @throws ProtocolError unless the bytes are a JSON object */
export function decodeHeader(bytes: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(bytes.toString('utf8')) as Json;
  } catch {
    throw new ProtocolError('the header of a frame is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProtocolError('the header of a frame is not a JSON object');
  return value as JsonObject;
}
