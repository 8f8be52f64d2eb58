/**
 * Makes a clone ready: dependencies, compiled TypeScript, native engines, certificates. Does only what is missing, so it is
 * cheap to call before every command. Uses nothing that is not in Node itself.
 *
 *   node scripts/bootstrap.mjs [--native required|wanted|off] [--certify if-stale|off]
 *
 * `required` (default): a failing native build is an error; `wanted`: it is reported and the TypeScript engines go on;
 * `off`: none is tried. Without cargo each of them goes on with the TypeScript engines and says so in one line.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { whyNoCargo } from './lib/cargo.mjs';
import { linkCommands } from './lib/commands.mjs';
import { install } from './lib/install.mjs';
import { must, run } from './lib/run.mjs';
import { buildTypeScript } from './lib/typescript.mjs';
import { at } from './lib/workspace.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node 20.19 or newer is needed; this is ${process.versions.node}\n`);
  process.exit(1);
}

const { values } = parseArgs({
  options: { native: { type: 'string', default: 'required' }, certify: { type: 'string', default: 'if-stale' } },
});

async function buildNative() {
  if (values.native === 'off') return;
  const reason = whyNoCargo();
  if (reason !== undefined) {
    process.stdout.write(`${reason}\n`);
    return;
  }
  const { code } = await run(process.execPath, [at('scripts', 'build-native.mjs')]);
  if (code === 0) return;
  process.stderr.write(`native build failed (exit ${code})\n`);
  if (values.native === 'required') process.exit(code);
  process.stderr.write('going on with the TypeScript engines\n');
}

await install();
await buildTypeScript();
linkCommands();
await buildNative();
if (values.certify !== 'off' && existsSync(at('scripts', 'certify.mjs')))
  await must(process.execPath, [at('scripts', 'certify.mjs'), '--if-stale']);
