import test from 'ava';
import * as fc from 'fast-check';
import {
  columnFromValues,
  columnReader,
  concatColumns,
  decodeIpc,
  encodeIpc,
  field,
  fromArrow,
  hashTable,
  sliceColumn,
  tableData,
  takeColumn,
  toArrow,
  toShared,
} from './index.js';
import { anyColumn, valuesOf } from './arbitraries.test.data.js';

test('values, take, slice and concat agree with arrays for every type', t => {
  fc.assert(
    fc.property(anyColumn(), fc.infiniteStream(fc.nat()), ({ type, values }, numbers) => {
      const column = columnFromValues(type, values);
      t.deepEqual(valuesOf(type, column), values);
      const n = values.length;
      const indices = Int32Array.from({ length: n === 0 ? 0 : 7 }, () => (numbers.next().value % (n + 1)) - 1);
      t.deepEqual(
        valuesOf(type, takeColumn(type, column, indices)),
        Array.from(indices, i => (i < 0 ? null : values[i])),
      );
      const start = numbers.next().value % (n + 1);
      const end = start + (numbers.next().value % (n - start + 1));
      const part = sliceColumn(type, column, start, end);
      t.deepEqual(valuesOf(type, part), values.slice(start, end));
      const again = sliceColumn(type, part, 1, end);
      t.deepEqual(valuesOf(type, again), values.slice(start, end).slice(1));
      const all = concatColumns(type, [part, column, again, sliceColumn(type, column, 0, start)]);
      t.deepEqual(valuesOf(type, all), [
        ...values.slice(start, end),
        ...values,
        ...values.slice(start + 1, end),
        ...values.slice(0, start),
      ]);
      t.is(all.nullCount, valuesOf(type, all).filter(v => v === null).length);
      t.deepEqual(
        valuesOf(
          type,
          takeColumn(
            type,
            part,
            Uint32Array.from({ length: part.length }, (_, i) => part.length - 1 - i),
          ),
        ),
        values.slice(start, end).reverse(),
      );
      t.is(columnReader(type, part).length, part.length);
    }),
    { numRuns: 500 },
  );
});

test('every type survives arrow-js, IPC and shared memory', async t => {
  await fc.assert(
    fc.asyncProperty(anyColumn(), fc.nat(), async ({ type, values }, cut) => {
      const column = columnFromValues(type, values);
      const at = cut % (values.length + 1);
      const schema = [field('c', type)];
      const parts = [sliceColumn(type, column, 0, at), sliceColumn(type, column, at, values.length)];
      const table = tableData(
        schema,
        parts.map(part => ({ length: part.length, columns: [part] })),
      );
      const read = (of: ReturnType<typeof fromArrow>): unknown[] =>
        of.batches.flatMap(b => (b.columns[0] ? valuesOf(type, b.columns[0]) : []));
      const arrow = await toArrow(table);
      t.is(arrow.numRows, values.length);
      const back = fromArrow(arrow);
      t.deepEqual(back.schema, schema);
      t.deepEqual(read(back), values);
      t.deepEqual(read(fromArrow(arrow.slice(at))), values.slice(at));
      t.deepEqual(read(fromArrow(arrow.slice(0, at))), values.slice(0, at));
      const decoded = await decodeIpc(await encodeIpc(table));
      t.deepEqual(decoded.schema, schema);
      t.deepEqual(read(decoded), values);
      t.deepEqual(read(toShared(table)), values);
      const whole = hashTable(tableData(schema, [{ length: values.length, columns: [column] }]));
      t.is(hashTable(table), whole);
      t.is(hashTable(decoded), whole);
    }),
    { numRuns: 500 },
  );
});
