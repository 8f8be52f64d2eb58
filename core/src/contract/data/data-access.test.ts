import assert from 'node:assert/strict';
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
      assert.deepStrictEqual(valuesOf(type, column), values);
      const n = values.length;
      const indices = Int32Array.from({ length: n === 0 ? 0 : 7 }, () => (numbers.next().value % (n + 1)) - 1);
      assert.deepStrictEqual(
        valuesOf(type, takeColumn(type, column, indices)),
        Array.from(indices, i => (i < 0 ? null : values[i])),
      );
      const start = numbers.next().value % (n + 1);
      const end = start + (numbers.next().value % (n - start + 1));
      const part = sliceColumn(type, column, start, end);
      assert.deepStrictEqual(valuesOf(type, part), values.slice(start, end));
      const again = sliceColumn(type, part, 1, end);
      assert.deepStrictEqual(valuesOf(type, again), values.slice(start, end).slice(1));
      const all = concatColumns(type, [part, column, again, sliceColumn(type, column, 0, start)]);
      assert.deepStrictEqual(valuesOf(type, all), [
        ...values.slice(start, end),
        ...values,
        ...values.slice(start + 1, end),
        ...values.slice(0, start),
      ]);
      assert.equal(all.nullCount, valuesOf(type, all).filter(v => v === null).length);
      assert.deepStrictEqual(
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
      assert.equal(columnReader(type, part).length, part.length);
    }),
    { numRuns: 300 },
  );
  t.pass();
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
      assert.equal(arrow.numRows, values.length);
      const back = fromArrow(arrow);
      assert.deepStrictEqual(back.schema, schema);
      assert.deepStrictEqual(read(back), values);
      assert.deepStrictEqual(read(fromArrow(arrow.slice(at))), values.slice(at));
      assert.deepStrictEqual(read(fromArrow(arrow.slice(0, at))), values.slice(0, at));
      const decoded = await decodeIpc(await encodeIpc(table));
      assert.deepStrictEqual(decoded.schema, schema);
      assert.deepStrictEqual(read(decoded), values);
      assert.deepStrictEqual(read(toShared(table)), values);
      const whole = hashTable(tableData(schema, [{ length: values.length, columns: [column] }]));
      assert.equal(hashTable(table), whole);
      assert.equal(hashTable(decoded), whole);
    }),
    { numRuns: 150 },
  );
  t.pass();
});
