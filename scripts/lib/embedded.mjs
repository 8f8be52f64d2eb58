/**
 * Manifests and certificates as code: a bundle has no files, so each engine imports what its `engine.json` and `conformance.json` say from modules that are
 * written here. Uses nothing that is not in Node itself: it runs before anything is compiled.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, readJson } from './workspace.mjs';

const FILES = [
  { json: 'engine.json', module: 'manifest' },
  { json: 'conformance.json', module: 'certificate' },
];

function text(json, name) {
  const value = existsSync(json) ? JSON.stringify(readJson(json), null, 2) : 'undefined';
  return `// Written from ${path.basename(json)} by scripts/embed.mjs; edit that one.\nexport const ${name}: unknown = ${value};\n`;
}

/** @returns {string[]} the modules that were not what their JSON file says; they are now, unless `check` */
export function embed({ check = false } = {}) {
  const stale = [];
  for (const engine of readdirSync(at('engines'))) {
    if (!existsSync(at('engines', engine, 'engine.json'))) continue;
    for (const { json, module } of FILES) {
      const file = at('engines', engine, 'src', 'generated', `${module}.ts`);
      const wanted = text(at('engines', engine, json), module);
      if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
      stale.push(path.relative(at(), file));
      if (check) continue;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, wanted);
    }
  }
  return stale;
}
