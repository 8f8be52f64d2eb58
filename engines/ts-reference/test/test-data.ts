import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of public test data: `PARQUETFRAME_TEST_DATA`, or beside the checkout. */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
export const testData = path.resolve(root, process.env['PARQUETFRAME_TEST_DATA'] ?? '../shared/data');
export const hasTestData = existsSync(testData);
