import test from 'ava';
import type { Expression } from '../plan/index.js';
import type { ChunkLayout } from './parquet-footer.js';
import { mayMatch } from './parquet-prune.js';
import { fetchRanges, mergedRanges } from './ranges.js';
import { readThrift } from './thrift.js';

test('ranges that overlap or lie close are one; others are not', t => {
  const ranges = [
    { start: 500, end: 600 },
    { start: 0, end: 10 },
    { start: 5, end: 20 },
    { start: 120, end: 130 },
    { start: 300, end: 300 },
  ];
  t.deepEqual(mergedRanges(ranges, 100), [
    { start: 0, end: 130 },
    { start: 500, end: 600 },
  ]);
  t.deepEqual(mergedRanges([]), []);
});

test('a range that fails ends the others, and one that comes short is an error', async t => {
  const signals: AbortSignal[] = [];
  const reader = {
    read: (offset: number, length: number, signal: AbortSignal): Promise<Uint8Array> => {
      signals.push(signal);
      if (offset === 2) return Promise.reject(new Error('gone'));
      return offset === 5 ? Promise.resolve(new Uint8Array(length - 1)) : new Promise(() => undefined);
    },
  };
  const { signal } = new AbortController();
  await t.throwsAsync(
    fetchRanges(
      reader,
      [0, 1, 2].map(start => ({ start, end: start + 1 })),
      signal,
    ),
    { message: 'gone' },
  );
  t.true(signals.every(({ aborted }) => aborted));
  await t.throwsAsync(fetchRanges(reader, [{ start: 5, end: 9 }], signal), { message: /4 bytes from 5 on.*3 came/ });
});

test('damaged Thrift is a RangeError, never an endless loop or a giant list', t => {
  for (const bytes of [
    [],
    [0x19],
    [0x19, 0xfc, 0xff, 0xff, 0xff, 0x7f],
    [0x18, 0xff, 0xff, 0x03],
    [0x15, ...Array<number>(12).fill(0xff)],
    Array<number>(100).fill(0x1c),
  ])
    t.throws(() => readThrift(Uint8Array.from(bytes)), { instanceOf: RangeError });
});

const INT: Expression = { kind: 'column', name: 'x', type: { id: 'int32' } };
const FLOAT: Expression = { kind: 'column', name: 'x', type: { id: 'float64' } };
const value: Expression = { kind: 'parameter', index: 0, type: { id: 'int64' } };
const call = (name: string, ...args: readonly Expression[]): Expression => ({
  kind: 'call',
  function: name,
  arguments: args,
  type: { id: 'bool' },
});

function chunk(physicalType: number, min: number, max: number): ChunkLayout {
  const encoded = (number: number): Uint8Array =>
    physicalType === 1 ? new Uint8Array(Int32Array.of(number).buffer) : new Uint8Array(Float64Array.of(number).buffer);
  return { column: 'x', isNested: false, physicalType, start: 0, end: 1, min: encoded(min), max: encoded(max) };
}

test('row groups are ruled out by what their statistics say, and by nothing else', t => {
  const integers = [chunk(1, 10, 20)];
  const may = (expression: Expression, constant: unknown, chunks = integers) => mayMatch(expression, [constant], chunks);
  t.deepEqual(
    ['less', 'lessEqual', 'equal', 'greater', 'greaterEqual', 'notEqual'].map(name => [
      may(call(name, INT, value), 10n),
      may(call(name, INT, value), 20),
      may(call(name, value, INT), 20n),
    ]),
    [
      [false, true, false],
      [true, true, true],
      [true, true, true],
      [true, false, true],
      [true, true, true],
      [true, true, true],
    ],
  );
  t.false(may(call('equal', INT, value), 9));
  t.true(may(call('or', call('equal', INT, value), call('greater', INT, value)), 9));
  t.false(may(call('and', call('equal', INT, value), call('greater', INT, value)), 9));
  for (const unknown of [null, 'text', Number.NaN]) t.true(may(call('equal', INT, value), unknown));
  t.true(may(call('equal', INT, value), 9, [chunk(1, 20, 10)]), 'bounds that cannot be');
  t.true(may(call('equal', INT, value), 9, []), 'no such column');
  t.true(may(call('not', call('equal', INT, value)), 9));
  const floats = [chunk(5, 10, 20)];
  t.true(may(call('greater', FLOAT, value), 30, floats), 'NaN is greater');
  t.false(may(call('less', FLOAT, value), 5, floats));
  t.true(may(call('less', FLOAT, value), 5, [chunk(5, Number.NaN, Number.NaN)]));
});
