import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { at, readJson } from '../lib/workspace.mjs';

const engines = ['rust-napi', 'rust-neon'];
const step = (folder, name) => spawnSync(process.execPath, [at('scripts', 'platform-packages.mjs'), name], { cwd: folder });

/** The engine's folder as at a release: package.json, and npm/ with a binary in each package. */
function release(t, engine) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parquetframe-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(at('engines', engine, 'package.json'), path.join(folder, 'package.json'));
  cpSync(at('engines', engine, 'npm'), path.join(folder, 'npm'), { recursive: true, filter: file => !file.endsWith('.node') });
  const platform = path.join(folder, 'npm', 'linux-x64-gnu');
  const { main } = readJson(path.join(platform, 'package.json'));
  return { folder, platform, manifest: path.join(folder, 'package.json'), binary: path.join(platform, main) };
}

for (const engine of engines) {
  test(`${engine}: a release names the platform packages in its version, and leaves the engine's package.json as it was`, t => {
    const { folder, platform, manifest, binary } = release(t, engine);
    writeFileSync(binary, '');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"version": "0.1.0"', '"version": "0.2.0"'));
    const before = readFileSync(manifest, 'utf8');
    t.is(step(folder, 'stamp').status, 0);
    const { name, version } = readJson(path.join(platform, 'package.json'));
    t.is(version, '0.2.0');
    t.is(step(folder, 'name').status, 0);
    t.deepEqual(readJson(manifest).optionalDependencies, { [name]: '0.2.0' });
    t.is(step(folder, 'unname').status, 0);
    t.is(readFileSync(manifest, 'utf8'), before);
  });

  test(`${engine}: nothing is published without a binary, or with one of another version`, t => {
    const { folder, manifest, binary } = release(t, engine);
    const before = readFileSync(manifest, 'utf8');
    const missing = step(folder, 'name');
    t.is(missing.status, 1);
    t.regex(String(missing.stderr), /was not built/);
    writeFileSync(binary, '');
    writeFileSync(manifest, before.replace('"version": "0.1.0"', '"version": "0.2.0"'));
    const stale = step(folder, 'name');
    t.is(stale.status, 1);
    t.regex(String(stale.stderr), /is 0\.1\.0, the engine 0\.2\.0/);
  });

  test(`${engine}: every step is called by npm at its time`, t => {
    const { scripts } = readJson(at('engines', engine, 'package.json'));
    t.deepEqual(scripts, {
      version: 'node ../../scripts/platform-packages.mjs stamp && git add npm',
      prepack: 'node ../../scripts/published.mjs make',
      postpack: 'node ../../scripts/published.mjs restore',
      prepublishOnly: 'node ../../scripts/platform-packages.mjs name',
      postpublish: 'node ../../scripts/platform-packages.mjs unname',
    });
  });
}
