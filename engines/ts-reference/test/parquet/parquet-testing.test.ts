import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isParquetFrameError } from '@parquetframe/core/engine';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { metadataOf, rowsAsArrays, scanParquet, values } from '../harness.js';
import { hasTestData, testData } from '../test-data.js';

const withData = hasTestData ? test : test.skip;
const folder = path.join(testData, 'parquet-testing', 'data');
const fileAt = (name: string): string => path.join(folder, name);

/** Files that cannot be read, and the error that says so. All others must read. */
const ERRORS: { readonly [file: string]: string } = {
  'datapage_v1-corrupt-checksum.parquet': 'DATA_CORRUPT',
  'rle-dict-uncompressed-corrupt-checksum.parquet': 'DATA_CORRUPT',
  'nation.dict-malformed.parquet': 'DATA_CORRUPT',
  'int96_from_spark.parquet': 'UNSUPPORTED_TYPE',
};
const expectedOutcome = (file: string): string =>
  file.endsWith('.encrypted') ? 'ENCRYPTED_FILE' : (ERRORS[path.basename(file)] ?? 'reads');

const files = hasTestData
  ? ['', 'geospatial', 'aes256'].flatMap(part =>
      readdirSync(path.join(folder, part))
        .filter(name => /\.parquet(\.encrypted)?$/.test(name))
        .map(name => path.join(part, name)),
    )
  : [];

withData('there are files to read', t => {
  t.true(files.length >= 80);
});

for (const file of files) {
  test(`parquet-testing ${file}: ${expectedOutcome(file)}`, async t => {
    try {
      const { rowGroups } = await metadataOf(fileAt(file));
      const { table } = await scanParquet(fileAt(file));
      t.is(expectedOutcome(file), 'reads');
      t.is(
        table.length,
        rowGroups.reduce((rows, group) => rows + group.rows, 0),
      );
    } catch (error) {
      if (!isParquetFrameError(error)) throw error;
      t.is(error.code, expectedOutcome(file), error.message);
    }
  });
}

const rows = async (file: string, columns?: readonly string[]): Promise<unknown[][]> =>
  rowsAsArrays((await scanParquet(fileAt(file), columns ? { columns } : {})).table);

withData('alltypes_plain: all physical types, INT96 as nanoseconds', async t => {
  const [first] = await rows('alltypes_plain.parquet');
  t.deepEqual(
    first,
    [4, true, 0, 0, 0, 0n, 0, 0, Buffer.from('03/01/09'), Buffer.from('0'), 1235865600000000000n].map(value =>
      Buffer.isBuffer(value) ? new Uint8Array(value) : value,
    ),
  );
});

for (const file of [
  'int32_decimal',
  'int64_decimal',
  'fixed_length_decimal',
  'fixed_length_decimal_legacy',
  'byte_array_decimal',
]) {
  withData(`${file}: unscaled decimals 1.00 to 24.00`, async t => {
    const { schema } = await metadataOf(fileAt(`${file}.parquet`));
    t.is(schema[0]?.type.id, 'decimal');
    t.deepEqual(
      await rows(`${file}.parquet`),
      Array.from({ length: 24 }, (_, i) => [BigInt(i + 1) * 100n]),
    );
  });
}

/** CSV written by another reader beside the file. */
const expectedCsv = async (name: string): Promise<string[][]> => parse(await readFile(fileAt(name)), { from_line: 2 });

withData('delta_binary_packed: every bit width, as its CSV says', async t => {
  const shown = (await rows('delta_binary_packed.parquet')).map(row => row.map(String));
  t.deepEqual(shown, await expectedCsv('delta_binary_packed_expect.csv'));
});

for (const name of ['delta_byte_array', 'delta_encoding_optional_column', 'delta_encoding_required_column']) {
  withData(`${name}: as its CSV says`, async t => {
    const shown = (await rows(`${name}.parquet`)).map(row =>
      row.map(cell => (cell === null ? '' : String(cell as bigint | number | string))),
    );
    t.deepEqual(shown, await expectedCsv(`${name}_expect.csv`));
  });
}

withData('byte_stream_split_extended: each column equals its plain twin', async t => {
  const { table } = await scanParquet(fileAt('byte_stream_split_extended.gzip.parquet'));
  const twins = table.schema.map(field => field.name).filter(name => name.endsWith('_plain'));
  t.true(twins.length >= 6);
  for (const name of twins) t.deepEqual(values(table, name.replace(/_plain$/, '_byte_stream_split')), values(table, name), name);
});

