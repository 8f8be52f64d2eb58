import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The folder of public test data: beside the checkout, or where PARQUETFRAME_TEST_DATA says. */
const folder = path.resolve(root, process.env['PARQUETFRAME_TEST_DATA'] ?? '../shared/data');

export const dataPath = (...parts: readonly string[]): string => path.join(folder, ...parts);
export const repositoryPath = (...parts: readonly string[]): string => path.join(root, ...parts);
