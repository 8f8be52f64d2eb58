import test from 'ava';
import { isParquetFrameError } from '../contract/errors/index.js';
import { col, struct } from './operands.js';

test('a struct is a call with names and values by turns', t => {
  t.deepEqual(struct({ a: col('x'), b: 'y' }).node, {
    kind: 'call',
    function: 'toStruct',
    arguments: [
      { kind: 'literal', value: 'a' },
      { kind: 'column', name: 'x' },
      { kind: 'literal', value: 'b' },
      { kind: 'literal', value: 'y' },
    ],
  });
  for (const wrong of [{}, undefined, 'a', { a: undefined }, { a: [1] }]) {
    const error = t.throws((): unknown => Reflect.apply(struct, undefined, [wrong]));
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', JSON.stringify(wrong));
  }
});
