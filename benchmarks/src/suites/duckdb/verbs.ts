import { tableData, type TableData } from '@parquetframe/core/engine';
import { Mt19937 } from '../../generate/mt19937.js';
import { bigInts, floats, ints, tableOf } from '../../generate/table.js';
import { section, type Section } from './section.js';

const EVENTS = { k: 'int32', t: 'int64', x: 'float64' } as const;
const QUOTES = { k: 'int32', t: 'int64', y: 'float64' } as const;
const SPANS = { f: 'int64', e: 'int64' } as const;
const TENTH = 0.1;

/** Verbs over rows as a whole, and over several tables: events at random times, half as many quotes in order, and spans for a tenth of them, of which each event lies in about one. */
export const verbs = section(
  { w: EVENTS, q: QUOTES, s: SPANS },
  {
    name: 'verbs',
    tables: rows => {
      const random = new Mt19937(20261128);
      const [few, times, quotes] = [1000, 2 ** 32, Math.floor(rows / 2)];
      const starts = bigInts(random, Math.floor(rows / 10), times);
      const width = BigInt(Math.round(4e10 / rows));
      return {
        w: tableOf(EVENTS, [ints(random, rows, few), bigInts(random, rows, times), floats(random, rows)]),
        q: tableOf(QUOTES, [ints(random, quotes, few), bigInts(random, quotes, times).sort(), floats(random, quotes)]),
        s: tableOf(SPANS, [starts, starts.map(start => start + width)]),
      };
    },
    questions: [
      {
        name: 'one table below another',
        sql: 'SELECT * FROM w UNION ALL SELECT * FROM w',
        sums: ['x'],
        frame: ({ w }) => w.concat(w),
      },
      {
        name: 'two side by side',
        sql: 'SELECT * FROM w POSITIONAL JOIN s',
        sums: ['x'],
        frame: ({ w, s }) => w.concat(s, { how: 'horizontal', missing: 'null' }),
      },
      {
        name: 'the last thousand rows',
        sql: 'SELECT * FROM w OFFSET (SELECT count(*) - 1000 FROM w)',
        sums: ['x'],
        frame: ({ w }) => w.tail(1000),
      },
      {
        name: 'rows with their numbers',
        sql: 'SELECT row_number() OVER () - 1 AS i, * FROM w',
        sums: ['i'],
        frame: ({ w }) => w.withRowIndex({ name: 'i' }),
      },
      {
        name: 'a tenth of the rows',
        sql: 'SELECT * FROM w USING SAMPLE 10 PERCENT (reservoir)',
        sums: [],
        frame: ({ w }) => w.sample({ fraction: TENTH }),
      },
      {
        name: 'the last of equal rows',
        sql: 'SELECT k, last(t) AS t, last(x) AS x FROM w GROUP BY k',
        sums: ['k'],
        frame: ({ w }) => w.distinct({ subset: ['k'], keep: 'last' }),
      },
      {
        name: 'the last quote of each event, by key',
        sql: 'SELECT w.*, q.y FROM w ASOF LEFT JOIN q ON w.k = q.k AND w.t >= q.t',
        sums: ['y'],
        frame: ({ w, q }) => w.joinAsof(q, { on: 't', by: 'k' }),
      },
      {
        name: 'the last quote of each event, of all',
        sql: 'SELECT w.*, q.y FROM w ASOF LEFT JOIN q ON w.t >= q.t',
        sums: ['y'],
        frame: ({ w, q }) => w.joinAsof(q, { on: 't' }),
      },
      {
        name: 'the spans that each event lies in',
        sql: 'SELECT w.*, s.* FROM w JOIN s ON w.t >= s.f AND w.t < s.e',
        sums: ['x'],
        frame: ({ w, s }) =>
          w.joinWhere(s, {
            on: [
              ['t', '>=', 'f'],
              ['t', '<', 'e'],
            ],
          }),
      },
    ],
  },
);

/** Four items for each row of lists, or so. */
export const lists: Section = {
  name: 'lists',
  tables: rows => ({ l: listTable(Math.ceil(rows / 4)) }),
  questions: [
    {
      name: 'a row for each item of lists',
      sql: 'SELECT k, unnest(x) AS x FROM l',
      sums: ['x'],
      frame: ({ l }) => {
        if (!l) throw new TypeError('there is no table l');
        return l.explode('x');
      },
    },
  ],
};

function listTable(length: number): TableData {
  const random = new Mt19937(20261202);
  const offsets = new Int32Array(length + 1);
  for (let row = 0; row < length; row++) offsets[row + 1] = (offsets[row] ?? 0) + 1 + (random.next() % 7);
  const items = floats(random, offsets[length] ?? 0);
  const item = { name: 'item', type: { id: 'float64' }, nullable: false } as const;
  return tableData(
    [
      { name: 'k', type: { id: 'int32' }, nullable: false },
      { name: 'x', type: { id: 'list', item }, nullable: false },
    ],
    [
      {
        length,
        columns: [
          { length, nullCount: 0, buffers: [undefined, Int32Array.from({ length }, (_, row) => row)] },
          {
            length,
            nullCount: 0,
            buffers: [undefined, offsets],
            children: [{ length: items.length, nullCount: 0, buffers: [undefined, items] }],
          },
        ],
      },
    ],
  );
}
