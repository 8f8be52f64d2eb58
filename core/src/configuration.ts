import { availableParallelism, homedir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { ParquetFrameError } from './contract/errors/index.js';

/** Everything ParquetFrame reads from the environment, read here and nowhere else. The documentation page is generated from this list. */
export const VARIABLES = {
  PARQUETFRAME_ENGINE: 'Pins all operations to the engine of this id; nothing falls back. Default: none (`auto`).',
  PARQUETFRAME_DISABLE_RUST:
    '`1`: no native engine is even loaded; `0`: as if it were not set. Anything else is an error. Default: unset.',
  PARQUETFRAME_DISABLE_ENGINES: 'Engine ids, separated by commas, that are not used. Default: none.',
  PARQUETFRAME_RUST_THREADS: 'Threads of native kernels. Default: RAYON_NUM_THREADS, else all cores.',
  RAYON_NUM_THREADS: 'Threads of native kernels when PARQUETFRAME_RUST_THREADS is unset.',
  PARQUETFRAME_RUST_LOG: 'Filter of the native log on stderr, e.g. `debug` or `pf_graph_core=trace`. Default: silent.',
  PARQUETFRAME_WISDOM:
    'File of measured timings, or `off`. Default: `wisdom.json` in the folder `parquetframe` of the user cache folder.',
  PARQUETFRAME_MEMORY: 'Memory budget: bytes, or a number with KiB, MiB, GiB, kB, MB, GB or %. Default: 75% of physical memory.',
  PARQUETFRAME_PACKAGES:
    'Folder with packages whose code was bundled, laid out as `node_modules`: for files that cannot be in a bundle. Default: none.',
  NODE_DEBUG: '`parquetframe`: decisions, fallbacks and engine logs on stderr.',
} as const;

export interface Configuration {
  readonly engine: string | undefined;
  readonly disableRust: boolean;
  readonly disabledEngines: readonly string[];
  readonly threads: number;
  readonly nativeLog: string | undefined;
  /** path, or undefined when off */
  readonly wisdom: string | undefined;
  /** bytes */
  readonly memory: number;
  readonly debug: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ParquetFrameError `INVALID_ARGUMENT` naming the variable */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const text = (name: keyof typeof VARIABLES): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const threads = (['PARQUETFRAME_RUST_THREADS', 'RAYON_NUM_THREADS'] as const).find(name => text(name) !== undefined);
  const wisdom = text('PARQUETFRAME_WISDOM');
  const engine = text('PARQUETFRAME_ENGINE');
  return {
    engine: engine === 'auto' ? undefined : engine,
    disableRust: parseFlag('PARQUETFRAME_DISABLE_RUST', text('PARQUETFRAME_DISABLE_RUST')),
    disabledEngines: (text('PARQUETFRAME_DISABLE_ENGINES') ?? '')
      .split(',')
      .map(id => id.trim())
      .filter(id => id !== ''),
    threads: threads === undefined ? availableParallelism() : parseThreads(threads, text(threads) ?? ''),
    nativeLog: text('PARQUETFRAME_RUST_LOG'),
    wisdom:
      wisdom === 'off'
        ? undefined
        : (wisdom ?? join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'parquetframe', 'wisdom.json')),
    memory: parseMemory(text('PARQUETFRAME_MEMORY') ?? '75%', 'PARQUETFRAME_MEMORY'),
    debug: (text('NODE_DEBUG') ?? '').split(',').some(part => part.trim().toLowerCase() === 'parquetframe'),
  };
}

/** Where the files of bundled packages are; undefined: beside the code. Engines ask before there is a runtime, so it is read by itself. */
export function packagesFolder(environment: Environment = process.env): string | undefined {
  const folder = environment['PARQUETFRAME_PACKAGES' satisfies keyof typeof VARIABLES]?.trim();
  return folder === undefined || folder === '' ? undefined : resolve(folder);
}

/** A word that is neither is an error: taken for no, it would leave on what was to be off. */
function parseFlag(name: string, text = '0'): boolean {
  if (['1', 'true', 'yes', 'on'].includes(text.toLowerCase())) return true;
  if (['0', 'false', 'no', 'off'].includes(text.toLowerCase())) return false;
  throw new ParquetFrameError('INVALID_ARGUMENT', `${name} must be 1 or 0, received ${JSON.stringify(text)}`);
}

function parseThreads(name: string, text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return threads;
  // rayon reads 0 as "all cores"
  if (threads === 0) return availableParallelism();
  throw new ParquetFrameError('INVALID_ARGUMENT', `${name} must be an integer from 1 to 1024, received ${JSON.stringify(text)}`);
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  '%': totalmem() / 100,
};

/** Bytes of `512MiB`, `2 GB`, `50%` or `1000000`. @throws ParquetFrameError `INVALID_ARGUMENT` */
export function parseMemory(text: string, name = 'a memory budget'): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z%]*)$/i.exec(text.trim());
  const unit = match && UNITS[(match[2] ?? '').toLowerCase()];
  const bytes = match && unit !== undefined && unit !== null ? Number(match[1]) * unit : 0;
  if (bytes >= 1) return Math.floor(bytes);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `${name} is bytes or a number with KiB, MiB, GiB, kB, MB, GB or %, received ${JSON.stringify(text)}`,
  );
}
