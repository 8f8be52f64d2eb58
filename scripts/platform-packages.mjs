/**
 * Run by `prepublishOnly` of a native engine, in its folder: gives the packages under npm/ the engine's version and names them as its
 * optional dependencies. They are not in the committed package.json, because npm would look for unpublished versions on installing.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './lib/workspace.mjs';

const write = (file, manifest) => writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);

const engineFile = path.resolve('package.json');
const engine = readJson(engineFile);
engine.optionalDependencies = {};
for (const platform of readdirSync('npm')) {
  const file = path.resolve('npm', platform, 'package.json');
  const manifest = readJson(file);
  if (!existsSync(path.resolve('npm', platform, manifest.main)))
    throw new Error(`${manifest.name}: ${manifest.main} was not built`);
  manifest.version = engine.version;
  engine.optionalDependencies[manifest.name] = engine.version;
  write(file, manifest);
}
write(engineFile, engine);
