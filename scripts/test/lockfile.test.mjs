import test from 'ava';
import { at, readJson } from '../lib/workspace.mjs';

const entries = Object.entries(readJson(at('package-lock.json')).packages);

test('the lockfile names no registry', t => {
  t.deepEqual(
    entries.filter(([, entry]) => /^https?:/.test(entry.resolved ?? '')).map(([folder]) => folder),
    [],
  );
});

// npm leaves them out when it resolves next to an existing node_modules (npm/cli#4828); `npm ci` then fails.
test('the lockfile holds the optional packages of all platforms', t => {
  const names = new Set(entries.map(([folder]) => folder.split('node_modules/').at(-1)));
  const missing = entries.flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !names.has(name))
      .map(name => `${folder} needs ${name}`),
  );
  t.deepEqual(missing, []);
});
