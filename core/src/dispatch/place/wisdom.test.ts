import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { median, Wisdom, workBucket } from './wisdom.js';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'wisdom-')), 'folder', 'wisdom.json');

test('timings survive the process, medians over samples, scaled to near sizes only', t => {
  const path = file();
  const wisdom = new Wisdom(path);
  for (const seconds of [1, 3, 2]) wisdom.record('engine@1|signature', 'engine', 1000, seconds, 1);
  wisdom.save();
  const again = new Wisdom(path);
  const series = again.series('engine@1|signature');
  t.is(series?.measured(1000), 2);
  t.is(series?.measured(2000), 4);
  t.is(series?.measured(500), 1);
  t.is(series?.measured(1_000_000), undefined);
  t.is(again.series('other')?.measured(1000), undefined);
  t.is(again.size, 1);
  t.is(again.refused, undefined);
});

test('a malformed or foreign file is refused whole, with the reason', t => {
  const path = file();
  const good = new Wisdom(path);
  good.record('k', 'e', 10, 1, undefined);
  good.save();
  const text = readFileSync(path, 'utf8');
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{', /^it is not JSON$/],
    ['{"format":2}', /format 1/],
    [text.replace(good.fingerprint, '0000'), /another machine/],
    [text.replace('[1]', '[1, -1]'), /malformed/],
    [text.replace('[1]', '["1"]'), /malformed/],
    [text.replace('[1]', '[]'), /malformed/],
    [text.replace(/#\d+"/, '"'), /malformed/],
  ];
  for (const [content, reason] of cases) {
    writeFileSync(path, content);
    const refused = new Wisdom(path);
    t.is(refused.size, 0, content);
    t.regex(refused.refused ?? '', reason);
  }
});

test('two runtimes that share a file keep what the other has measured', t => {
  const path = file();
  const [one, two] = [new Wisdom(path), new Wisdom(path)];
  one.record('one', 'e', 10, 1, undefined);
  one.save();
  two.record('two', 'e', 10, 2, undefined);
  two.save();
  one.record('one', 'e', 10, 3, undefined);
  one.save();
  const again = new Wisdom(path);
  t.deepEqual(
    ['one', 'two'].map(key => again.series(key)?.measured(10)),
    [2, 2],
  );
});

test('a file that cannot be read is refused with the reason', t => {
  t.regex(new Wisdom(mkdtempSync(join(tmpdir(), 'wisdom-'))).refused ?? '', /it is a folder/);
  const occupied = file().replace(/\/folder.*/, '/file');
  writeFileSync(occupied, '');
  t.regex(new Wisdom(join(occupied, 'wisdom.json')).refused ?? '', /should be its folder is a file/);
});

test('of ever new signatures only those used last are remembered, and written', t => {
  const path = file();
  const wisdom = new Wisdom(path, 3);
  const record = (key: string, seconds: number): void => {
    wisdom.record(key, `e|${key}`, 10, seconds, 1);
  };
  for (let i = 0; i < 10; i++) {
    record(`k${i}`, i);
    record('steady', 7);
  }
  t.is(wisdom.size, 3);
  t.is(wisdom.series('steady')?.measured(10), 7);
  t.is(wisdom.series('k9')?.measured(10), 9);
  t.is(wisdom.series('k1')?.measured(10), undefined);
  t.is(wisdom.calibration('e|k1'), 1);
  wisdom.save();
  const later = new Wisdom(path, 3);
  for (let i = 10; i < 12; i++) later.record(`k${i}`, 'e', 10, i, 1);
  later.save();
  const again = new Wisdom(path, 100);
  t.is(again.size, 3);
  t.is(again.series('k11')?.measured(10), 11);
});

test('estimates are corrected by how far an engine was off', t => {
  const wisdom = new Wisdom(undefined);
  t.is(wisdom.calibration('e'), 1);
  wisdom.record('k', 'e', 10, 4, 1);
  wisdom.record('k', 'e', 10, 1, 1);
  t.is(wisdom.calibration('e'), 2);
  wisdom.save();
});

test('an engine without measurements goes halfway with those of others, for the same operations', t => {
  const wisdom = new Wisdom(undefined);
  wisdom.record('k', 'one|table.sort', 10, 9, 1);
  t.true(Math.abs(wisdom.calibration('one|table.sort') - 9) < 1e-9);
  t.true(Math.abs(wisdom.calibration('two|table.sort') - 3) < 1e-9);
  t.is(wisdom.calibration('two|table.join'), 1);
});

test('a file that cannot be written does not fail the caller', t => {
  const occupied = file().replace(/\/folder.*/, '/file');
  writeFileSync(occupied, '');
  const wisdom = new Wisdom(join(occupied, 'wisdom.json'));
  wisdom.record('k', 'e', 10, 1, undefined);
  wisdom.save();
  t.regex(wisdom.refused ?? '', /could not be written/);
});

test('half-octaves and medians', t => {
  t.is(workBucket(0), 0);
  t.is(workBucket(1024), 20);
  t.is(workBucket(1448), 21);
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
});

test('a folder that cannot be made is a reason to go without, and never holds the process', t => {
  const folder = mkdtempSync(join(tmpdir(), 'wisdom-'));
  writeFileSync(join(folder, 'file'), '');
  // Below /proc, and where there is none below /, mkdir fails although the parent is there: Node's recursive one would never return.
  for (const path of [join(folder, 'file', 'deep', 'wisdom.json'), '/proc/nowhere/deep/wisdom.json']) {
    const wisdom = new Wisdom(path);
    wisdom.record('k', 'e', 10, 1, undefined);
    wisdom.save();
    t.regex(wisdom.refused ?? '', /^could not be written: /);
  }
});

test('a run beside others counts until there is one by itself, and is marked so', t => {
  const path = file();
  const wisdom = new Wisdom(path);
  wisdom.record('k', 'e', 10, 8, 1, true);
  t.is(wisdom.series('k')?.measured(10), 8);
  t.is(wisdom.calibration('e'), 1, 'an engine is not slower for it');
  wisdom.save();
  t.regex(readFileSync(path, 'utf8'), /"k#7~":\[8\]/);
  const again = new Wisdom(path);
  t.is(again.series('k')?.measured(10), 8);
  again.record('k', 'e', 10, 2, 1);
  t.is(again.series('k')?.measured(10), 2);
  again.record('k', 'e', 10, 8, 1, true);
  t.is(again.series('k')?.measured(10), 2);
});
