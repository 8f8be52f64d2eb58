import type { SchemaElement } from 'hyparquet';
import { columnReader } from '@parquetframe/core/engine';
import type { ColumnData, DataType, Steps } from '@parquetframe/core/engine';
import test from 'ava';
import { assembleColumn } from './assemble.js';
import type { PhysicalValues } from './physical-values.js';
import type { LeafNode } from './schema.js';

const ROWS = 100_000;
/** Rows that are looked at between two looks at the clock at most. */
const ROWS_AT_ONCE = 4_096;
const IN_STEPS = Math.floor(ROWS / ROWS_AT_ONCE);

const leaf = (type: DataType, element: SchemaElement['type'], definition: number): LeafNode => ({
  kind: 'leaf',
  field: { name: 'x', type, nullable: definition > 0 },
  definition,
  column: 0,
  path: ['x'],
  element: { name: 'x', ...(element === undefined ? {} : { type: element }) },
  maxRepetition: 0,
});

const fixed = (view: ArrayBufferView, width: number): PhysicalValues => ({
  kind: 'fixed',
  width,
  count: view.byteLength / width,
  bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
});

const numbers = (count: number): PhysicalValues =>
  fixed(
    Int32Array.from({ length: count }, (_, i) => i),
    4,
  );
const strings = (count: number): PhysicalValues => ({
  kind: 'strings',
  count,
  offsets: Int32Array.from({ length: count + 1 }, (_, i) => 8 * i),
  data: Buffer.from(Array.from({ length: count }, (_, i) => String(i).padStart(8, '0')).join('')),
});
const bools = (count: number): PhysicalValues =>
  fixed(
    Uint8Array.from({ length: count }, (_, i) => i % 2),
    1,
  );

interface Case {
  readonly type: DataType;
  readonly element: SchemaElement['type'];
  readonly values: (count: number) => PhysicalValues;
  readonly shown: (i: number) => unknown;
  /** whether values are also converted or checked one by one */
  readonly converts: boolean;
}

const CASES: readonly Case[] = [
  { type: { id: 'utf8' }, element: 'BYTE_ARRAY', values: strings, shown: i => String(i).padStart(8, '0'), converts: true },
  { type: { id: 'int32' }, element: 'INT32', values: numbers, shown: i => i, converts: false },
  { type: { id: 'bool' }, element: 'BOOLEAN', values: bools, shown: i => i % 2 === 1, converts: true },
  {
    type: { id: 'decimal', precision: 9, scale: 0 },
    element: 'INT32',
    values: numbers,
    shown: i => BigInt(i),
    converts: true,
  },
];

/** How often the work gave way. */
function counted(steps: Steps<ColumnData>): { readonly column: ColumnData; readonly pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const next = steps.next();
    if (next.done === true) return { column: next.value, pauses };
  }
}

for (const { type, element, values, shown, converts } of CASES) {
  test(`a long chunk of ${type.id} becomes a column in steps`, t => {
    const data = { count: ROWS, definition: undefined, repetition: undefined, values: values(ROWS) };
    const { column, pauses } = counted(assembleColumn(leaf(type, element, 0), () => data));
    t.true(pauses >= (converts ? IN_STEPS : 0), `${String(pauses)} pauses`);
    const reader = columnReader(type, column);
    for (let row = 0; row < ROWS; row += 991) t.deepEqual(reader.get(row), shown(row));
  });

  test(`values of ${type.id} are put between nulls in steps`, t => {
    const definition = Uint8Array.from({ length: ROWS }, (_, row) => Number(row % 3 !== 1));
    const count = definition.reduce((sum, level) => sum + level, 0);
    const data = { count: ROWS, definition, repetition: undefined, values: values(count) };
    const { column, pauses } = counted(assembleColumn(leaf(type, element, 1), () => data));
    t.true(pauses >= 2 * IN_STEPS, `${String(pauses)} pauses`);
    t.is(column.nullCount, ROWS - count);
    const reader = columnReader(type, column);
    for (let row = 0; row < ROWS; row += 991) {
      const before = row - Math.floor((row + 1) / 3);
      t.deepEqual(reader.get(row), row % 3 === 1 ? null : shown(before));
    }
  });
}

test('a character may not go on into the next value, at the border of a step either', t => {
  const values = strings(ROWS);
  if (values.kind !== 'strings') throw new Error('not strings');
  const border = ROWS_AT_ONCE - 256;
  const at = 8 * border;
  // the two bytes of é, one on each side
  values.data.set([0xc3, 0xa9], at - 1);
  const data = { count: ROWS, definition: undefined, repetition: undefined, values };
  t.throws(() => counted(assembleColumn(leaf({ id: 'utf8' }, 'BYTE_ARRAY', 0), () => data)), {
    message: `value ${String(border - 1)} of a string column is not UTF-8`,
  });
});
