import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of public test data, or undefined when it is not there. */
export function testData(...parts: readonly string[]): string | undefined {
  const folder = process.env['PARQUETFRAME_TEST_DATA'] ?? resolve(ROOT, '..', 'shared', 'data');
  return existsSync(folder) ? join(folder, ...parts) : undefined;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'parquetframe-'));

/** The compiled command. */
export const PFRAME = fileURLToPath(new URL('../cli/main.js', import.meta.url));
