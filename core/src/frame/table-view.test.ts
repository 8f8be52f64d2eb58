import test from 'ava';
import {
  field,
  HEAP_ARROW,
  heldReplica,
  tableData,
  tableFromRows,
  type DataType,
  type TableData,
} from '../contract/data/index.js';
import { formatTable, Table } from './index.js';

/** What tables look like that are wide, long, nested or foreign, on terminals and in notebooks. */
const LIST: DataType = { id: 'list', item: field('item', 'int64') };

const tableOf = (data: TableData): Table =>
  new Table(
    {
      kind: { kind: 'table', schema: data.schema },
      replica: heldReplica(HEAP_ARROW, data, 0),
      sizes: {},
      notes: {},
      provenance: { stages: [], seconds: 0, rebuilt: [] },
      release: () => Promise.resolve(),
    },
    { int64: 'bigint' },
  );

test('no line is longer than asked, however wide the table', t => {
  const names = Array.from({ length: 10_000 }, (_, i) => `column ${String(i)}`);
  const wide = tableFromRows(
    names.map(name => field(name, 'utf8')),
    [Object.fromEntries(names.map(name => [name, 'x'.repeat(300)]))],
  );
  for (const width of [20, 60, 120]) {
    const lines = formatTable(wide, { width }).split('\n');
    for (const line of lines.slice(0, -1)) t.true(line.length <= width, `${String(line.length)} of ${String(width)}`);
    t.regex(lines.at(-1) ?? '', /^1 row × 10,000 columns; not shown: column \d+(, column \d+)* and 9,\d{3} more$/);
    t.true((lines.at(-1) ?? '').length <= Math.max(width, 100));
  }
  t.regex(formatTable(wide, { width: 400, cell: 30 }), /column 0 .*column 11/);
});

test('nested values are cut where the cell ends', t => {
  const many = Array.from({ length: 100_000 }, (_, i) => BigInt(i));
  const nested = tableFromRows(
    [field('l', LIST), field('s', { id: 'struct', fields: [field('a\n', LIST), field('b', 'utf8')] })],
    [
      { l: many, s: { 'a\n': [1n, null], b: 'x\ty' } },
      { l: [], s: null },
    ],
  );
  const text = formatTable(nested, { width: 200, cell: 30 });
  t.regex(text, /│ \[0, 1, 2, 3, 4, 5, 6, 7, 8, 9…/);
  t.regex(text, /\{a\\n: \[1, null\], b: x\\ty\}/);
  t.regex(text, /│ \[\] +│ null/);
});

test('letters that are twice as wide, and marks that have no width, keep the lines straight', t => {
  const wide = tableFromRows([field('n', 'utf8')], [{ n: '漢字' }, { n: 'ab' }, { n: 'e\u0301a' }, { n: '😀' }]);
  const lines = formatTable(wide).split('\n');
  t.is(lines[1], '│ n    │');
  t.is(lines[4], '│ 漢字 │');
  t.is(lines[6], '│ e\u0301a   │');
  t.is(lines[7], '│ 😀   │');
  t.regex(formatTable(wide, { cell: 3 }), /│ 漢… │\n│ ab {2}│/);
});

test('HTML escapes what comes from the data, and says what it leaves out', t => {
  const data = tableFromRows(
    [field('<script>', 'utf8'), field('n', 'int64')],
    [
      { '<script>': `<img src=x onerror="alert('&')">`, n: 1n },
      { '<script>': null, n: null },
    ],
  );
  const html = tableOf(data).toHTML();
  t.is(
    html,
    [
      '<table class="parquetframe">',
      '<caption style="caption-side: bottom">2 rows × 2 columns</caption>',
      '<thead><tr><th>&lt;script&gt;<br><small>utf8</small></th><th style="text-align: right">n<br><small>int64</small></th></tr></thead>',
      '<tbody>',
      '<tr><td>&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</td><td style="text-align: right">1</td></tr>',
      '<tr><td>null</td><td style="text-align: right">null</td></tr>',
      '</tbody>',
      '</table>',
    ].join('\n'),
  );
  const long = tableFromRows(
    [field('a', 'int32'), field('<b>', 'int32')],
    Array.from({ length: 100 }, (_, a) => ({ a, '<b>': a })),
  );
  const part = tableOf(long).toHTML({ rows: 3, columns: 1 });
  t.regex(part, /100 rows × 2 columns; not shown: &lt;b&gt;</);
  t.deepEqual(
    [...part.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell),
    ['0', '1', '…', '99'],
  );
  t.regex(tableOf(tableData([], [])).toHTML(), /<tbody><\/tbody>/);
  t.throws(() => tableOf(long).toHTML({ rows: 0 }), { code: 'INVALID_ARGUMENT' });
  t.throws(() => tableOf(long).toHTML({ width: 3 } as never), { code: 'INVALID_ARGUMENT' });
});

test('notebooks get text and HTML', async t => {
  const table = tableOf(tableFromRows([field('a', 'int32')], [{ a: 1 }]));
  const display = (): unknown => Reflect.apply(Reflect.get(table, Symbol.for('Jupyter.display')) as () => unknown, table, []);
  t.deepEqual(display(), { 'text/plain': table.format(), 'text/html': table.toHTML() });
  await table.close();
  t.deepEqual(display(), { 'text/plain': 'Table (closed)' });
});
