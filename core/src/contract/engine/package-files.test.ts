import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { locatePackages, packageFile, packageFolder, packageModule } from './package-files.js';

const work = realpathSync(mkdtempSync(path.join(tmpdir(), 'package-files-')));
test.after.always(() => rmSync(work, { recursive: true }));

/** A package folder with one file. */
function makePackage(folder: string, name: string, version = '1.0.0'): string {
  const directory = path.join(work, folder);
  mkdirSync(path.join(directory, 'dist'), { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ name, version, main: 'dist/index.js' }));
  writeFileSync(path.join(directory, 'dist', 'worker.js'), '');
  return directory;
}
const urlOf = (...parts: string[]): string => pathToFileURL(path.join(work, ...parts)).href;

test('the package that has the code has its files', t => {
  const folder = makePackage('own', '@me/own');
  const own = { name: '@me/own', from: urlOf('own', 'dist', 'deep', 'index.js') };
  t.is(packageFolder(own), folder);
  t.is(packageFile(own, 'dist/worker.js'), path.join(folder, 'dist', 'worker.js'));
  t.is(packageModule(own), urlOf('own', 'dist', 'index.js'));
});

test('code in a bundle finds the installed package of its version', t => {
  makePackage('app', 'app');
  const installed = makePackage('app/node_modules/@me/used', '@me/used', '2.0.0');
  const from = urlOf('app', 'bundle.mjs');
  t.is(packageFolder({ name: '@me/used', from }), installed);
  t.is(packageFolder({ name: '@me/used', from, version: '2.0.0' }), installed);
  t.is(packageFolder({ name: '@me/used', from, version: '1.0.0' }), undefined, 'files of another version do not fit');
});

test('what is nowhere is a typed error that names the package, the file and both ways out', t => {
  makePackage('alone', 'app');
  for (const from of [urlOf('alone', 'bundle.mjs'), undefined]) {
    const error = t.throws(() => packageFile({ name: '@me/nowhere', from }, 'dist/worker.js'), { code: 'PACKAGE_FILE_MISSING' });
    for (const part of ['@me/nowhere/dist/worker.js', 'external', 'locatePackages', 'PARQUETFRAME_PACKAGES'])
      t.true(error.message.includes(part), part);
    t.is(packageModule({ name: '@me/nowhere', from }), '@me/nowhere');
  }
  makePackage('without', '@me/without');
  t.throws(() => packageFile({ name: '@me/without', from: urlOf('without', 'index.js') }, 'dist/absent.js'), {
    code: 'PACKAGE_FILE_MISSING',
    message: /there is no file/,
  });
});

test.serial('a folder of packages, and a place that was told, go before what is found', t => {
  makePackage('twice', '@me/twice');
  const from = urlOf('twice', 'dist', 'index.js');
  const vendored = makePackage('vendor/@me/twice', '@me/twice');
  process.env['PARQUETFRAME_PACKAGES'] = path.join(work, 'vendor');
  t.teardown(() => delete process.env['PARQUETFRAME_PACKAGES']);
  t.is(packageFolder({ name: '@me/twice', from }), vendored);
  const told = makePackage('told', '@me/twice');
  locatePackages({ '@me/twice': told });
  t.is(packageFolder({ name: '@me/twice', from }), told);
  t.throws(() => locatePackages({ '@me/twice': 'relative' }), { code: 'INVALID_ARGUMENT', message: /absolute/ });
});
