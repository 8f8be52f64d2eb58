/**
 * Sorts, groups and joins far more rows than the memory budget holds: `node scripts/beyond-memory.mjs [--rows N] [--memory 2GiB] [--only sort]... [--rounds N]`.
 * By default 500 million rows, which are 20 GB in memory. What is right is known row by row from how the rows are made, so every row is checked. Beside it,
 * in turn, the same over a fifth of the rows in memory. Prints rows per second, peak memory and what was on disk; exits with 1 where a row is wrong or memory goes
 * beyond the budget by more than 15 %. The rows are kept in the user's cache: 10 GB of Parquet files; as much again for scratch in TMPDIR.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000000' },
    memory: { type: 'string', default: '2GiB' },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '1' },
    /** internal: run one plan over this file of so many rows, in this process */
    worker: { type: 'string' },
    of: { type: 'string' },
  },
});

const ROWS = Number(values.rows);
/** Of the rows that are also worked on in memory. */
const FEW = Math.floor(ROWS / 5);
/** A prime number of keys, a fifth of the rows; (row · step) mod keys runs through all of them before any comes again. */
const KEYS = primeFrom(FEW);
const KEY_STEP = 7_654_321;
/** As many values as there are rows, and a few more: all are different. */
const VALUES = primeFrom(ROWS);
const VALUE_STEP = 12_345_679;

function primeFrom(number) {
  const isPrime = candidate => {
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) return false;
    return true;
  };
  while (!isPrime(number)) number++;
  return number;
}

const folder = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'parquetframe', 'beyond-memory');
const fileOf = rows => path.join(folder, `${rows}-of-${ROWS}.parquet`);

/** Every other key, with its half. */
const HALVES = path.join(folder, `keys-of-${ROWS}.parquet`);

async function generate() {
  mkdirSync(folder, { recursive: true });
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const made = async (file, query) => {
    if (existsSync(file)) return;
    const started = performance.now();
    const connection = await (await DuckDBInstance.create(':memory:', { memory_limit: '2GiB' })).connect();
    await connection.run(`copy (${query}) to '${file}.new' (format parquet, row_group_size 1000000)`);
    connection.closeSync();
    renameSync(`${file}.new`, file);
    process.stdout.write(`${file}: made in ${Math.round((performance.now() - started) / 1000)} s\n`);
  };
  for (const rows of [FEW, ROWS])
    await made(
      fileOf(rows),
      `select i as id, (i * ${KEY_STEP}) % ${KEYS} as key, ((i * ${VALUE_STEP}) % ${VALUES})::double as value,
        'text ' || lpad(((i * ${KEY_STEP}) % ${KEYS} % 1000000)::varchar, 7, '0') as text
      from range(0, ${rows}) t(i)`,
    );
  await made(HALVES, `select 2 * i as key, i as half from range(0, ${Math.ceil(KEYS / 2)}) t(i)`);
}

const textOf = key => `text ${String(key % 1_000_000).padStart(7, '0')}`;

/** Each: what is run over so many rows, and what is checked of every row of the result: its number, and a reader of its columns. */
const plans = {
  sort: {
    plan: rows => rows.sort('value'),
    results: rows => rows,
    check(rows) {
      let before = -1;
      return (_, [id, key, value, text]) => {
        const isRight = value > before && id < rows && (id * VALUE_STEP) % VALUES === value && key === (id * KEY_STEP) % KEYS;
        before = value;
        return isRight && (id % 1000 !== 0 || text() === textOf(key));
      };
    },
  },
  'group by': {
    plan: (rows, { count }) => rows.groupBy('key').agg(r => ({ n: count(), total: r.id.sum(), first: r.text.first() })),
    results: rows => Math.min(rows, KEYS),
    check:
      rows =>
      (row, [key, n, total, text]) => {
        const expected = Math.floor((rows - 1 - row) / KEYS) + 1;
        const isRight = key === (row * KEY_STEP) % KEYS && n === expected;
        return isRight && total === n * row + (KEYS * n * (n - 1)) / 2 && (row % 1000 !== 0 || text() === textOf(key));
      },
  },
  join: {
    plan: (rows, { halves }) => rows.join(halves, { on: 'key' }),
    results: rows => {
      let found = 0;
      for (let row = 0; row < rows; row++) if (((row * KEY_STEP) % KEYS) % 2 === 0) found++;
      return found;
    },
    check() {
      let next = 0;
      return (_, [id, key, value, text, half]) => {
        while (((next * KEY_STEP) % KEYS) % 2 === 1) next++;
        const isRight = id === next && key === (id * KEY_STEP) % KEYS && half === key / 2;
        next++;
        return isRight && value === (id * VALUE_STEP) % VALUES && (id % 1000 !== 0 || text() === textOf(key));
      };
    },
  },
};

/** Numbers of a column of 64 bits, as JavaScript has them: all are below 2^53. */
function numbers(type, { buffers }) {
  const data = buffers[1];
  if (type.id === 'float64') return data;
  const words = new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  return { words };
}

