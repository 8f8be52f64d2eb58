/**
 * Keeps a native engine and its packages per platform (`npm/<platform>`) together through a release; run by npm and lerna in the
 * folder of the engine, once per step:
 *
 *   stamp    `version`         gives the platform packages the version that the engine has just got; part of the release commit
 *   name     `prepublishOnly`  names them as optional dependencies of the engine, if each has its binary and version
 *   unname   `postpublish`     takes that back
 *
 * They are not in the committed package.json, because npm would look for unpublished versions on installing.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readJson } from './lib/workspace.mjs';

const write = (file, manifest) => writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);

const engineFile = path.resolve('package.json');
const engine = readJson(engineFile);
const platforms = readdirSync('npm').map(platform => {
  const file = path.resolve('npm', platform, 'package.json');
  return { file, manifest: readJson(file) };
});

function stamp() {
  for (const { file, manifest } of platforms) write(file, { ...manifest, version: engine.version });
}

function name() {
  const wrong = platforms.flatMap(({ file, manifest }) => [
    ...(existsSync(path.resolve(path.dirname(file), manifest.main)) ? [] : [`${manifest.name}: ${manifest.main} was not built`]),
    ...(manifest.version === engine.version ? [] : [`${manifest.name} is ${manifest.version}, the engine ${engine.version}`]),
  ]);
  if (wrong.length > 0) {
    process.stderr.write(`${wrong.join('\n')}\n`);
    process.exit(1);
  }
  engine.optionalDependencies = Object.fromEntries(platforms.map(({ manifest }) => [manifest.name, engine.version]));
  write(engineFile, engine);
}

function unname() {
  delete engine.optionalDependencies;
  write(engineFile, engine);
}

const steps = { stamp, name, unname };
const [chosen] = process.argv.slice(2);
if (!Object.hasOwn(steps, chosen ?? '')) {
  process.stderr.write(`usage: platform-packages.mjs ${Object.keys(steps).join('|')}\n`);
  process.exit(2);
}
steps[chosen]();
