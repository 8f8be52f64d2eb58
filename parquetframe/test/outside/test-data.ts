import { existsSync } from 'node:fs';
import test, { type ImplementationFn } from 'ava';
import { dataPath } from './paths.js';

/** A test that needs part of the test data: reported as skipped, by name, where it is absent. */
export function withData(part: string, title: string, implementation: ImplementationFn<[]>): void {
  if (existsSync(dataPath(part))) test(title, implementation);
  else test.skip(`${title}, without ${part}`, implementation);
}
