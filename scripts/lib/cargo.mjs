/** Cargo, when it is there: one target folder outside the clone, one profile, old folders pruned. */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
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
    if (!existsSync(target)) begin(target, cache, compiler.output);
    accessSync(target, constants.W_OK);
    utimesSync(target, new Date(), new Date());
    prune(cache);
  } catch (error) {
    process.stderr.write(`${cache} cannot be used (${error.code}): building into ${at('target')}\n`);
    return at('target');
  }
  return target;
}

/** A new target folder begins as a copy of the last one of this compiler: a changed lockfile builds what changed, not every dependency again. */
function begin(target, cache, compiler) {
  mkdirSync(cache, { recursive: true });
  const last = targetsIn(cache).find(folder => madeBy(folder, compiler));
  if (last === undefined) {
    mkdirSync(target);
    return;
  }
  // Under another name until it is whole, so that nobody builds into half of it.
  const copy = `${target}-copy-${process.pid}`;
  try {
    cpSync(last, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
    renameSync(copy, target);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    // Somebody else may have been as quick; a folder that cannot be copied is built anew.
    if (!existsSync(target)) mkdirSync(target);
    process.stderr.write(`${last} was not copied (${error.code}): dependencies are built again where they are missing\n`);
  }
}

/** Cargo notes there what the compiler said of itself. */
function madeBy(target, compiler) {
  const note = path.join(target, '.rustc_info.json');
  return existsSync(note) && readFileSync(note, 'utf8').includes(JSON.stringify(compiler).slice(1, -1));
}

/** The target folders, the one last used first. */
const targetsIn = cache =>
  readdirSync(cache)
    .filter(name => /^target-[0-9a-f]{12}$/.test(name))
    .map(name => path.join(cache, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);

/** Keeps the most recently used target folders, each a gigabyte or more; folders that somebody else named are theirs. */
function prune(cache) {
  for (const old of targetsIn(cache).slice(keptTargets)) rmSync(old, { recursive: true, force: true });
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
