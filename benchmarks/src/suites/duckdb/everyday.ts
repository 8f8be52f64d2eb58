import { count, rank } from '@parquetframe/core';
import { Mt19937 } from '../../generate/mt19937.js';
import { bigInts, floats, ints, tableOf, texts } from '../../generate/table.js';
import { section } from './section.js';

const ROWS = { few: 'int32', ten: 'int32', many: 'int32', text: 'utf8', x: 'float64' } as const;

/** Groups of `many` and `text` per row: 4.3 M over 10 M rows, of which 3.9 M occur. */
const MANY = 0.43;
/** `x` is uniform below this. */
const MOST = 2 ** 32 / 7;
const [PERCENT, QUARTER] = [MOST / 100, MOST / 4];

export const rows = section(
  { t: ROWS },
  {
    name: 'rows',
    tables: rows => {
      const random = new Mt19937(20261128);
      const many = Math.ceil(rows * MANY);
      const text = texts(ints(random, rows, many), 'customer ', 8);
      return {
        t: tableOf(ROWS, [ints(random, rows, 100), ints(random, rows, 10), ints(random, rows, many), text, floats(random, rows)]),
      };
    },
    questions: [
      {
        name: 'group by 100 ints: sum, count',
        bar: [0.8, 0.6],
        sql: 'SELECT few, sum(x) AS x, count(*) AS n FROM t GROUP BY few',
        sums: ['x', 'n'],
        frame: ({ t }) => t.groupBy('few').agg(row => ({ x: row.x.sum(), n: count() })),
      },
      {
        name: 'group by 4.3 M ints: sum, count',
        bar: [0.7, 0.5],
        sql: 'SELECT many, sum(x) AS x, count(*) AS n FROM t GROUP BY many',
        sums: ['x', 'n'],
        frame: ({ t }) => t.groupBy('many').agg(row => ({ x: row.x.sum(), n: count() })),
      },
      {
        name: 'group by 4.3 M texts: sum, count',
        bar: [0.9, 0.7],
        sql: 'SELECT text, sum(x) AS x, count(*) AS n FROM t GROUP BY text',
        sums: ['x', 'n'],
        frame: ({ t }) => t.groupBy('text').agg(row => ({ x: row.x.sum(), n: count() })),
      },
      {
        name: 'filter to 1 %, all columns',
        bar: [1, 0.7],
        sql: `SELECT * FROM t WHERE x < ${String(PERCENT)}`,
        sums: ['x', 'text'],
        frame: ({ t }) => t.filter(row => row.x.lt(PERCENT)),
      },
      {
        name: 'filter to 25 %, all columns',
        bar: [1, 0.8],
        sql: `SELECT * FROM t WHERE x < ${String(QUARTER)}`,
        sums: ['x', 'text'],
        frame: ({ t }) => t.filter(row => row.x.lt(QUARTER)),
      },
      {
        name: 'sort by a float',
        bar: [0.8, 0.5],
        sql: 'SELECT x, many FROM t ORDER BY x',
        sums: ['x'],
        frame: ({ t }) => t.select('x', 'many').sort('x'),
      },
      {
        name: 'sort by texts',
        bar: [1, 0.9],
        sql: 'SELECT text, many FROM t ORDER BY text',
        sums: ['many'],
        frame: ({ t }) => t.select('text', 'many').sort('text'),
      },
      {
        name: 'sort by three keys',
        bar: [1, 0.7],
        sql: 'SELECT few, ten, x FROM t ORDER BY few, ten, x',
        sums: ['x'],
        frame: ({ t }) => t.select('few', 'ten', 'x').sort(['few', 'ten', 'x']),
      },
      {
        name: 'distinct ints, 3.9 M',
        bar: [0.9, 0.7],
        sql: 'SELECT DISTINCT many FROM t',
        sums: ['many'],
        frame: ({ t }) => t.select('many').distinct(),
      },
      {
        name: 'the first ten by a float',
        bar: [0.9, 0.7],
        sql: 'SELECT x, many FROM t ORDER BY x LIMIT 10',
        sums: ['x'],
        frame: ({ t }) => t.select('x', 'many').sort('x').limit(10),
      },
      {
        name: 'pivot: sums by 100 rows and ten columns',
        bar: [0.9, 0.7],
        sql: 'SELECT * FROM (PIVOT t ON ten IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) USING sum(x) GROUP BY few)',
        sums: ['0', '9'],
        frame: ({ t }) =>
          t.pivot({ index: 'few', on: 'ten', columns: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], values: row => row.x.sum() }),
      },
    ],
  },
);

const FLOATS = { x: 'float64' } as const;
const REDUCTIONS = 'SELECT sum(x) AS sum, avg(x) AS mean, min(x) AS least, max(x) AS most FROM f';

export const reductions = section(
  { f: FLOATS },
  {
    name: 'reductions',
    tables: rows => ({ f: tableOf(FLOATS, [floats(new Mt19937(20261127), 5 * rows)]) }),
    questions: (['fast', 'exact'] as const).map(determinism => ({
      name: `sum, mean, min and max of five times as many floats, ${determinism}`,
      bar: determinism === 'fast' ? [1.1, 0.9] : [2, 1.5],
      ...(determinism === 'exact' ? { determinism } : {}),
      sql: REDUCTIONS,
      sums: ['mean', 'least', 'most'],
      frame: ({ f }) => f.agg(row => ({ sum: row.x.sum(), mean: row.x.mean(), least: row.x.min(), most: row.x.max() })),
    })),
  },
);

const LEFT = { fifth: 'int64', every: 'int64', x: 'float64' } as const;
const RIGHT = { k: 'int64', v: 'float64' } as const;

