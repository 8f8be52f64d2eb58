/** Links the commands of the packages into `node_modules/.bin`, as npm does where the files are there when it installs. In a checkout they are compiled later. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at, packages } from './workspace.mjs';

/** @returns {string[]} the names of the commands that were not linked yet */
export function linkCommands({ bin = at('node_modules', '.bin'), found = packages() } = {}) {
  mkdirSync(bin, { recursive: true });
  const linked = [];
  for (const { directory, manifest } of found) {
    for (const [name, file] of Object.entries(manifest.bin ?? {})) {
      const target = path.join(directory, file);
      if (!existsSync(target)) continue;
      // The compiler writes files that cannot be run.
      chmodSync(target, 0o755);
      if (link(path.join(bin, name), target)) linked.push(name);
    }
  }
  return linked;
}

function link(place, target) {
  const relative = path.relative(path.dirname(place), target);
  if (process.platform === 'win32') {
    writeFileSync(`${place}.cmd`, `@node "%~dp0\\${relative}" %*\r\n`);
    return true;
  }
  const known = lstatSync(place, { throwIfNoEntry: false });
  if (known?.isSymbolicLink() && path.resolve(path.dirname(place), readlinkSync(place)) === target) return false;
  rmSync(place, { force: true });
  symlinkSync(relative, place);
  return true;
}
