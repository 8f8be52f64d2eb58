import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { deadReferences } from '../lib/doc-references.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

test('every link, file and command that a page names is there', t => {
  const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  const dead = pages
    .split('\n')
    .filter(page => page !== '')
    .flatMap(page => deadReferences(root, page, new Set(Object.keys(scripts))));
  t.deepEqual(dead, []);
});

test('dead references are found', t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-docs-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'core/src'), { recursive: true });
  writeFileSync(path.join(folder, 'other.md'), '# A part: `one`\n');
  const lines = [
    '# Here',
    '[fine](other.md) [fine](other.md#a-part-one) [fine](#here) [fine](https://example.org/x)',
    '[dead](none.md) [dead](other.md#two) [dead](#there)',
    '`core/src` `core/src/<name>.ts` `core/none.ts` `core/none/*.ts` `src/whatever`',
    '`npm run there` and `npm run gone`; `node scripts/gone.mjs`',
    '```sh',
    '[not a link](none.md)',
    '```',
  ];
  writeFileSync(path.join(folder, 'page.md'), lines.join('\n'));
  t.deepEqual(deadReferences(folder, 'page.md', new Set(['there'])), [
    'page.md:3: a link to none.md, which is not there',
    'page.md:3: a link to #two, which other.md does not have',
    'page.md:3: a link to #there, which this page does not have',
    'page.md:4: `core/none.ts`, which is not there',
    'page.md:4: `core/none/*.ts`, which is not there',
    'page.md:5: there is no script `npm run gone`',
    'page.md:5: there is no scripts/gone.mjs',
  ]);
});
