import { readdirSync } from 'node:fs';
import test from 'ava';
import { at, readJson } from '../lib/workspace.mjs';

const packages = [
  'core',
  'parquetframe',
  ...['engines', 'plugins'].flatMap(folder => readdirSync(at(folder)).map(name => `${folder}/${name}`)),
];

test('nothing but the conformance kit needs fast-check when it runs', t => {
  const needing = packages.filter(folder => {
    const { dependencies, peerDependencies, optionalDependencies } = readJson(at(folder, 'package.json'));
    return Object.hasOwn({ ...dependencies, ...peerDependencies, ...optionalDependencies }, 'fast-check');
  });
  t.deepEqual(needing, ['plugins/conformance']);
});
