import test from 'ava';
import { encodeIpc, tableData } from '@parquetframe/core/engine';
import type { DataType, Schema } from '@parquetframe/core/engine';
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { embeddedDurations } from './arrow-schema.js';

const duration = (unit: 's' | 'ms' | 'us' | 'ns'): DataType => ({ id: 'duration', unit });
const column = (name: string, type: DataType) => ({ name, type, nullable: true });
const COLUMNS: Schema = [
  column('a', duration('s')),
  column('b', { id: 'int64' }),
  column('ü', duration('ns')),
  column('l', { id: 'largeList', item: column('item', duration('us')) }),
  column('s', { id: 'struct', fields: [column('x', duration('ms')), column('y', { id: 'utf8' })] }),
  column('m', {
    id: 'map',
    entries: {
      ...column('entries', { id: 'struct', fields: [column('key', duration('s')), column('value', duration('us'))] }),
      nullable: false,
    },
    keysSorted: false,
  }),
];
const NAMES = COLUMNS.map(field => field.name);

async function message(schema: Schema): Promise<Buffer> {
  const stream = Buffer.from(await encodeIpc(tableData(schema, [])));
  return stream.subarray(0, 8 + stream.readUInt32LE(4));
}
const PLAIN: SchemaElement = { name: 'a', type: 'INT64' };

const metadata = (value: string | undefined, element = PLAIN): FileMetaData => ({
  version: 2,
  schema: [{ name: 'root', num_children: 1 }, element],
  num_rows: 0n,
  row_groups: [],
  key_value_metadata: [{ key: 'ARROW:schema', ...(value === undefined ? {} : { value }) }],
  metadata_length: 0,
});
const hintsIn = (bytes: Uint8Array) => embeddedDurations(metadata(Buffer.from(bytes).toString('base64')))?.fields(NAMES);

test('units of columns, items, fields and entries are found', async t => {
  const hints = hintsIn(await message(COLUMNS));
  t.deepEqual(
    hints?.map(hint => hint.unit),
    ['s', undefined, 'ns', undefined, undefined, undefined],
  );
  t.is(hints?.[3]?.item?.unit, 'us');
  t.is(hints?.[0]?.item, undefined);
  t.deepEqual(
    hints?.[4]?.fields(['x', 'y'])?.map(hint => hint.unit),
    ['ms', undefined],
  );
  t.deepEqual(
    hints?.[5]?.entries?.map(hint => hint.unit),
    ['s', 'us'],
  );
});

test('messages of older writers have no mark before their length', async t => {
  const bytes = await message(COLUMNS);
  t.is(hintsIn(bytes.subarray(4))?.[0]?.unit, 's');
});

test('a schema of other columns says nothing', async t => {
  const value = (await message(COLUMNS)).toString('base64');
  const hint = embeddedDurations(metadata(value));
  t.is(hint?.fields(NAMES.slice(1)), undefined);
  t.is(hint?.fields(NAMES.toReversed()), undefined);
  t.is(hint?.fields([...NAMES.slice(0, 2), 'u', ...NAMES.slice(3)]), undefined);
  t.is(hint?.fields(NAMES)?.[4]?.fields(['y', 'x']), undefined);
});

test('it is not looked at where no column is integers that nothing says the meaning of', async t => {
  const value = (await message(COLUMNS)).toString('base64');
  for (const element of [
    { ...PLAIN, type: 'INT32' },
    { ...PLAIN, converted_type: 'TIMESTAMP_MILLIS' },
    { ...PLAIN, logical_type: { type: 'INTEGER', bitWidth: 64, isSigned: true } },
  ] as const)
    t.is(embeddedDurations(metadata(value, element)), undefined);
});

test('what is no base64, no message, or cut off, says nothing', async t => {
  const bytes = await message(COLUMNS);
  const text = bytes.toString('base64');
  for (const value of [
    undefined,
    '',
    '!',
    `${text} `,
    ` ${text}`,
    text.slice(0, -1),
    text.replaceAll('/', '_').replaceAll('A', '-'),
  ])
    t.is(embeddedDurations(metadata(value)), undefined, value);
  for (let length = 0; length < bytes.length; length++) t.is(hintsIn(bytes.subarray(0, length)), undefined, `${length} bytes`);
});

test('whatever a byte is, a hint comes of it or none', async t => {
  const bytes = await message(COLUMNS);
  const units = (damaged: Uint8Array) =>
    hintsIn(damaged)?.map(hint => [hint.unit, hint.item?.unit, hint.entries?.length, hint.fields(['x', 'y'])?.[0]?.unit]);
  const right = JSON.stringify(units(bytes));
  const outcomes = new Set<string | undefined>();
  for (let at = 0; at < bytes.length; at++) {
    for (const byte of [0, 1, 2, 0x7f, 0x80, 0xff]) {
      const damaged = Buffer.from(bytes);
      damaged[at] = byte;
      const found = units(damaged);
      t.true(found === undefined || found.length === NAMES.length);
      outcomes.add(JSON.stringify(found));
    }
  }
  t.true(outcomes.has(right) && outcomes.has(undefined) && outcomes.size > 10, `${outcomes.size} outcomes`);
});