function reader({ name, type }, column) {
  if (type.id === 'utf8') {
    const [, offsets, bytes] = column.buffers;
    return row => () =>
      Buffer.from(bytes.buffer, bytes.byteOffset + Number(offsets[row]), Number(offsets[row + 1] - offsets[row])).toString();
  }
  const data = numbers(type, column);
  if (data.words === undefined) return row => data[row];
  if (column.nullCount > 0) throw new Error(`column ${name} has nulls`);
  return row => data.words[2 * row] + data.words[2 * row + 1] * 2 ** 32;
}

async function work(name, rows) {
  const { createRuntime, count } = await import(pathToFileURL(at('parquetframe', 'dist', 'index.js')).href);
  const { default: rust } = await import(pathToFileURL(at('engines', 'rust-napi', 'dist', 'index.js')).href);
  const { default: reference } = await import(pathToFileURL(at('engines', 'ts-reference', 'dist', 'index.js')).href);
  const engines = [reference(), rust()];
  const runtime = await createRuntime({ engines, memory: values.memory, uncertified: 'allow', wisdom: 'off' });
  const input = runtime.readParquet(fileOf(rows), { schema: { id: 'int64', key: 'int64', value: 'float64', text: 'utf8' } });
  const halves = runtime.readParquet(HALVES, { schema: { key: 'int64', half: 'int64' } });
  const { plan, results, check } = plans[name];
  const isRight = check(rows);
  const scratch = path.join(tmpdir(), 'parquetframe-scratch');
  let onDisk = 0;
  const look = setInterval(() => {
    const sizes = existsSync(scratch) ? readdirSync(scratch, { recursive: true, withFileTypes: true }) : [];
    const size = sizes
      .filter(entry => entry.isFile())
      .map(({ parentPath, name: file }) => statSync(path.join(parentPath, file), { throwIfNoEntry: false })?.size ?? 0);
    onDisk = Math.max(
      onDisk,
      size.reduce((a, b) => a + b, 0),
    );
  }, 500);
  const started = performance.now();
  let found = 0;
  let wrong = 0;
  for await (const { data } of plan(input, { count, halves }).batches({ engine: 'rust-napi' })) {
    for (const batch of data.batches) {
      const readers = batch.columns.map((column, index) => reader(data.schema[index], column));
      const row = new Array(readers.length);
      for (let at = 0; at < batch.length; at++) {
        for (let column = 0; column < readers.length; column++) row[column] = readers[column](at);
        if (!isRight(found + at, row) && wrong++ < 3)
          process.stderr.write(
            `row ${found + at} of ${name}: ${JSON.stringify(row.map(value => (typeof value === 'function' ? value() : value)))}\n`,
          );
      }
      found += batch.length;
    }
  }
  const time = (performance.now() - started) / 1000;
  clearInterval(look);
  await runtime.close();
  const missing = results(rows) - found;
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ rows, time, peak, onDisk, wrong, missing })}\n`);
}

const bytesOf = text => Number.parseFloat(text) * 2 ** { MiB: 20, GiB: 30 }[/[A-Z]\w+$/.exec(text)[0]];
const GB = 1e9;

async function one(name, given, memory) {
  const arguments_ = [
    '--expose-gc',
    at('scripts', 'beyond-memory.mjs'),
    '--worker',
    name,
    '--of',
    String(given),
    '--rows',
    values.rows,
    '--memory',
    memory,
  ];
  const { code, output } = await run(process.execPath, arguments_, { quiet: true });
  const line = output.trim().split('\n').at(-1);
  if (code !== 0) {
    process.stdout.write(`${name} within ${memory} failed:\n${output}\n`);
    process.exitCode = 1;
    return undefined;
  }
  const { rows, time, peak, onDisk, wrong, missing } = JSON.parse(line);
  const isWithin = peak <= 1.15 * bytesOf(memory);
  if (wrong > 0 || missing !== 0 || !isWithin) process.exitCode = 1;
  process.stdout.write(
    `${name}, ${rows / 1e6} M rows within ${memory}: ${time.toFixed(1)} s, ${(rows / time / 1e6).toFixed(2)} M rows/s, ` +
      `${(peak / bytesOf(memory)).toFixed(2)} of the budget at most, ${(onDisk / GB).toFixed(1)} GB on disk, ` +
      `${wrong} rows wrong, ${missing} missing\n${wrong > 0 ? output : ''}`,
  );
  return rows / time;
}

if (values.worker !== undefined) await work(values.worker, Number(values.of));
else {
  await generate();
  for (const name of values.only ?? Object.keys(plans)) {
    for (let round = 0; round < Number(values.rounds); round++) {
      const inMemory = await one(name, FEW, '16GiB');
      const onDisk = await one(name, ROWS, values.memory);
      if (inMemory !== undefined && onDisk !== undefined)
        process.stdout.write(`${name}: ${(onDisk / inMemory).toFixed(2)} of the rows per second in memory\n`);
    }
  }
}
