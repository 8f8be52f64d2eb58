import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { formatPaired, paired, type PairedSide, type SuiteRun } from './paired.js';

/** What is compared, and how often. */
export interface Comparison {
  /** what git knows the other version by */
  readonly ref: string;
  /** options of both commands, such as `--suite quick` */
  readonly args: readonly string[];
  /** pairs of processes */
  readonly pairs: number;
}

const clone = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a suite on this version and on another one, in processes that take turns, each pair beginning with the other; gives what they say of each other. */
export function compareAgainst({ ref, args, pairs }: Comparison): readonly PairedSide[] {
  const commit = git('rev-parse', '--verify', `${ref}^{commit}`);
  const other = worktree(commit);
  const results = mkdtempSync(path.join(tmpdir(), 'parquetframe-bench-'));
  try {
    const sides = { there: { folder: other, runs: new Array<SuiteRun>() }, here: { folder: clone, runs: new Array<SuiteRun>() } };
    for (let pair = 0; pair < pairs; pair++) {
      for (const name of pair % 2 === 0 ? (['there', 'here'] as const) : (['here', 'there'] as const)) {
        console.log(`pair ${String(pair + 1)} of ${String(pairs)}: ${name === 'there' ? commit.slice(0, 7) : 'this version'}`);
        sides[name].runs.push(runSuite(sides[name].folder, args, path.join(results, `${name}-${String(pair)}.json`)));
      }
    }
    const compared = paired(sides.there.runs, sides.here.runs);
    console.log(
      `\nagainst ${commit.slice(0, 7)}: time there over time here, above 1 is faster here; median and quartiles of ${String(pairs)} pairs`,
    );
    console.log(formatPaired(compared));
    return compared;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** The other version, built: kept in the user's cache folder for the next time. */
function worktree(commit: string): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'parquetframe', `bench-${commit.slice(0, 12)}`);
  if (!existsSync(folder)) {
    mkdirSync(path.dirname(folder), { recursive: true });
    // Folders that were deleted by hand would be in the way of new ones.
    git('worktree', 'prune');
    git('worktree', 'add', '--detach', folder, commit);
  }
  console.log(`building ${commit.slice(0, 7)} in ${folder}`);
  // Its own command installs and builds what is missing; the smallest run there is shows that it works.
  command('npm', ['run', '--silent', 'bench', '--', '--suite', 'graphs', '--scale', '6', '--rounds', '1'], folder);
  return folder;
}

function runSuite(folder: string, args: readonly string[], json: string): SuiteRun {
  command(process.execPath, [path.join(folder, 'benchmarks', 'dist', 'main.js'), ...args, '--json', json], folder);
  const report: unknown = JSON.parse(readFileSync(json, 'utf8'));
  if (isReport(report)) return report.cases;
  throw new TypeError(`${folder} wrote no cases to ${json}`);
}

const isReport = (report: unknown): report is { readonly cases: SuiteRun } =>
  typeof report === 'object' && report !== null && 'cases' in report && Array.isArray(report.cases);

function command(program: string, args: readonly string[], folder: string): void {
  execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });
}

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: clone, encoding: 'utf8' }).trim();
