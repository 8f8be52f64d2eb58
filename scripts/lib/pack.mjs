/** Packs every publishable package into tarballs, as `npm publish` would see them. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { npm } from './run.mjs';
import { at, packages, readJson } from './workspace.mjs';

/** Folders of optional per-platform packages whose binary was built here. They are not workspace members: see CONTRIBUTING.md. */
function platformPackages() {
  return readdirSync(at('engines')).flatMap(engine => {
    const folder = at('engines', engine, 'npm');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .map(platform => path.join(folder, platform))
      .filter(directory => existsSync(path.join(directory, 'package.json')))
      .map(directory => ({ directory, manifest: readJson(path.join(directory, 'package.json')) }))
      .filter(({ directory, manifest }) => existsSync(path.join(directory, manifest.main)))
      .map(({ directory, manifest }) => ({ name: manifest.name, directory, manifest, isPlatform: true }));
  });
}

/**
 * @param {string} destination an absolute folder; emptied first
 * @returns {Promise<{ name: string, tarball: string, files: string[], isPlatform: boolean, manifest: object }[]>}
 */
export async function packAll(destination) {
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  const packed = [];
  const wanted = [...packages().filter(({ isPrivate }) => !isPrivate), ...platformPackages()];
  for (const { name, directory, manifest, isPlatform = false } of wanted) {
    const { code, stdout, output } = await npm(['pack', '--json', '--pack-destination', destination, '--loglevel=error'], {
      cwd: directory,
      quiet: true,
    });
    if (code !== 0) throw new Error(`npm pack failed in ${directory}:\n${output}`);
    const [info] = Object.values(JSON.parse(stdout));
    const tarball = path.join(destination, info.filename.replace('@', '').replace('/', '-'));
    packed.push({ name, tarball, files: info.files.map(file => file.path), isPlatform, manifest });
  }
  return packed;
}
