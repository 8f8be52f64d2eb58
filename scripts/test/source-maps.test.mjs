import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { nameSourceMaps, unnameSourceMaps } from '../lib/source-maps.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'source-maps-'));
test.after.always(() => rmSync(folder, { recursive: true }));

test('the name of the map goes before packing and comes back, byte for byte', t => {
  mkdirSync(path.join(folder, 'deep'));
  const code = 'export const text = "//# sourceMappingURL=kept";\n';
  const files = {
    'index.js': `${code}//# sourceMappingURL=index.js.map`,
    'index.d.ts': 'export {};\n//# sourceMappingURL=index.d.ts.map',
    'deep/worker.js': `${code}//# sourceMappingURL=worker.js.map`,
    'plain.js': code,
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), text);
    if (name !== 'plain.js') writeFileSync(path.join(folder, `${name}.map`), '{}');
  }
  unnameSourceMaps(folder);
  t.is(readFileSync(path.join(folder, 'index.js'), 'utf8'), code);
  t.is(readFileSync(path.join(folder, 'index.d.ts'), 'utf8'), 'export {};\n');
  nameSourceMaps(folder);
  nameSourceMaps(folder);
  for (const [name, text] of Object.entries(files)) t.is(readFileSync(path.join(folder, name), 'utf8'), text, name);
});
