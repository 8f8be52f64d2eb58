import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { command } from './command.js';
import { createEngine } from './create-engine.js';
import { engineNames } from './names.js';

const work = mkdtempSync(path.join(tmpdir(), 'create-engine-'));
test.after.always(() => rmSync(work, { recursive: true, force: true }));
let count = 0;
const fresh = (): string => path.join(work, `engine-${String((count += 1))}`);

test('every file is written, and no place is left to fill in', t => {
  const folder = path.join(fresh(), 'deep');
  const created = createEngine({ packageName: '@me/engine-fast', folder });
  t.like(created, { packageName: '@me/engine-fast', id: 'fast', functionName: 'fastEngine', folder });
  for (const needed of [
    'package.json',
    '.gitignore',
    'README.md',
    'engine.json',
    'tsconfig.json',
    path.join('src', 'engine.test.ts'),
  ])
    t.true(created.files.includes(needed), needed);
  for (const file of created.files) t.notRegex(readFileSync(path.join(folder, file), 'utf8'), /__[A-Z]+__/, file);
  t.like(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')), { name: '@me/engine-fast' });
  t.like(JSON.parse(readFileSync(path.join(folder, 'engine.json'), 'utf8')), { id: 'fast' });
});

const named: readonly (readonly [packageName: string, id: string, functionName: string])[] = [
  ['engine-fast', 'fast', 'fastEngine'],
  ['parquetframe-engine-gpu', 'gpu', 'gpuEngine'],
  ['@me/query.engine', 'query-engine', 'queryEngine'],
  ['delete', 'delete', 'deleteEngine'],
  ['engine', 'engine', 'engineEngine'],
];
for (const [packageName, id, functionName] of named)
  test(`names that follow from ${packageName}`, t => t.deepEqual(engineNames(packageName), { packageName, id, functionName }));

const bad = [
  '',
  ' ',
  '..',
  '../up',
  '/etc',
  '.hidden',
  '_x',
  'Upper',
  'a b',
  'a/b',
  '@me',
  '@me/',
  '@/x',
  '@a/b/c',
  'fs',
  'node_modules',
  'é',
  'x'.repeat(215),
];
for (const packageName of bad)
  test(`a name that is none is refused, and nothing is written: ${JSON.stringify(packageName.slice(0, 20))}`, t => {
    const folder = fresh();
    t.throws(() => createEngine({ packageName, folder }), {
      name: 'CreateEngineError',
      code: 'INVALID_ARGUMENT',
      message: /npm package/,
    });
    t.false(existsSync(folder));
  });

for (const id of ['', '1st', 'Fast', 'a b', 'a@b', 'rust-napi', 'auto'])
  test(`an id that is none, or taken, is refused: ${JSON.stringify(id)}`, t => {
    t.throws(() => createEngine({ packageName: 'engine-fast', id, folder: fresh() }), {
      code: 'INVALID_ARGUMENT',
      message: /--id/,
    });
  });

test('a folder with something in it is not touched; an empty one is used', t => {
  const folder = fresh();
  mkdirSync(folder);
  createEngine({ packageName: 'engine-a', folder });
  const before = readFileSync(path.join(folder, 'package.json'), 'utf8');
  t.throws(() => createEngine({ packageName: 'engine-b', folder }), { code: 'FOLDER_EXISTS', message: /not empty.*--folder/ });
  t.is(readFileSync(path.join(folder, 'package.json'), 'utf8'), before);
});

test('a file where the folder should be, or above it, is a typed error', t => {
  const file = fresh();
  writeFileSync(file, '');
  t.throws(() => createEngine({ packageName: 'engine-a', folder: file }), { code: 'FOLDER_EXISTS', message: /is a file/ });
  t.throws(() => createEngine({ packageName: 'engine-a', folder: path.join(file, 'below') }), {
    code: 'WRITE_FAILED',
    message: /cannot be written/,
  });
});

test('the command says what to do next; its errors are of a kind', t => {
  const folder = fresh();
  const done = command(['@me/engine-fast', '--id', 'faster', '--folder', folder]);
  t.is(done.code, 0);
  t.regex(done.text, /the engine "faster".*npm run certify/s);
  t.regex(command(['@me/engine-fast', '--folder', folder]).text, /^FOLDER_EXISTS/);
  t.is(command(['@me/engine-fast', '--folder', folder]).code, 1);
  for (const args of [[], ['Bad Name'], ['a', 'b'], ['engine-a', '--nope'], ['--id']]) {
    const refused = command(args);
    t.is(refused.code, 2, args.join(' '));
    t.regex(refused.text, /^INVALID_ARGUMENT: .*\n\nnpm create @parquetframe\/engine NAME/, args.join(' '));
  }
  t.is(command(['--help']).code, 0);
  t.regex(command(['--version']).text, /^\d+\.\d+\.\d+/);
});
