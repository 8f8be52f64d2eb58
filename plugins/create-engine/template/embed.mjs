/**
 * Writes engine.json and conformance.json as modules, src/generated/{manifest,certificate}.ts: a bundle has code and no files. Takes the version from package.json, so that it is stated once.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const file = name => new URL(name, import.meta.url);
const read = name => JSON.parse(readFileSync(file(name), 'utf8'));
const write = (name, value) =>
  writeFileSync(file(`src/generated/${name}.ts`), `export const ${name}: unknown = ${JSON.stringify(value, null, 2)};\n`);

const manifest = { ...read('engine.json'), version: read('package.json').version };
mkdirSync(file('src/generated/'), { recursive: true });
writeFileSync(file('engine.json'), `${JSON.stringify(manifest, null, 2)}\n`);
write('manifest', manifest);
write('certificate', existsSync(file('conformance.json')) ? read('conformance.json') : undefined);
