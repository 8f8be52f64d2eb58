/**
 * Random plans against the row interpreter and DuckDB: `node parquetframe/dist/test/plans/main.js [--plans N] [--seed N] [--differences N] [--engine id]...`. Plan i has the seed `seed + i`; what differs is
 * printed as small as it can be made. Exit code 1 when something does.
 */
import { parseArgs } from 'node:util';
import { Contestants } from './compare.js';
import { COMPARED, enginesOf } from './engines.js';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({
  options: {
    plans: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    differences: { type: 'string', default: '10' },
    engine: { type: 'string', multiple: true },
  },
});

const contestants = await Contestants.open(await enginesOf(values.engine ?? COMPARED), true);
const report = await fuzz(
  contestants,
  { first: Number(values.seed), plans: Number(values.plans), most: Number(values.differences) },
  line => process.stdout.write(`${line}\n`),
);
await contestants.close();
process.exit(report.differences === 0 ? 0 : 1);