/** `fifth` has a partner in one of five rows, `every` in every one; there is a right row for each ten left ones. */
export const joins = section(
  { l: LEFT, r: RIGHT },
  {
    name: 'joins',
    tables: rows => {
      const random = new Mt19937(20261130);
      const partners = Math.ceil(rows / 10);
      const keys = BigInt64Array.from({ length: partners }, (_, row) => BigInt((row * 7919) % partners));
      return {
        l: tableOf(LEFT, [bigInts(random, rows, 5 * partners), bigInts(random, rows, partners), floats(random, rows)]),
        r: tableOf(RIGHT, [keys, floats(random, partners)]),
      };
    },
    questions: [
      {
        name: 'join, 20 % match',
        bar: [0.9, 0.6],
        sql: 'SELECT l.fifth, l.x, r.* FROM l JOIN r ON l.fifth = r.k',
        sums: ['v'],
        frame: ({ l, r }) => l.select('fifth', 'x').join(r, { leftOn: 'fifth', rightOn: 'k' }),
      },
      {
        name: 'join, 100 % match',
        bar: [0.9, 0.6],
        sql: 'SELECT l.every, l.x, r.* FROM l JOIN r ON l.every = r.k',
        sums: ['v'],
        frame: ({ l, r }) => l.select('every', 'x').join(r, { leftOn: 'every', rightOn: 'k' }),
      },
      {
        name: 'semi join, 20 % match',
        bar: [0.9, 0.6],
        sql: 'SELECT fifth, x FROM l SEMI JOIN r ON l.fifth = r.k',
        sums: ['x'],
        frame: ({ l, r }) => l.select('fifth', 'x').join(r, { leftOn: 'fifth', rightOn: 'k', how: 'semi' }),
      },
      {
        name: 'anti join, 20 % match',
        bar: [0.9, 0.6],
        sql: 'SELECT fifth, x FROM l ANTI JOIN r ON l.fifth = r.k',
        sums: ['x'],
        frame: ({ l, r }) => l.select('fifth', 'x').join(r, { leftOn: 'fifth', rightOn: 'k', how: 'anti' }),
      },
    ],
  },
);

const SERIES = { k: 'int32', t: 'int64', x: 'float64' } as const;

/** Over partitions of a thousand rows or so, and over all rows. */
export const windows = section(
  { w: SERIES },
  {
    name: 'windows',
    tables: rows => {
      const random = new Mt19937(20261129);
      const keys = Math.max(1, Math.ceil(rows / 1000));
      return { w: tableOf(SERIES, [ints(random, rows, keys), bigInts(random, rows, 2 ** 32), floats(random, rows)]) };
    },
    questions: [
      {
        name: 'rank in each partition',
        bar: [1, 0.7],
        sql: 'SELECT *, rank() OVER (PARTITION BY k ORDER BY x) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) => w.withColumns(row => ({ v: rank().over({ partitionBy: row.k, orderBy: row.x }) })),
      },
      {
        name: 'rank of all',
        bar: [1, 0.7],
        sql: 'SELECT *, rank() OVER (ORDER BY x) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) => w.withColumns(row => ({ v: rank().over({ orderBy: row.x }) })),
      },
      {
        name: 'lag in each partition',
        bar: [1, 0.7],
        sql: 'SELECT *, lag(x) OVER (PARTITION BY k ORDER BY t) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) => w.withColumns(row => ({ v: row.x.lag().over({ partitionBy: row.k, orderBy: row.t }) })),
      },
      {
        name: 'moving mean of 10 rows in each partition',
        bar: [1, 0.7],
        sql: 'SELECT *, avg(x) OVER (PARTITION BY k ORDER BY t ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) =>
          w.withColumns(row => ({ v: row.x.rollingMean({ rows: 10 }).over({ partitionBy: row.k, orderBy: row.t }) })),
      },
      {
        name: 'moving mean of 100 rows of all',
        bar: [1, 0.7],
        sql: 'SELECT *, avg(x) OVER (ORDER BY t ROWS BETWEEN 99 PRECEDING AND CURRENT ROW) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) => w.withColumns(row => ({ v: row.x.rollingMean({ rows: 100 }).over({ orderBy: row.t }) })),
      },
      {
        name: 'total of each partition beside its rows',
        bar: [1, 0.7],
        sql: 'SELECT *, sum(x) OVER (PARTITION BY k) AS v FROM w',
        sums: ['v'],
        frame: ({ w }) => w.withColumns(row => ({ v: row.x.sum().over({ partitionBy: row.k }) })),
      },
    ],
  },
);

const TEXTS = { s: 'utf8' } as const;

/** Addresses such as `customer00001234@mail.example`. */
export const text = section(
  { s: TEXTS },
  {
    name: 'text',
    tables: rows => ({
      s: tableOf(TEXTS, [texts(ints(new Mt19937(20261201), rows, 1e8), 'customer', 8, '@mail.example')]),
    }),
    questions: [
      {
        name: 'contains, 10 % match',
        bar: [1, 0.7],
        sql: "SELECT contains(s, '7@mail') AS v FROM s",
        sums: ['v'],
        frame: ({ s }) => s.withColumns(row => ({ v: row.s.contains('7@mail') })).select('v'),
      },
      {
        name: 'extract by a regular expression',
        bar: [1, 0.7],
        sql: "SELECT regexp_extract(s, '([0-9]+)@([a-z]+)', 2) AS v FROM s",
        sums: ['v'],
        frame: ({ s }) => s.withColumns(row => ({ v: row.s.extract('([0-9]+)@([a-z]+)', 2) })).select('v'),
      },
      {
        name: 'upper',
        bar: [1, 0.7],
        sql: 'SELECT upper(s) AS v FROM s',
        sums: ['v'],
        frame: ({ s }) => s.withColumns(row => ({ v: row.s.upper() })).select('v'),
      },
    ],
  },
);
