import { count } from '@parquetframe/core';
import { GROUP_BY_SCHEMA, groupByTable, JOIN_SCHEMA, joinTables } from '../../generate/db-benchmark.js';
import { section } from './section.js';

/** Each question by itself; the goal is the geometric mean of all. */
const BAR = [1, 0.7] as const;

/** The ten group-by questions of the db-benchmark of H2O.ai. */
export const groupByQuestions = section(
  { x: GROUP_BY_SCHEMA },
  {
    name: 'db-benchmark group by',
    tables: rows => ({ x: groupByTable(rows, 100) }),
    questions: [
      {
        name: 'sum v1 by id1',
        bar: BAR,
        sql: 'SELECT id1, sum(v1) AS v1 FROM x GROUP BY id1',
        sums: ['v1'],
        frame: ({ x }) => x.groupBy('id1').agg(row => ({ v1: row.v1.sum() })),
      },
      {
        name: 'sum v1 by id1, id2',
        bar: BAR,
        sql: 'SELECT id1, id2, sum(v1) AS v1 FROM x GROUP BY id1, id2',
        sums: ['v1'],
        frame: ({ x }) => x.groupBy('id1', 'id2').agg(row => ({ v1: row.v1.sum() })),
      },
      {
        name: 'sum v1, mean v3 by id3',
        bar: BAR,
        sql: 'SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM x GROUP BY id3',
        sums: ['v1', 'v3'],
        frame: ({ x }) => x.groupBy('id3').agg(row => ({ v1: row.v1.sum(), v3: row.v3.mean() })),
      },
      {
        name: 'mean v1, v2, v3 by id4',
        bar: BAR,
        sql: 'SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM x GROUP BY id4',
        sums: ['v1', 'v2', 'v3'],
        frame: ({ x }) => x.groupBy('id4').agg(row => ({ v1: row.v1.mean(), v2: row.v2.mean(), v3: row.v3.mean() })),
      },
      {
        name: 'sum v1, v2, v3 by id6',
        bar: BAR,
        sql: 'SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM x GROUP BY id6',
        sums: ['v1', 'v2', 'v3'],
        frame: ({ x }) => x.groupBy('id6').agg(row => ({ v1: row.v1.sum(), v2: row.v2.sum(), v3: row.v3.sum() })),
      },
      {
        name: 'median v3, sd v3 by id4, id5',
        bar: BAR,
        sql: 'SELECT id4, id5, median(v3) AS middle, stddev(v3) AS sd FROM x GROUP BY id4, id5',
        sums: ['middle', 'sd'],
        frame: ({ x }) => x.groupBy('id4', 'id5').agg(row => ({ middle: row.v3.median(), sd: row.v3.std() })),
      },
      {
        name: 'max v1 - min v2 by id3',
        bar: BAR,
        sql: 'SELECT id3, max(v1) - min(v2) AS range FROM x GROUP BY id3',
        sums: ['range'],
        frame: ({ x }) =>
          x
            .groupBy('id3')
            .agg(row => ({ most: row.v1.max(), least: row.v2.min() }))
            .withColumns(row => ({ range: row.most.sub(row.least) }))
            .select('id3', 'range'),
      },
      {
        name: 'two largest v3 by id6',
        bar: BAR,
        sql: 'SELECT id6, v3 FROM (SELECT id6, v3, row_number() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS n FROM x) WHERE n <= 2',
        sums: ['v3'],
        frame: ({ x }) => x.select('id6', 'v3').groupBy('id6').topK(2, 'v3'),
      },
      {
        name: 'squared correlation of v1 and v2 by id2, id4',
        bar: BAR,
        sql: 'SELECT id2, id4, corr(v1, v2) ^ 2 AS r2 FROM x GROUP BY id2, id4',
        sums: ['r2'],
        frame: ({ x }) =>
          x
            .groupBy('id2', 'id4')
            .agg(row => ({ r: row.v1.corr(row.v2) }))
            .withColumns(row => ({ r2: row.r.mul(row.r) }))
            .select('id2', 'id4', 'r2'),
      },
      {
        name: 'sum v3, count by id1, id2, id3, id4, id5, id6',
        bar: BAR,
        sql: 'SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS n FROM x GROUP BY ALL',
        sums: ['v3', 'n'],
        frame: ({ x }) => x.groupBy('id1', 'id2', 'id3', 'id4', 'id5', 'id6').agg(row => ({ v3: row.v3.sum(), n: count() })),
      },
    ],
  },
);

const SMALL = { id1: 'int32', id4: 'utf8', v2: 'float64' } as const;
const MEDIUM = { id1: 'int32', id2: 'int32', id4: 'utf8', id5: 'utf8', v2: 'float64' } as const;
const BIG = { id1: 'int32', id2: 'int32', id3: 'int32', id4: 'utf8', id5: 'utf8', id6: 'utf8', v2: 'float64' } as const;

/** Its five join questions. */
export const joinQuestions = section(
  { x: JOIN_SCHEMA, small: SMALL, medium: MEDIUM, big: BIG },
  {
    name: 'db-benchmark join',
    tables: joinTables,
    questions: [
      {
        name: 'small, inner on id1',
        bar: BAR,
        sql: joined('small', 'id1'),
        sums: ['v1', 'v2'],
        frame: ({ x, small }) => x.join(small, { on: 'id1' }),
      },
      {
        name: 'medium, inner on id2',
        bar: BAR,
        sql: joined('medium', 'id2'),
        sums: ['v1', 'v2'],
        frame: ({ x, medium }) => x.join(medium, { on: 'id2' }),
      },
      {
        name: 'medium, left on id2',
        bar: BAR,
        sql: joined('medium', 'id2', 'LEFT'),
        sums: ['v1', 'v2'],
        frame: ({ x, medium }) => x.join(medium, { on: 'id2', how: 'left' }),
      },
      {
        name: 'medium, inner on id5',
        bar: BAR,
        sql: joined('medium', 'id5'),
        sums: ['v1', 'v2'],
        frame: ({ x, medium }) => x.join(medium, { on: 'id5' }),
      },
      {
        name: 'big, inner on id3',
        bar: BAR,
        sql: joined('big', 'id3'),
        sums: ['v1', 'v2'],
        frame: ({ x, big }) => x.join(big, { on: 'id3' }),
      },
    ],
  },
);

function joined(right: string, on: string, how: 'INNER' | 'LEFT' = 'INNER'): string {
  return `SELECT x.*, r.* EXCLUDE (${on}) FROM x ${how} JOIN ${right} r USING (${on})`;
}
