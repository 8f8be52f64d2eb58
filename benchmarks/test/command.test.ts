import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { CaseResult } from '@parquetframe/benchmarks';

const main = fileURLToPath(new URL('../main.js', import.meta.url));

/** Exit code and both outputs of the command. */
const bench = (
  ...args: readonly string[]
): Promise<{ readonly code: number | string; readonly stdout: string; readonly stderr: string }> =>
  new Promise(resolve => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });

test('small graphs through every side: all agree, raw samples are kept', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parquetframe-bench-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const json = path.join(folder, 'graphs.json');
  const { code, stdout, stderr } = await bench('--suite', 'graphs', '--scale', '8', '--rounds', '3', '--json', json);
  t.is(code, 0, stderr + stdout);
  const report = JSON.parse(await readFile(json, 'utf8')) as {
    readonly machine: { readonly cores: number };
    readonly cases: readonly CaseResult[];
  };
  t.true(report.machine.cores > 0);
  t.deepEqual(
    report.cases.map(({ name }) => name),
    ['kron 8', 'kron 8 directed', 'urand 8 directed'].flatMap(graph =>
      ['build', 'BFS', 'PageRank', 'components'].map(step => `${graph}: ${step}`),
    ),
  );
  for (const { name, sides, failed } of report.cases) {
    t.deepEqual(failed, [], name);
    for (const { side, agrees, samples } of sides) t.true(agrees && samples.length === 3, `${name}: ${side}`);
    t.true(stdout.includes(name));
  }
  const inPageRank = report.cases[2]?.sides.map(({ side }) => side) ?? [];
  for (const side of ['ts-reference', 'worker-pool', 'graphology']) t.true(inPageRank.includes(side), side);
});

test('questions beside DuckDB: chosen by words, compared, with peak memory, as a table for a page', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'parquetframe-bench-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [json, page] = [path.join(folder, 'figures.json'), path.join(folder, 'figures.md')];
  const only = ['joins: join, 20', 'PIVOT', 'upper', 'item of lists'].flatMap(words => ['--only', words]);
  const files = ['--json', json, '--markdown', page];
  const { code, stdout, stderr } = await bench(
    '--suite',
    'duckdb',
    '--scale',
    '12',
    '--rounds',
    '3',
    '--memory',
    ...only,
    ...files,
  );
  t.is(code, 0, stderr + stdout);
  const { cases } = JSON.parse(await readFile(json, 'utf8')) as {
    readonly cases: readonly (CaseResult & { readonly peak?: { readonly ours: number; readonly theirs: number } })[];
  };
  t.deepEqual(
    cases.map(({ name }) => name),
    ['pivot: sums by 100 rows and ten columns', 'join, 20 % match', 'upper', 'a row for each item of lists'],
  );
  for (const { sides, failed, peak } of cases) {
    t.deepEqual(failed, []);
    t.true(sides.length === 2 && sides.every(({ agrees }) => agrees));
    if (process.platform === 'linux') t.true(peak !== undefined && Math.min(peak.ours, peak.theirs) > 1 << 24);
  }
  t.regex(await readFile(page, 'utf8'), /^\| joins: join, 20 % match \| [\d.]+ \[[\d.]+ … [\d.]+\] \| 0\.9 \| 0\.6 \|/m);
});

test('exact sums and fast ones: the same groups', async t => {
  const { code, stdout, stderr } = await bench('--suite', 'sums', '--scale', '10', '--rounds', '3');
  t.is(code, 0, stderr + stdout);
  t.regex(stdout, /sum and mean of 1,024 rows by 440 groups/);
});

test('starting up is timed part by part, in fresh processes', async t => {
  const { code, stdout, stderr } = await bench('--suite', 'startup', '--rounds', '2');
  t.is(code, 0, stderr + stdout);
  t.regex(stdout, /ms \[.*\] +import to first answer {2}\(goal 60 ms\)\n/);
  t.regex(stdout, /the same from the modules that tsc compiled/);
  t.regex(stdout, /tsyringe and reflect-metadata alone/);
});

test('bad usage is exit code 2 with the usage', async t => {
  for (const args of [['--suite', 'none'], ['--rounds', '0'], ['--unknown'], ['--suite', 'loop', '--against', 'HEAD']]) {
    const { code, stderr } = await bench(...args);
    t.is(code, 2, stderr);
    t.regex(stderr, /usage: npm run bench/);
  }
});
