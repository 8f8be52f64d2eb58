import { availableParallelism, totalmem } from 'node:os';
import test from 'ava';
import { parseMemory, readConfiguration, VARIABLES } from './configuration.js';
import { isParquetFrameError } from './contract/errors/index.js';

test('defaults', t => {
  const configuration = readConfiguration({ XDG_CACHE_HOME: '/cache' });
  t.deepEqual(configuration, {
    engine: undefined,
    disableRust: false,
    disabledEngines: [],
    threads: availableParallelism(),
    nativeLog: undefined,
    wisdom: '/cache/parquetframe/wisdom.json',
    memory: Math.floor((totalmem() / 100) * 75),
    debug: false,
  });
});

test('every variable is read', t => {
  const configuration = readConfiguration({
    PARQUETFRAME_ENGINE: 'rust-napi',
    PARQUETFRAME_DISABLE_RUST: '1',
    PARQUETFRAME_DISABLE_ENGINES: 'a, b,',
    PARQUETFRAME_RUST_THREADS: '3',
    RAYON_NUM_THREADS: '5',
    PARQUETFRAME_RUST_LOG: 'debug',
    PARQUETFRAME_WISDOM: '/tmp/w.json',
    PARQUETFRAME_MEMORY: '2GiB',
    NODE_DEBUG: 'http,parquetframe',
  });
  t.deepEqual(configuration, {
    engine: 'rust-napi',
    disableRust: true,
    disabledEngines: ['a', 'b'],
    threads: 3,
    nativeLog: 'debug',
    wisdom: '/tmp/w.json',
    memory: 2 * 2 ** 30,
    debug: true,
  });
  t.is(readConfiguration({ RAYON_NUM_THREADS: '5' }).threads, 5);
  t.is(readConfiguration({ RAYON_NUM_THREADS: '0' }).threads, availableParallelism());
  t.is(readConfiguration({ PARQUETFRAME_WISDOM: 'off' }).wisdom, undefined);
  t.is(readConfiguration({ PARQUETFRAME_ENGINE: 'auto' }).engine, undefined);
  t.is(Object.keys(VARIABLES).length, 10);
});

test('nonsense is an error that names the variable', t => {
  const error = t.throws(() => readConfiguration({ PARQUETFRAME_RUST_THREADS: 'many' }));
  t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT');
  t.regex(error.message, /PARQUETFRAME_RUST_THREADS.*"many"/);
  t.throws(() => readConfiguration({ RAYON_NUM_THREADS: 'x' }), { message: /^RAYON_NUM_THREADS must be/ });
  t.throws(() => readConfiguration({ PARQUETFRAME_DISABLE_RUST: 'sure' }), {
    message: /^PARQUETFRAME_DISABLE_RUST must be 1 or 0/,
  });
  t.false(readConfiguration({ PARQUETFRAME_DISABLE_RUST: 'off' }).disableRust);
  t.throws(() => readConfiguration({ PARQUETFRAME_MEMORY: 'lots' }), { message: /^PARQUETFRAME_MEMORY is bytes.*"lots"/ });
  for (const text of ['', 'lots', '-1', '5 XB', '0']) t.throws(() => parseMemory(text), { message: /memory budget/ }, text);
});

test('memory sizes', t => {
  t.is(parseMemory('1000'), 1000);
  t.is(parseMemory('1.5 KiB'), 1536);
  t.is(parseMemory('2GB'), 2e9);
  t.is(parseMemory('50%'), Math.floor((totalmem() / 100) * 50));
});
