/**
 * Tries the packed packages, as a stranger would install them, on runtimes, hosts, bundlers and compilers that are not part of the checkout, and prints TAP. Tools come from the npm registry;
 * one that cannot be had is skipped with the reason. `npm run nightly` calls this; by hand: `node scripts/platforms.mjs [--only name]...`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packAll } from './lib/pack.mjs';
import { checks } from './platforms/checks.mjs';
import { Stranger } from './platforms/stranger.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const work = mkdtempSync(path.join(tmpdir(), 'parquetframe-platforms-'));
const chosen = checks.filter(({ name }) => values.only === undefined || values.only.some(part => name.includes(part)));

process.stdout.write('TAP version 13\n');
let count = 0;
try {
  const packed = await packAll(path.join(work, 'tarballs'));
  const stranger = new Stranger(work, packed);
  await stranger.install();
  for (const { name, run } of chosen) {
    count += 1;
    const answer = await run(stranger).catch(error => ({ problem: String(error.stack ?? error) }));
    if (answer.skipped !== undefined) process.stdout.write(`ok ${count} - ${name} # SKIP skipped: ${answer.skipped}\n`);
    else if (answer.problem === undefined) process.stdout.write(`ok ${count} - ${name}\n`);
    else {
      process.exitCode = 1;
      process.stdout.write(`not ok ${count} - ${name}\n${answer.problem.trimEnd().replace(/^/gm, '    ')}\n`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.stdout.write(`1..${count}\n`);
