import { runInNewContext } from 'node:vm';
import test from 'ava';
import { field, formatType, type DataType, type Schema } from '../contract/data/index.js';
import { declaredFields } from './declaration.js';
import { formatSchema } from './schema-text.js';

/** What the text is, as JavaScript reads it. */
const read = (text: string): unknown => runInNewContext(`${text.replace(/ as const;$/, ';')} schema`);

test('a schema is TypeScript that declares the same schema', t => {
  const types: readonly DataType[] = [
    { id: 'int64' },
    { id: 'decimal', precision: 10, scale: 2 },
    { id: 'date', unit: 'day' },
    { id: 'date', unit: 'millisecond' },
    { id: 'timestamp', unit: 'us', timezone: 'Europe/Vienna' },
    { id: 'time', unit: 'ns' },
    { id: 'duration', unit: 's' },
    { id: 'largeUtf8' },
    { id: 'fixedSizeBinary', byteWidth: 3 },
    { id: 'list', item: field('item', { id: 'struct', fields: [field('a', 'int8'), field('b c', 'utf8')] }) },
  ];
  const names = ['a', 'a b', "it's", '"q"', '\\', 'ü\n\u2028', '1', '__proto__', 'constructor', '$x_1', ''];
  const schema: Schema = names.map((name, index) => field(name, types[index % types.length] ?? { id: 'bool' }));
  const declared = declaredFields(read(formatSchema(schema)));
  const shown = (of: Schema): Record<string, string> => Object.fromEntries(of.map(({ name, type }) => [name, formatType(type)]));
  t.deepEqual(shown(declared), shown(schema));
});

test('it is written as people would write it', t => {
  const schema = [
    field('id', 'int64'),
    field('pick-up', { id: 'timestamp', unit: 'us', timezone: 'UTC' }),
    field('kind', { id: 'dictionary', index: { id: 'int8' }, values: { id: 'utf8' }, ordered: false }),
  ];
  t.is(
    formatSchema(schema, 'trips'),
    "const trips = {\n  id: 'int64',\n  'pick-up': 'timestamp[us, UTC]',\n  kind: 'utf8',\n} as const;",
  );
});
