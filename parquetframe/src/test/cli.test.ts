import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { decodeIpc, rowsOf } from '@parquetframe/core/engine';
import test from 'ava';
import { createRuntime, defaultEngines } from '../index.js';
import { PFRAME, temporaryFolder } from './data.js';

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = { ...process.env, PARQUETFRAME_WISDOM: 'off', NODE_OPTIONS: '' };

function pframe(...args: readonly string[]): Promise<Result> {
  return new Promise(resolve => {
    execFile(process.execPath, [PFRAME, ...args], { env: environment, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const EDGES = 'src,dst,w\n1,2,0.5\n2,3,1\n3,1,2\n4,4,1\n';

function edgeFile(name = 'edges.csv', content: string | Buffer = EDGES): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

test('bfs: table, JSON and every output format give the same rows', async t => {
  const edges = edgeFile();
  const expected = [
    { vertex: 1, distance: 0, predecessor: null },
    { vertex: 2, distance: 1, predecessor: 1 },
    { vertex: 3, distance: 2, predecessor: 2 },
    { vertex: 4, distance: null, predecessor: null },
  ];
  const json = await pframe('graph', 'bfs', edges, '--source', '1', '--json');
  t.is(json.code, 0, json.stderr);
  t.deepEqual(JSON.parse(json.stdout), expected);
  const folder = temporaryFolder();
  for (const format of ['csv', 'json', 'arrow', 'parquet']) {
    const written = await pframe('graph', 'bfs', edges, '--source', '1', '--output', join(folder, `out.${format}`));
    t.is(written.code, 0, written.stderr);
    t.is(written.stdout, '');
  }
  t.deepEqual(readdirSync(folder).sort(), ['out.arrow', 'out.csv', 'out.json', 'out.parquet']);
  t.is(readFileSync(join(folder, 'out.csv'), 'utf8'), 'vertex,distance,predecessor\n1,0,\n2,1,1\n3,2,2\n4,,\n');
  t.deepEqual(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')), expected);
  const numbers = (rows: readonly object[]): unknown =>
    rows.map(row =>
      Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === 'bigint' ? Number(v) : (v as unknown)])),
    );
  t.deepEqual(numbers(rowsOf(await decodeIpc(readFileSync(join(folder, 'out.arrow'))))), expected);
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  t.deepEqual(numbers(await pf.readParquet(join(folder, 'out.parquet')).toRows()), expected);
});

test('edges from gzipped CSV and from Parquet; other columns, undirected, string ids', async t => {
  const gzipped = await pframe('graph', 'wcc', edgeFile('edges.csv.gz', gzipSync(EDGES)), '--json');
  t.deepEqual(
    JSON.parse(gzipped.stdout),
    [1, 2, 3, 4].map(vertex => ({ vertex, component: vertex === 4 ? 1 : 0 })),
  );
  const named = edgeFile('named.csv', 'from,to\nberlin,paris\nrome,paris\n');
  const undirected = await pframe(
    'graph',
    'bfs',
    named,
    '--src',
    'from',
    '--dst',
    'to',
    '--source',
    'berlin',
    '--undirected',
    '--json',
  );
  t.deepEqual(JSON.parse(undirected.stdout), [
    { vertex: 'berlin', distance: 0, predecessor: null },
    { vertex: 'paris', distance: 1, predecessor: 'berlin' },
    { vertex: 'rome', distance: 2, predecessor: 'paris' },
  ]);
  const parquet = join(temporaryFolder(), 'edges.parquet');
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  await pf
    .fromRows([
      { src: 7, dst: 8 },
      { src: 7, dst: 9 },
    ])
    .writeParquet(parquet);
  const degree = await pframe('graph', 'degree', parquet, '--json', '--top', '1');
  t.deepEqual(JSON.parse(degree.stdout), [{ vertex: 8, in: 1, out: 0 }]);
});

test('pagerank: ranks sum to 1, weights count, not converging is said', async t => {
  const ranks = await pframe('graph', 'pagerank', edgeFile(), '--json');
  const rows = JSON.parse(ranks.stdout) as readonly { readonly rank: number }[];
  t.true(Math.abs(rows.reduce((sum, row) => sum + row.rank, 0) - 1) < 1e-12);
  const weighted = await pframe(
    'graph',
    'pagerank',
    edgeFile('w.csv', 'src,dst,w\n1,2,3\n1,3,1\n2,1,1\n3,1,1\n'),
    '--weight',
    'w',
    '--top',
    '3',
    '--json',
  );
  t.deepEqual(
    (JSON.parse(weighted.stdout) as readonly { vertex: number }[]).map(row => row.vertex),
    [1, 2, 3],
  );
  const short = await pframe(
    'graph',
    'pagerank',
    edgeFile('s.csv', 'src,dst\n1,2\n2,3\n'),
    '--max-iterations',
    '1',
    '--tolerance',
    '0',
  );
  t.is(short.code, 0);
  t.regex(short.stderr, /did not converge: error .* after 1 iterations/);
});

test('--engine pins the algorithm: what comes before and after it takes any engine', async t => {
  const edges = edgeFile();
  const folder = temporaryFolder();
  for (const [command, engine] of [
    ['wcc', 'worker-pool'],
    ['pagerank', 'worker-pool'],
    ['pagerank', 'rust-napi'],
    ['bfs', 'rust-neon'],
  ] as const) {
    const { engines } = JSON.parse((await pframe('doctor', '--engine', engine, '--json')).stdout) as {
      engines: { available: boolean }[];
    };
    if (!engines[0]?.available) continue;
    const output = join(folder, `${command}-${engine}.parquet`);
    const source = command === 'bfs' ? ['--source', '1'] : [];
    const args = ['graph', command, ...source, edges, '--engine', engine, '--top', '3', '--output', output, '--verbose'];
    const { code, stderr } = await pframe(...args);
    t.is(code, 0, stderr);
    t.regex(stderr, new RegExp(`graph\\.\\w+ on ${engine}, .* \\(pinned\\)`));
    t.regex(stderr, /table\.sort on ts-reference/);
    await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
    t.is(await pf.readParquet(output).count(), 3);
  }
});

test('a rank that did not converge is said to be none with --top and --output too', async t => {
  const args = ['graph', 'pagerank', edgeFile('s.csv', 'src,dst\n1,2\n2,3\n'), '--max-iterations', '1', '--tolerance', '0'];
  for (const more of [
    ['--top', '1'],
    ['--output', join(temporaryFolder(), 'r.csv')],
    ['--output', join(temporaryFolder(), 'r.parquet')],
    ['--json'],
  ])
    t.regex((await pframe(...args, ...more)).stderr, /did not converge/, more.join(' '));
});

test('where the output cannot go is found out before anything is read', async t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken.csv'));
  for (const [output, reason] of [
    [join(folder, 'none', 'x.csv'), /cannot write .*none.x\.csv: there is no folder/],
    [join(folder, 'none', 'x.parquet'), /there is no folder/],
    [join(folder, 'taken.csv'), /taken\.csv: it is a folder/],
  ] as const) {
    const { code, stderr } = await pframe('graph', 'wcc', 'missing.csv', '--output', output);
    t.is(code, 1);
    t.regex(stderr, reason);
  }
  t.deepEqual(readdirSync(folder), ['taken.csv']);
});

test('more rows than are text at one time', async t => {
  const lines = Array.from({ length: 40_000 }, (_, i) => `${String(i)},${String(i + 1)}`);
  const edges = edgeFile('chain.csv', `src,dst\n${lines.join('\n')}\n`);
  const folder = temporaryFolder();
  const json = await pframe('graph', 'degree', edges, '--json');
  const rows = JSON.parse(json.stdout) as { vertex: number; in: number; out: number }[];
  t.is(rows.length, 40_001);
  t.true(rows.every((row, i) => row.vertex === i && row.in === (i > 0 ? 1 : 0) && row.out === (i < 40_000 ? 1 : 0)));
  await pframe('graph', 'degree', edges, '--output', join(folder, 'd.json'));
  t.is(readFileSync(join(folder, 'd.json'), 'utf8'), json.stdout);
  await pframe('graph', 'degree', edges, '--output', join(folder, 'd.csv'));
  t.is(
    readFileSync(join(folder, 'd.csv'), 'utf8'),
    `vertex,in,out\n${rows.map(row => `${String(row.vertex)},${String(row.in)},${String(row.out)}\n`).join('')}`,
  );
});

test('bad usage is exit 2, other errors exit 1, each with one line on stderr', async t => {
  const edges = edgeFile();
  const usage: readonly (readonly string[])[] = [
    ['graph', 'bfs', edges],
    ['graph', 'bfs', edges, '--source', 'x'],
    ['graph', 'wcc', edges, '--output', 'out.xlsx'],
    ['graph', 'wcc', 'edges.txt'],
    ['graph', 'pagerank', edges, '--damping', 'much'],
    ['graph', 'pagerank', edges, '--damping', '2'],
    ['graph', 'wcc', edges, '--top', '-1'],
    ['graph', 'wcc', edges, '--tpo', '1'],
    ['grap', 'wcc', edges],
    ['graph', 'wcc'],
    ['graph', 'wcc', edges, '--engine', 'nobody'],
    ['nothing'],
    ['graph', 'wcc', edges, '--determinism', 'sloppy'],
    ['parity', '--engines', 'nobody'],
  ];
  for (const args of usage) {
    const { code, stdout, stderr } = await pframe(...args);
    t.is(code, 2, args.join(' '));
    t.is(stdout, '');
    t.regex(stderr, /^parquetframe: .+\n$/, args.join(' '));
  }
  const failures: readonly (readonly [readonly string[], RegExp])[] = [
    [['graph', 'wcc', 'missing.csv'], /FILE_NOT_FOUND.*missing\.csv/],
    [['info', 'missing.parquet'], /FILE_NOT_FOUND.*missing\.parquet/],
    [['info', edges], /DATA_CORRUPT.*edges\.csv/],
    [['graph', 'wcc', edges, '--src', 'scr'], /COLUMN_NOT_FOUND.*"scr".*Did you mean "src"/],
    [['graph', 'bfs', edges, '--source', '99'], /VERTEX_NOT_FOUND.*99/],
    [['graph', 'pagerank', edgeFile('n.csv', 'src,dst,w\n1,2,-1\n'), '--weight', 'w'], /NEGATIVE_WEIGHT/],
  ];
  for (const [args, message] of failures) {
    const { code, stderr } = await pframe(...args);
    t.is(code, 1, `${args.join(' ')}: ${stderr}`);
    t.is(stderr.trim().split('\n').length, 1, stderr);
    t.regex(stderr, message);
  }
});

test('verbose shows what ran where and stacks of errors', async t => {
  const { stderr } = await pframe('--verbose', 'graph', 'wcc', edgeFile(), '--engine', 'ts-reference');
  t.regex(stderr, /graph\.wcc on ts-reference, .* ms \(pinned\)/);
  t.regex((await pframe('--verbose', 'graph', 'wcc', 'missing.csv')).stderr, /\n\s+at /);
});

test('doctor lists engines, certificates, configuration and wisdom', async t => {
  const { code, stdout } = await pframe('doctor', '--json');
  t.is(code, 0);
  const report = JSON.parse(stdout) as {
    engines: { id: string; available: boolean; operations: { name: string; certified: boolean }[] }[];
    configuration: Record<string, unknown>;
    wisdom: { path: string | null };
  };
  const reference = report.engines.find(engine => engine.id === 'ts-reference');
  t.true(reference?.available);
  t.true(reference?.operations.every(operation => operation.certified));
  t.true(report.engines.some(engine => engine.id === 'rust-napi@process'));
  t.true('PARQUETFRAME_MEMORY' in report.configuration);
  t.is(report.wisdom.path, null);
  t.regex((await pframe('doctor')).stdout, /ts-reference.*TypeScript\s+yes/);
});

test('schema shows the columns of a file, also as TypeScript', async t => {
  const edges = edgeFile();
  const ts = await pframe('schema', '--ts', edges);
  t.is(ts.stdout, "const schema = {\n  src: 'int64',\n  dst: 'int64',\n  w: 'float64',\n} as const;\n", ts.stderr);
  t.regex((await pframe('schema', edges)).stdout, /src +int64 +true/);
  const json = JSON.parse((await pframe('schema', edges, '--json')).stdout) as readonly { name: string }[];
  t.deepEqual(
    json.map(({ name }) => name),
    ['src', 'dst', 'w'],
  );
  const path = join(temporaryFolder(), 'x.parquet');
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  await pf.fromRows([{ 'a b': new Date(0) }]).writeParquet(path);
  t.regex((await pframe('schema', '--ts', path)).stdout, /'a b': 'timestamp\[ms\]',/);
  const missing = await pframe('schema', 'missing.parquet');
  t.is(missing.code, 1);
  t.regex(missing.stderr, /FILE_NOT_FOUND.*missing\.parquet/);
});

test('info shows schema, row groups, codecs and typed statistics', async t => {
  const path = join(temporaryFolder(), 'x.parquet');
  await using pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  await pf
    .fromRows([
      { id: 1, name: 'a' },
      { id: 5, name: null },
    ])
    .writeParquet(path);
  const { code, stdout } = await pframe('info', path, '--json');
  t.is(code, 0);
  const info = JSON.parse(stdout) as {
    rows: number;
    columns: { path: string; codecs: string[]; statistics: { min: unknown; max: unknown; nullCount: number } }[];
  };
  t.is(info.rows, 2);
  t.deepEqual(
    info.columns.map(c => [c.path, c.codecs, c.statistics.min, c.statistics.max, c.statistics.nullCount]),
    [
      ['id', ['SNAPPY'], 1, 5, 0],
      ['name', ['SNAPPY'], 'a', 'a', 1],
    ],
  );
  t.regex((await pframe('info', path)).stdout, /rows\s+2\nrow groups\s+1\ncodecs\s+SNAPPY/);
  const when = join(temporaryFolder(), 'when.parquet');
  await pf.fromRows([{ at: new Date('2001-02-03T04:05:06.789Z') }, { at: new Date('1969-12-31T00:00:00Z') }]).writeParquet(when);
  t.regex((await pframe('info', when)).stdout, /1969-12-31 00:00:00 +2001-02-03 04:05:06\.789/);
});

test('parity repeats with its seed', async t => {
  const args = ['parity', '--operation', 'graph.wcc', '--engines', 'worker-pool', '--cases', '5', '--seed', '7', '--json'];
  const [one, two] = await Promise.all([pframe(...args), pframe(...args)]);
  t.is(one.code, 0, one.stderr);
  t.is(one.stdout, two.stdout);
  t.true((JSON.parse(one.stdout) as { equal: boolean }).equal);
});

test('Ctrl-C ends parity between two cases', async t => {
  const args = ['parity', '--engines', 'ts-reference', '--operation', 'table.sort', '--cases', '1000000'];
  const child = spawn(process.execPath, [PFRAME, ...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
    if (!child.killed && log.includes('seed')) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  t.is(code, 130, log);
  t.regex(log, /parquetframe: interrupted/);
});

test('doctor says why the wisdom file is refused', async t => {
  const { stdout } = await promisify(execFile)(process.execPath, [PFRAME, 'doctor'], {
    env: { ...environment, PARQUETFRAME_WISDOM: temporaryFolder() },
  });
  t.regex(stdout, /wisdom: .*, 0 cells, .*; refused: it is a folder/);
});

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  test(`${signal} stops a running kernel and exits ${String(expected)}, leaving no output file`, async t => {
    const lines = ['src,dst'];
    for (let i = 0; i < 200_000; i++) lines.push(`${String(i % 20_000)},${String((i * 7919) % 20_000)}`);
    const edges = edgeFile('big.csv', `${lines.join('\n')}\n`);
    const folder = temporaryFolder();
    const endless = ['--engine', 'ts-reference', '--tolerance', '0', '--max-iterations', '1000000'];
    const child = spawn(
      process.execPath,
      [PFRAME, 'graph', 'pagerank', edges, ...endless, '--output', join(folder, 'ranks.csv')],
      { env: { ...environment, NODE_DEBUG: 'parquetframe' }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      if (child.killed || !log.includes('graph.pageRank on')) return;
      child.kill(signal);
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    t.is(code, expected, log);
    t.deepEqual(readdirSync(folder), []);
  });
