import test from 'ava';
import { ParquetFrameError, isParquetFrameError } from './error.js';
import { withFileNames } from './file-names.js';

const named = (message: string, names: readonly (readonly [string, string])[], file?: string): ParquetFrameError => {
  const error = withFileNames(
    new ParquetFrameError('DATA_CORRUPT', message, { details: { file: '/data/a.csv' } }),
    new Map(names),
    file,
  );
  if (!isParquetFrameError(error)) throw new TypeError('the error is not typed any more');
  return error;
};

test('files are named as the user named them; the resolved path stays in the details', t => {
  const error = named('/data/a.csv ends in a quote', [['/data/a.csv', './a.csv']]);
  t.is(error.message, './a.csv ends in a quote');
  t.deepEqual(error.details, { file: '/data/a.csv' });
});

test('a path that is the beginning of another does not name it, in whatever order they come', t => {
  const names = [
    ['/data/a.csv', 'first'],
    ['/data/a.csv.gz', 'second'],
  ] as const;
  for (const order of [names, [...names].reverse()])
    t.is(named('/data/a.csv.gz is not /data/a.csv', order).message, 'second is not first');
});

test('a temporary file gives way to the one that it is for, in the details too', t => {
  const error = named('/data/a.csv is full', [['/data/a.csv', 'out.parquet']], '/data/out.parquet');
  t.is(error.message, 'out.parquet is full');
  t.deepEqual(error.details, { file: '/data/out.parquet' });
});

test('an error that names no file, and one that is not typed, are the same objects', t => {
  const typed = new ParquetFrameError('CLOSED', 'closed');
  const other = new Error('/data/a.csv');
  for (const error of [typed, other]) t.is(withFileNames(error, new Map([['/data/a.csv', 'a']])), error);
});
