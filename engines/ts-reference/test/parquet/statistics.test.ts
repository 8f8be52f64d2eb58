import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { call, column, literal, metadataOf, rowsAsArrays, scanParquet } from '../harness.js';

const folder = await mkdtemp(path.join(tmpdir(), 'pf-statistics-'));
test.after.always(() => rm(folder, { recursive: true }));

type Statistics = NonNullable<NonNullable<ParquetWriter['row_groups'][number]['columns'][number]['meta_data']>['statistics']>;

/** A file of one column whose statistics are replaced before the footer is written. */
async function file(name: string, element: Partial<SchemaElement>, data: unknown[], statistics: Statistics): Promise<string> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'x', repetition_type: 'OPTIONAL', ...element },
    ],
  });
  await writer.write({ columnData: [{ name: 'x', data }], rowGroupSize: data.length });
  const chunk = writer.row_groups[0]?.columns[0]?.meta_data;
  if (chunk) chunk.statistics = statistics;
  await writer.finish();
  const target = path.join(folder, name);
  await writeFile(target, bytes.getBytes());
  return target;
}

const int32: Partial<SchemaElement> = { type: 'INT32' };
const uint32: Partial<SchemaElement> = { type: 'INT32', converted_type: 'UINT_32' };
const double: Partial<SchemaElement> = { type: 'DOUBLE' };
const text: Partial<SchemaElement> = { type: 'BYTE_ARRAY', converted_type: 'UTF8' };

/** Each would rule out rows that are there, if it were believed. */
const IMPOSSIBLE: readonly (readonly [what: string, element: Partial<SchemaElement>, data: unknown[], statistics: Statistics])[] =
  [
    ['min above max', int32, [1, 5, 9], { min_value: 9, max_value: 1, null_count: 0n }],
    ['unsigned bounds in signed order', uint32, [1, 3000000000], { min_value: 3000000000, max_value: 1, null_count: 0n }],
    ['NaN bounds', double, [1.5, 2.5], { min_value: NaN, max_value: NaN, null_count: 0n }],
    ['one NaN bound', double, [1.5, 2.5], { min_value: 7, max_value: NaN, null_count: 0n }],
    ['bounds of text in the wrong order', text, ['a', 'z'], { min_value: 'z', max_value: 'a', null_count: 0n }],
    ['all null, and bounds', int32, [1, 5, 9], { min_value: 1, max_value: 9, null_count: 3n }],
    ['more nulls than values', int32, [1, null, 9], { null_count: 4n }],
    ['a negative number of nulls', int32, [1, null, 9], { null_count: -1n }],
  ];

for (const [what, element, data, statistics] of IMPOSSIBLE) {
  test(`statistics that cannot be true are not used: ${what}`, async t => {
    const target = await file(`${what}.parquet`, element, data, statistics);
    const value = data.at(-1);
    const type = (await metadataOf(target)).schema[0]?.type;
    const wanted = literal(value as number | string, type);
    for (const test_ of ['equal', 'greaterEqual', 'lessEqual'] as const) {
      const { table } = await scanParquet(target, { predicate: call(test_, [column('x'), wanted]) });
      t.true(
        rowsAsArrays(table).some(([x]) => x === value),
        test_,
      );
    }
    const present = await scanParquet(target, { predicate: call('isNotNull', [column('x')]) });
    t.is(present.table.length, data.filter(x => x !== null).length);
    const nulls = await scanParquet(target, { predicate: call('isNull', [column('x')]) });
    t.is(nulls.table.length, data.filter(x => x === null).length);
  });
}

test('two columns, or two fields of a struct, of one name are an error', async t => {
  const bytes = new ByteWriter();
  const element = { type: 'INT32', repetition_type: 'REQUIRED' } as const;
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: 2 },
      { name: 'x', ...element },
      { name: 'x', ...element },
    ],
  });
  await writer.write({
    columnData: [
      { name: 'x', data: [1] },
      { name: 'x', data: [2] },
    ],
    rowGroupSize: 1,
  });
  await writer.finish();
  const target = path.join(folder, 'twice.parquet');
  await writeFile(target, bytes.getBytes());
  await t.throwsAsync(metadataOf(target), { code: 'UNSUPPORTED_TYPE', message: /two columns named "x"/ });
});
