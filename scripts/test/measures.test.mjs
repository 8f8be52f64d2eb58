/** What `npm run share` and `npm run coverage:rust` are made of. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { isTestFile, parseLcov, ranges, testLines } from '../lib/lcov.mjs';
import { llvmTools, parseCompiler } from '../lib/llvm.mjs';
import { share, tally } from '../lib/shares.mjs';
import { at } from '../lib/workspace.mjs';

test('operations are counted by how free the choice was; a process of its own is Rust too', t => {
  const counts = tally([
    {
      operations: ['parquet.scan', 'table.filter'],
      engine: 'rust-napi',
      why: 'cheapest: 1 ms estimated; ts-reference 2 ms estimated',
    },
    { operations: ['table.sort'], engine: 'ts-reference', why: 'preferred: 2 ms estimated; rust-napi 1 ms estimated' },
    { operations: ['graph.bfs'], engine: 'rust-neon@process', why: 'pinned' },
    { operations: ['csv.scan'], engine: 'ts-reference', why: 'only candidate' },
  ]);
  const { percent, ...chosen } = share(counts, ['chosen']);
  t.deepEqual(chosen, { rust: 2, all: 3 });
  t.is(percent.toFixed(1), '66.7');
  t.deepEqual(share(counts, ['pinned']), { rust: 1, all: 1, percent: 100 });
  t.deepEqual(share(counts, [...counts.keys()]), { rust: 3, all: 5, percent: 60 });
  t.deepEqual(share(counts, ['none of these']), { rust: 0, all: 0, percent: 0 });
});

test('a process that loads the recorder writes the stages that ran, and not those that failed', t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-stages-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const program = `
    import { createRuntime } from '@parquetframe/core';
    import tsReference from '@parquetframe/engine-ts-reference';
    const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
    const rows = pf.fromRows([{ x: 1n }], { schema: { x: 'int64' } });
    await rows.filter(row => row.x.gt(0)).collect({ engine: 'ts-reference' });
    await rows.withColumns(row => ({ y: row.x.add(2n ** 63n - 1n) })).collect().then(() => process.exit(1), () => undefined);
    await pf.close();`;
  const recorder = new URL('../lib/record-stages.mjs', import.meta.url).href;
  execFileSync(process.execPath, [`--import=${recorder}`, '--input-type=module', '--eval', program], {
    cwd: at('benchmarks'),
    env: { ...process.env, STAGES_FOLDER: folder },
  });
  const lines = readdirSync(folder).flatMap(file => readFileSync(path.join(folder, file), 'utf8').trim().split('\n'));
  t.deepEqual(
    lines.map(line => JSON.parse(line)),
    [{ operations: ['table.filter'], engine: 'ts-reference', why: 'pinned' }],
  );
});

test('lines that several programs share are added up', t => {
  const files = parseLcov(
    'SF:/a.rs\nDA:1,2\nDA:2,0\nend_of_record\nSF:/b.rs\nDA:7,1\nend_of_record\nSF:/a.rs\nDA:1,3\nend_of_record\n',
  );
  t.deepEqual([...files.keys()], ['/a.rs', '/b.rs']);
  t.deepEqual(
    [...files.get('/a.rs')],
    [
      [1, 5],
      [2, 0],
    ],
  );
});

test('modules of tests are no code that tests should reach', t => {
  const source = ['fn a() {', '}', '', '#[cfg(test)]', 'mod tests {', '    fn b() {', '    }', '}', '', 'fn c() {}'].join('\n');
  t.deepEqual([...testLines(source)], [4, 5, 6, 7, 8]);
  t.deepEqual([...testLines('#[cfg(test)]\nmod tests;\nfn a() {}\n')], []);
  t.deepEqual(
    ['bfs/tests.rs', 'tests/all.rs', 'tests.rs', 'contests.rs', 'bfs.rs'].filter(file => isTestFile(file)),
    ['bfs/tests.rs', 'tests/all.rs', 'tests.rs'],
  );
});

test('lines are printed as ranges', t => {
  t.is(ranges([9, 3, 5, 4]), '3-5, 9');
  t.is(ranges([]), '');
});

test('the tools must be of the LLVM of rustc, and what is missing is named with what to do', async t => {
  t.deepEqual(parseCompiler('rustc 1.95.0\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0\nLLVM version: 22.1.2\n'), {
    release: '1.95.0',
    host: 'x86_64-unknown-linux-gnu',
    llvm: '22',
  });
  const compiler = { release: '1.95.0', host: 'none', llvm: '22', sysroot: '/none' };
  // A program that answers with another version stands for that of another LLVM.
  const { missing } = await llvmTools(compiler, { LLVM_PROFDATA: process.execPath });
  t.regex(
    missing,
    /^llvm-profdata of LLVM 22, which rustc 1\.95\.0 is built with, is missing \(.*is of LLVM \?\): rustup component add llvm-tools/,
  );
});
