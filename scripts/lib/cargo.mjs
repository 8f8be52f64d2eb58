/** Cargo, when it is there: one target folder outside the clone, one profile, old folders pruned. */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { onPath, run } from './run.mjs';
import { at } from './workspace.mjs';

export const profile = 'ci';

const keptTargets = 3;

/** Why there is no native build, in words for the user; undefined when there can be one. */
export function whyNoCargo() {
  if (process.env.PARQUETFRAME_DISABLE_RUST === '1') return 'PARQUETFRAME_DISABLE_RUST=1: native engines are not built';
  if (onPath('cargo') === undefined) return 'cargo is not on the PATH: going on with the TypeScript engines';
  return undefined;
}

/** Tells the crates of this clone from those of others in one target folder: cargo itself looks at times of files, and calls them by the same names. */
const ownCrates = process.platform === 'win32' ? {} : { RUSTC_WORKSPACE_WRAPPER: at('scripts', 'lib', 'rustc.sh') };

/**
 * Environment for every cargo call. The target folder is keyed by lockfile, compiler and profile, so that clones share one build of the dependencies
 * and a changed lockfile starts a new folder; a CARGO_TARGET_DIR that is already set is respected. Where nothing can be kept in the
 * user's cache, the clone has a build of its own.
 */
export async function cargoEnvironment() {
  return { CARGO_TARGET_DIR: await targetFolder(), ...ownCrates };
}

async function targetFolder() {
  if (process.env.CARGO_TARGET_DIR !== undefined) return process.env.CARGO_TARGET_DIR;
  const compiler = await run('rustc', ['-vV'], { quiet: true });
  const hash = createHash('sha256').update(compiler.output).update(profile);
  if (existsSync(at('Cargo.lock'))) hash.update(readFileSync(at('Cargo.lock')));
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'parquetframe');
  const target = path.join(cache, `target-${hash.digest('hex').slice(0, 12)}`);
  try {
    mkdirSync(target, { recursive: true });
    accessSync(target, constants.W_OK);
    utimesSync(target, new Date(), new Date());
    prune(cache);
  } catch (error) {
    process.stderr.write(`${cache} cannot be used (${error.code}): building into ${at('target')}\n`);
    return at('target');
  }
  return target;
}

/** Keeps the most recently used target folders, each a gigabyte or more; folders that somebody else named are theirs. */
function prune(cache) {
  const targets = readdirSync(cache)
    .filter(name => /^target-[0-9a-f]{12}$/.test(name))
    .map(name => path.join(cache, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of targets.slice(keptTargets)) rmSync(old, { recursive: true, force: true });
}

/** Assertions and overflow checks for our own crates in tests; their dependencies are the ones that the addons were built with. */
export const checkedCrates = readdirSync(at('native')).flatMap(crate => [
  '--config',
  `profile.${profile}.package.${crate}.debug-assertions=true`,
  '--config',
  `profile.${profile}.package.${crate}.overflow-checks=true`,
]);

/** Sums the `test result:` lines that cargo prints, one per test binary. */
export function parseCargoResults(output) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    totals.passed += Number(passed);
    totals.failed += Number(failed);
    totals.skipped += Number(ignored);
  }
  return totals;
}
