import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import test from 'ava';
import { allEngines, count, createRuntime, rank } from 'parquetframe';

/** What does not fit the budget goes to disk and comes to the same rows, or to an error that says why not. Real files, real limits, real kills. */
const ROWS = 600_000;
/** Of the same rows in memory at least twice as much. */
const MEMORY = '128MiB';

const engines = (await allEngines()).filter(({ manifest }) => manifest.id === 'rust-napi' || manifest.id === 'ts-reference');
/** The native engine alone spills; where it is missing there is nothing to try. One after the other: all look at one folder. */
const spills = engines.some(({ manifest }) => manifest.id === 'rust-napi') ? test.serial : test.serial.skip;
const on = { engine: 'rust-napi' };
const options = { engines, uncertified: 'allow', wisdom: 'off', int64: 'number' } as const;

const folder = mkdtempSync(join(tmpdir(), 'parquetframe-beyond-memory-'));
const path = join(folder, 'rows.parquet');
const scratch = join(folder, 'tmp', 'parquetframe-scratch');
mkdirSync(join(folder, 'tmp'));
process.env['TMPDIR'] = join(folder, 'tmp');

const roomy = await createRuntime(options);
const tight = await createRuntime({ ...options, memory: MEMORY });

test.before(async () => {
  const numbers = roomy.fromRange(0, ROWS, { name: 'row' });
  await numbers
    .withColumns(r => ({ noise: r.row.cast('utf8').xxh64() }))
    .withColumns(r => ({
      key: r.noise.cast('float64').div(1e13).floor(),
      text: r.noise.cast('utf8'),
      value: r.row.cast('float64').sqrt(),
    }))
    .drop('noise')
    .writeParquet(path);
});
test.after.always(async () => {
  await roomy.close();
  await tight.close();
  rmSync(folder, { recursive: true, force: true });
});

type Runtime = typeof roomy;
const schema = { row: 'int64', key: 'float64', text: 'utf8', value: 'float64' } as const;
const file = (pf: Runtime) => pf.readParquet(path, { schema });

const plans = {
  sort: (pf: Runtime) => file(pf).sort('text', { descending: true }),
  'sort by two keys': (pf: Runtime) => file(pf).sort(['key', 'value']),
  'group by': (pf: Runtime) =>
    file(pf)
      .groupBy('text')
      .agg(r => ({ n: count(), total: r.value.sum(), last: r.row.last() })),
  distinct: (pf: Runtime) => file(pf).select('text', 'key').distinct(),
  window: (pf: Runtime) =>
    file(pf).withColumns(r => ({
      place: rank().over({ partitionBy: r.key, orderBy: r.value }),
      all: r.value.sum().over({ partitionBy: r.key }),
    })),
  join: (pf: Runtime) => file(pf).join(file(pf).select('text', 'row').rename({ row: 'other' }), { on: 'text' }),
  'anti join': (pf: Runtime) =>
    file(pf).join(
      file(pf)
        .filter(r => r.row.gt(1000))
        .select('text'),
      { on: 'text', how: 'anti' },
    ),
  concat: (pf: Runtime) => file(pf).concat(file(pf).filter(r => r.row.gt(ROWS / 2))),
  'concat, group and sort': (pf: Runtime) =>
    file(pf)
      .concat(file(pf).filter(r => r.row.gt(ROWS / 2)))
      .groupBy('text')
      .agg(r => ({ n: count(), most: r.row.max() }))
      .sort('text'),
  'join, group and sort': (pf: Runtime) =>
    file(pf)
      .join(file(pf).select('text', 'row').rename({ row: 'other' }), { on: 'text', how: 'left' })
      .groupBy('text')
      .agg(r => ({ n: count(), most: r.other.max() }))
      .sort('text'),
} as const;

