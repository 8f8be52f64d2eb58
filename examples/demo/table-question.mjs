import { count } from 'parquetframe';
import { compare, decisions, enginesFor } from './compare.mjs';

const schema = { delay: 'int64', distance: 'int64', origin: 'utf8' };
const byOrigin = flights =>
  flights
    .filter(row => row.distance.gt(500))
    .groupBy('origin')
    .agg(row => ({ flights: count(), delay: row.delay.mean() }));

/** Flights longer than 500 miles, by origin: count and mean delay, top 10 by count. */
export async function tableQuestion(pf, all, path) {
  const flights = pf.readParquet(path, { schema });
  const frame = byOrigin(flights)
    .sort([{ column: 'flights', descending: true }, 'origin'])
    .limit(10);
  const top = await frame.collect();
  const explained = String(await frame.explain());
  const cached = all.readParquet(path, { schema }).cache();
  const comparisons = [
    await compare(
      'scan + filter + group by, from the file',
      enginesFor(all, 'parquet.scan', 'table.aggregate'),
      engine => byOrigin(all.readParquet(path, { schema, engine })),
      { exact: false },
    ),
    await compare(
      'filter + group by, from memory',
      enginesFor(all, 'table.filter', 'table.aggregate'),
      engine => byOrigin(cached.using({ engine })),
      { exact: false },
    ),
  ];
  return {
    question: 'flights over 500 miles by origin: count, mean delay in minutes; top 10',
    rows: top.toRows(),
    decisions: decisions(top),
    explained,
    comparisons,
  };
}
