import test from 'ava';
import fc from 'fast-check';
import type { Json } from '@parquetframe/core/engine';
import { decodeValue, encodeValue } from './value.js';

const overTheWire = (value: unknown): unknown => decodeValue(JSON.parse(JSON.stringify(encodeValue(value))) as Json);

test('values survive, whatever they are made of', t => {
  const leaf = fc.oneof(
    fc.double(),
    fc.bigInt(),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.date({ noInvalidDate: false }),
  );
  const key = fc.oneof(fc.constantFrom('$', 'v', 'a'), fc.string()).filter(name => name !== '__proto__');
  const value = fc.letrec(tie => ({
    node: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('node')), fc.dictionary(key, tie('node'), { noNullPrototype: true })),
  })).node;
  fc.assert(
    fc.property(value, sample => {
      t.deepEqual(overTheWire(sample), sample);
    }),
    { verbose: 1 },
  );
});

test('functions and symbols are not data', t => {
  t.throws(() => encodeValue(() => 1), { instanceOf: TypeError });
  t.throws(() => encodeValue([Symbol('s')]), { instanceOf: TypeError });
});

for (const damaged of [
  { $: 'function', v: 'x' },
  { $: 'number', v: 'x' },
  { $: 'bigint', v: '1; x' },
  { $: 1 },
  { $: 'object', v: [] },
]) {
  test(`refused: ${JSON.stringify(damaged)}`, t => {
    t.throws(() => decodeValue(damaged), { name: 'ProtocolError' });
  });
}

test('a key that would change the prototype is refused', t => {
  t.throws(() => decodeValue(JSON.parse('{"__proto__": {"x": 1}}') as Json), { name: 'ProtocolError' });
});
