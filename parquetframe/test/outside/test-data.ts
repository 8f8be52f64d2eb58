import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ImplementationFn } from 'ava';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The folder of public test data: beside the checkout, or where PARQUETFRAME_TEST_DATA says. */
const folder = path.resolve(root, process.env['PARQUETFRAME_TEST_DATA'] ?? '../shared/data');

export const dataPath = (...parts: readonly string[]): string => path.join(folder, ...parts);
export const repositoryPath = (...parts: readonly string[]): string => path.join(root, ...parts);

/** A test that needs part of the test data: reported as skipped, by name, where it is absent. */
export function withData(part: string, title: string, implementation: ImplementationFn<[]>): void {
  if (existsSync(dataPath(part))) test(title, implementation);
  else test.skip(`${title}, without ${part}`, implementation);
}
