/** Is node_modules what the lockfile says? Compared entry by entry with npm's own record, so no stamp can go stale. */
import { existsSync } from 'node:fs';
import { at, readJson } from './workspace.mjs';
import { npm } from './run.mjs';

/** @returns {string | undefined} the first thing that differs, or undefined when everything is installed */
export function missingInstall() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'node_modules';
  const installed = readJson(record).packages;
  for (const [folder, wanted] of Object.entries(readJson(at('package-lock.json')).packages)) {
    if (!folder.includes('node_modules/')) continue;
    if (wanted.optional === true && installed[folder] === undefined) continue;
    if (wanted.link === true ? !existsSync(at(folder)) : installed[folder]?.version !== wanted.version) return folder;
  }
  return undefined;
}

/** Installs the locked dependencies when something is missing. Returns whether it had to. */
export async function install() {
  const missing = missingInstall();
  if (missing === undefined) return false;
  process.stdout.write(`installing dependencies (${missing} is missing or old)\n`);
  const verb = missing === 'node_modules' ? 'ci' : 'install';
  const { code } = await npm([verb, '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    process.stderr.write(`npm ${verb} failed (exit ${code})\n`);
    process.exit(code);
  }
  return true;
}
