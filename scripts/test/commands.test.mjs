import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { linkCommands } from '../lib/commands.mjs';

test('the commands of packages can be run from node_modules/.bin once they are compiled', t => {
  const root = mkdtempSync(path.join(tmpdir(), 'parquetframe-commands-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  const [directory, bin] = [path.join(root, 'tool'), path.join(root, 'node_modules', '.bin')];
  const found = [
    { directory, manifest: { bin: { tool: './dist/main.js', t: './dist/main.js' } } },
    { directory: path.join(root, 'library'), manifest: {} },
  ];
  t.deepEqual(linkCommands({ bin, found }), [], 'not compiled yet');
  mkdirSync(path.join(directory, 'dist'), { recursive: true });
  writeFileSync(path.join(directory, 'dist', 'main.js'), "#!/usr/bin/env node\nconsole.log('it runs');\n");
  t.deepEqual(linkCommands({ bin, found }), ['tool', 't']);
  t.deepEqual(linkCommands({ bin, found }), [], 'linked already');
  for (const name of ['tool', 't']) t.is(execFileSync(path.join(bin, name), { encoding: 'utf8' }), 'it runs\n');
});
