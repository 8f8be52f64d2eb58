/**
 * The main job on real data: three million US flights (npm package vega-datasets). Metadata, a table question, a graph question, every engine side by side with
 * equal answers, and a crash survived. `npm run demo`, or `npm run demo -- --json` for machines.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allEngines, createRuntime, defaultEngines } from 'parquetframe';
import { surviveCrash } from './crash.mjs';
import { graphQuestion } from './graph-question.mjs';
import { describeFile } from './metadata.mjs';
import { printReport, toJson } from './report.mjs';
import { tableQuestion } from './table-question.mjs';

const data = join(dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '..', 'data');
const files = { flights: join(data, 'flights-3m.parquet'), airports: join(data, 'airports.csv') };

const started = performance.now();
// What a user gets, and beside it every engine there is, one of them in a process of its own, to compare them.
const pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
const all = await createRuntime({ engines: await allEngines(), wisdom: 'off' });
try {
  const report = {
    engines: all.engines().map(({ id, version, availability }) => ({
      id,
      version,
      available: availability.available,
      reason: availability.available ? null : availability.reason,
    })),
    metadata: await describeFile(pf, files.flights),
    table: await tableQuestion(pf, all, files.flights),
    graph: await graphQuestion(pf, all, files),
    crash: await surviveCrash(all, files.flights),
  };
  report.seconds = (performance.now() - started) / 1000;
  report.agree =
    [...report.table.comparisons, ...report.graph.comparisons].every(comparison => comparison.agree) &&
    report.crash.agree !== false;
  if (process.argv.includes('--json')) process.stdout.write(toJson(report));
  else printReport(report);
  if (!report.agree) process.exitCode = 1;
} finally {
  await pf.close();
  await all.close();
}