withData('float16: signed zeros and NaN', async t => {
  t.deepEqual(await rows('float16_zeros_and_nans.parquet'), [[null], [0], [NaN]]);
  t.deepEqual(await rows('float16_nonzeros_and_nans.parquet'), [[null], [1], [-2], [NaN], [0], [-1], [-0], [2]]);
});

withData('nested_lists: three levels with nulls and empty lists', async t => {
  t.deepEqual(await rows('nested_lists.snappy.parquet', ['a']), [
    [
      [
        [['a', 'b'], ['c']],
        [null, ['d']],
      ],
    ],
    [
      [
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
        [null, ['e']],
      ],
    ],
    [
      [
        [['a', 'b'], ['c', 'd'], ['e']],
        [null, ['f']],
      ],
    ],
  ]);
});

withData('nested_maps: a map of maps', async t => {
  t.deepEqual(await rows('nested_maps.snappy.parquet', ['a']), [
    [
      [
        [
          'a',
          [
            [1, true],
            [2, false],
          ],
        ],
      ],
    ],
    [[['b', [[1, true]]]]],
    [[['c', null]]],
    [[['d', []]]],
    [[['e', [[1, true]]]]],
    [
      [
        [
          'f',
          [
            [3, true],
            [4, false],
            [5, true],
          ],
        ],
      ],
    ],
  ]);
});

withData('nullable.impala: structs, maps and lists, null and empty at every level', async t => {
  const table = await rows('nullable.impala.parquet', ['id', 'int_array', 'int_array_Array', 'int_map']);
  t.deepEqual(table, [
    [
      1n,
      [1, 2, 3],
      [
        [1, 2],
        [3, 4],
      ],
      [
        ['k1', 1],
        ['k2', 100],
      ],
    ],
    [
      2n,
      [null, 1, 2, null, 3, null],
      [[null, 1, 2, null], [3, null, 4], [], null],
      [
        ['k1', 2],
        ['k2', null],
      ],
    ],
    [3n, [], [null], []],
    [4n, null, [], []],
    [5n, null, null, []],
    [6n, null, null, null],
    [
      7n,
      null,
      [null, [5, 6]],
      [
        ['k1', null],
        ['k3', null],
      ],
    ],
  ]);
});

withData('repeated fields outside a LIST are lists', async t => {
  t.deepEqual(await rows('repeated_primitive_no_list.parquet', ['Int32_list', 'String_list']), [
    [
      [0, 1, 2, 3],
      ['foo', 'zero', 'one', 'two'],
    ],
    [[], ['three']],
    [[4], ['four']],
    [
      [5, 6, 7, 8],
      ['five', 'six', 'seven', 'eight'],
    ],
  ]);
  t.deepEqual(await rows('old_list_structure.parquet'), [
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ]);
});

withData('a map without values is a list of its keys', async t => {
  t.deepEqual(await rows('map_no_value.parquet', ['my_map_no_v', 'my_list']), [
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      [4, 5, 6],
      [4, 5, 6],
    ],
    [
      [7, 8, 9],
      [7, 8, 9],
    ],
  ]);
});

withData('INT96 beyond nanoseconds is an error that names the column', async t => {
  const error = await t.throwsAsync(scanParquet(fileAt('int96_from_spark.parquet')));
  t.true(isParquetFrameError(error) && error.details['column'] === 'a');
});

withData('a damaged page is an error that names file, column, row group, page and offset', async t => {
  const error = await t.throwsAsync(scanParquet(fileAt('datapage_v1-corrupt-checksum.parquet')), {
    message: /column "a", row group 0, page 0, at byte 4: the checksum/,
  });
  t.true(isParquetFrameError(error) && error.details['file'] === fileAt('datapage_v1-corrupt-checksum.parquet'));
});

withData('truncated bounds are not exact', async t => {
  const { columns } = await metadataOf(fileAt('binary_truncated_min_max.parquet'));
  t.deepEqual(
    columns.map(({ path: name, statistics }) => [name, statistics?.exact]),
    [
      ['utf8_full_truncation', false],
      ['binary_full_truncation', false],
      ['utf8_partial_truncation', false],
      ['binary_partial_truncation', false],
      ['utf8_no_truncation', true],
      ['binary_no_truncation', true],
    ],
  );
});

withData('NaN in statistics is not a bound', async t => {
  const { columns } = await metadataOf(fileAt('nan_in_stats.parquet'));
  t.is(columns[0]?.statistics?.max, null);
});
