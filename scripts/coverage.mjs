/**
 * `npm run coverage`: line coverage of core by the tests of all packages; fails below 90 %. Children and worker threads count too.
 *
 *   node scripts/coverage.mjs [--report-only]    report what an earlier run with NODE_V8_COVERAGE=coverage/v8 left
 */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { must, run } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const leastLines = 90;
const records = at('coverage', 'v8');
const { values } = parseArgs({ options: { 'report-only': { type: 'boolean', default: false } } });

if (!values['report-only']) {
  rmSync(at('coverage'), { recursive: true, force: true });
  await must(process.execPath, [at('scripts', 'bootstrap.mjs')]);
  await must(process.execPath, [at('scripts', 'test.mjs'), '--runner', 'ava'], { env: { NODE_V8_COVERAGE: records } });
}

/** Sources of core that hold types only: they compile to an empty module, and nothing could cover them. */
function typesOnly() {
  return readdirSync(at('core', 'dist'), { recursive: true })
    .filter(file => file.endsWith('.js'))
    .filter(file => /^\s*export \{\};\s*(\/\/.*\s*)?$/.test(readFileSync(at('core', 'dist', file), 'utf8')))
    .map(file => `core/src/${file.replaceAll('\\', '/').replace(/\.js$/, '.ts')}`);
}

const { code } = await run(process.execPath, [
  at('node_modules', 'c8', 'bin', 'c8.js'),
  'report',
  ...['--temp-directory', records, '--reports-dir', at('coverage', 'report')],
  ...[
    '--all',
    '--src',
    'core',
    '--include',
    'core/src/**/*.ts',
    '--include',
    'core/dist/**/*.js',
    '--exclude',
    '**/*.test.*',
    '--exclude',
    '**/test/**',
  ],
  ...typesOnly().flatMap(file => ['--exclude', file]),
  ...['--exclude-after-remap', '--reporter', 'text', '--reporter', 'lcov'],
  ...['--check-coverage', '--lines', String(leastLines), '--branches', '0', '--functions', '0', '--statements', '0'],
]);
process.exitCode = code;