for (const [name, plan] of Object.entries(plans)) {
  spills(`${name}: the same rows in the same order with a part of the memory`, async t => {
    const [expected, found] = [plan(roomy).batches(on), plan(tight).batches(on)];
    let rows = 0;
    let spilled = false;
    // Batches end where they will: both sides as one sequence of values.
    const left: unknown[] = [];
    for await (const batch of found) {
      spilled ||= existsSync(scratch) && readdirSync(scratch).length > 0;
      for (const row of batch.toRows()) {
        if (left.length === 0) {
          const next = await expected.next();
          if (next.done === true) throw new Error('there are more rows than there should be');
          left.push(...next.value.toRows().reverse());
        }
        const wanted = left.pop();
        if (JSON.stringify(row) !== JSON.stringify(wanted)) t.deepEqual(row, wanted);
        rows++;
      }
    }
    t.is(left.length, 0);
    t.true((await expected.next()).done);
    t.true(rows > 900);
    t.is(spilled, name !== 'concat', 'it was on disk while it was read, where rows are not given as they come');
    t.deepEqual(readdirSync(scratch), [], 'and is gone afterwards');
  });
}

spills('the provenance says how much was put on disk', async t => {
  const table = await file(tight).sort('text').collect(on);
  t.is(table.length, ROWS);
  const notes = table.provenance.stages.map(stage => stage.notes);
  t.true(
    notes.some(note => Number(note['spilledBytes']) > 1e6),
    JSON.stringify(notes),
  );
  t.deepEqual(readdirSync(scratch), []);
});

spills('a call that is aborted leaves nothing on disk', async t => {
  const reasons: unknown[] = [];
  for (const after of [50, 300, 900]) {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort(new Error('enough'));
    }, after);
    try {
      let rows = 0;
      for await (const batch of plans.sort(tight).batches({ ...on, signal: controller.signal })) {
        rows += batch.length;
        // Whoever is slow is aborted in the middle of the rows.
        if (rows > ROWS / 2 && !controller.signal.aborted) await once(controller.signal, 'abort');
      }
    } catch (error) {
      reasons.push(error instanceof Error && 'code' in error ? error.code : error);
    } finally {
      clearTimeout(timer);
    }
  }
  t.deepEqual(reasons, ['ABORTED', 'ABORTED', 'ABORTED']);
  // A kernel that was told to stop may still be about to.
  while (readdirSync(scratch).length > 0) await setImmediate();
  t.pass('the folder is gone');
});

/** A program that sorts the file, in an own process with so much disk. */
const program = `
  const { allEngines, createRuntime } = await import(${JSON.stringify(import.meta.resolve('parquetframe'))});
  const engines = (await allEngines()).filter(({ manifest }) => manifest.id === 'rust-napi');
  const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off', memory: '${MEMORY}' });
  const sorted = (await pf.readParquet(${JSON.stringify(path)})).sort('text');
  try {
    for await (const batch of sorted.batches({ engine: 'rust-napi' })) {
      console.log('first', batch.length > 0);
      if (process.argv[1] === 'wait') await new Promise(resolve => setTimeout(resolve, 600_000));
      break;
    }
  } catch (error) {
    console.log(error.code, error.message);
  }
  await pf.close();
`;

spills('a disk that is full is a typed error, and leaves nothing on it', t => {
  const output = execFileSync('bash', [
    '-c',
    'trap "" XFSZ; ulimit -f 256; exec "$0" --input-type=module -e "$1"',
    process.execPath,
    program,
  ]);
  t.regex(output.toString(), /^OUT_OF_DISK scratch file .* cannot be written: .*; free some space, set TMPDIR/m);
  t.deepEqual(readdirSync(scratch), []);
});

spills('what a killed process left is deleted by the next one that spills', async t => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  t.is(line.toString().trim(), 'first true');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  t.is(readdirSync(scratch).filter(name => name.startsWith(`${String(child.pid)}@`)).length, 1, 'it had put rows on disk');
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program]);
  t.is(output.toString().trim(), 'first true');
  t.deepEqual(readdirSync(scratch), []);
});
