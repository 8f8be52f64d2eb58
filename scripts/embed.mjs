/**
 * Writes each engine's manifest and certificate as modules, engines/<name>/src/generated/{manifest,certificate}.ts. Building and certifying do it too.
 *
 *   node scripts/embed.mjs [--check]
 *
 * `--check` writes nothing and fails when a module is not what its JSON file says.
 */
import { parseArgs } from 'node:util';
import { embed } from './lib/embedded.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const stale = embed(values);
for (const file of stale) process.stdout.write(`${file}${values.check ? ' is stale: run `node scripts/embed.mjs`' : ''}\n`);
if (values.check && stale.length > 0) process.exitCode = 1;
