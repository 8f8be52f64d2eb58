/** `npm run demo [-- args]`: makes the clone ready, then runs the demo with the arguments passed through. */
import { must } from './lib/run.mjs';
import { at } from './lib/workspace.mjs';

const args = process.argv.slice(2);
const json = args.includes('--json');

// With --json, standard output belongs to the demo alone.
await must(
  process.execPath,
  [at('scripts', 'bootstrap.mjs'), '--native', 'wanted'],
  json ? { onLine: line => process.stderr.write(`${line}\n`) } : {},
);
await must(process.execPath, [at('examples', 'demo', 'demo.mjs'), ...args]);
