import test from 'ava';
import fc from 'fast-check';
import type { JsonObject } from '@parquetframe/core/engine';
import { FrameReader } from './frame-reader.js';
import { encodePrefix, PREFIX_BYTES, type Frame } from './frame.js';

const LIMITS = { header: 1_000, body: 10_000 };

const frameBytes = (header: JsonObject, body = Buffer.alloc(0), more = false): Buffer =>
  Buffer.concat([encodePrefix(header, body.length, more, LIMITS), body]);

function read(bytes: Buffer, cut: readonly number[] = []): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader(LIMITS, frame => frames.push(frame));
  let at = 0;
  for (const end of [...cut, bytes.length]) {
    reader.push(bytes.subarray(at, end));
    at = end;
  }
  return frames;
}

test('frames come out as they went in, however the stream is cut', t => {
  const frame = fc.record({
    header: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string({ maxLength: 20 }), fc.integer()), { maxKeys: 4 }),
    body: fc.uint8Array({ maxLength: 300 }),
    more: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat()), (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(({ header, body, more }) => frameBytes(header, Buffer.from(body), more)));
      const sorted = cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b);
      const seen = read(bytes, sorted);
      t.deepEqual(
        seen.map(({ header, body, more }) => ({ header: JSON.stringify(header), body: [...(body ?? [])], more })),
        frames.map(({ header, body, more }) => ({ header: JSON.stringify(header), body: [...body], more })),
      );
    }),
    { verbose: 1 },
  );
});

test('a body is an allocation of its own', t => {
  const [frame] = read(frameBytes({}, Buffer.from('abc')));
  t.is(frame?.body?.byteOffset, 0);
  t.is(frame?.body?.buffer.byteLength, 3);
});

const spoilt = (change: (bytes: Buffer) => void): Buffer => {
  const bytes = frameBytes({ a: 1 }, Buffer.from('body'));
  change(bytes);
  return bytes;
};
const BAD: readonly (readonly [string, Buffer, RegExp])[] = [
  ['other magic bytes', spoilt(b => b.writeUInt8(0, 0)), /magic/],
  ['another version', spoilt(b => b.writeUInt16LE(2, 4)), /version 2, this end version 1/],
  ['an unknown body kind', spoilt(b => b.writeUInt8(9, 6)), /body kind 9/],
  ['the reserved body kind for shared memory', spoilt(b => b.writeUInt8(2, 6)), /body kind 2/],
  ['unknown flags', spoilt(b => b.writeUInt8(2, 7)), /reserved/],
  ['reserved bits', spoilt(b => b.writeUInt32LE(1, 12)), /reserved/],
  ['an offset, which belongs to shared memory', spoilt(b => b.writeUInt32LE(1, 24)), /reserved/],
  ['an empty header', spoilt(b => b.writeUInt32LE(0, 8)), /header of 0 bytes/],
  ['a header over the limit', spoilt(b => b.writeUInt32LE(1_001, 8)), /header of 1001 bytes; the limit is 1000/],
  ['a body over the limit', spoilt(b => b.writeUInt32LE(10_001, 16)), /body of 10001 bytes; the limit is 10000/],
  ['a body of 2^60 bytes', spoilt(b => b.writeBigUInt64LE(2n ** 60n, 16)), /body of 115292150460684\d+ bytes/],
  ['a body without a kind', spoilt(b => b.writeUInt8(0, 6)), /disagree/],
  ['a header that is not JSON', spoilt(b => b.writeUInt8(0x7d, PREFIX_BYTES)), /not JSON/],
  [
    'a header that is not an object',
    Buffer.concat([encodePrefix({ a: 1 }, 0, false, LIMITS).subarray(0, 32), Buffer.from('[1,2,3]')]),
    /not a JSON object/,
  ],
];
for (const [what, bytes, message] of BAD) {
  test(`refused: ${what}`, t => {
    t.throws(() => read(bytes), { name: 'ProtocolError', message });
  });
}

test('lengths are checked before anything is allocated for them', t => {
  const bytes = spoilt(b => b.writeBigUInt64LE(2n ** 60n, 16)).subarray(0, PREFIX_BYTES);
  const before = process.memoryUsage().arrayBuffers;
  t.throws(() => read(bytes), { name: 'ProtocolError' });
  // The reader's own prefix is 32 bytes.
  t.true(process.memoryUsage().arrayBuffers - before < 1_000);
});

test('a header over the limit is not sent', t => {
  t.throws(() => encodePrefix({ text: 'x'.repeat(1_000) }, 0, false, LIMITS), { name: 'ProtocolError' });
});

test('random bytes are never taken for a frame', t => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: PREFIX_BYTES, maxLength: 200 }), bytes => {
      t.throws(() => read(Buffer.from(bytes)), { name: 'ProtocolError' });
    }),
    { verbose: 1 },
  );
});

test('the rest of a long body is read straight to where it belongs', t => {
  const length = 200_000;
  const body = Uint8Array.from({ length }, (_, i) => i % 251);
  const frames: Frame[] = [];
  const reader = new FrameReader({ header: 1_000, body: length }, frame => frames.push(frame));
  t.is(reader.room, undefined, 'a prefix comes first');
  reader.push(Buffer.concat([encodePrefix({ a: 1 }, length, false, { header: 1_000, body: length }), body.subarray(0, 1_000)]));
  const { room } = reader;
  t.is(room?.length, length - 1_000);
  room?.set(body.subarray(1_000, 150_000));
  reader.push(room?.subarray(0, 149_000) ?? Buffer.alloc(0));
  t.is(reader.room, undefined, 'what is left is less than a read');
  reader.push(Buffer.from(body.subarray(150_000)));
  t.deepEqual(frames[0]?.body && Uint8Array.from(frames[0].body), body);
  t.is(frames[0]?.body?.buffer, room?.buffer);
});
