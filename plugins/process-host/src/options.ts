import { constants } from 'node:buffer';
import { checkOptionNames, optionNames, ParquetFrameError, received, type QuarantineRule } from '@parquetframe/core/engine';
import type { FrameLimits } from './wire/frame.js';

/** How `isolate` runs its child. Durations are milliseconds, `Infinity` for none; every field has a default. */
export interface IsolateOptions {
  /** id of the isolated engine; default `<id>@process` */
  readonly id?: string;
  /** for the child to start, load the engine and open it; default 30 s */
  readonly startDeadline?: number;
  /** for a message that does no work on data (bind, close); default 30 s */
  readonly messageDeadline?: number;
  /** how long the child may leave its event loop or its process standing still while something is asked of it; default 60 s */
  readonly hangDeadline?: number;
  /** for a kernel to stop after it was cancelled; then the child is killed; default 4 s (dispatch lets a caller go after 5 s) */
  readonly grace?: number;
  /** Names of environment variables that the child inherits besides the minimal ones. */
  readonly inheritEnvironment?: readonly string[];
  /** Environment variables set for the child. */
  readonly environment?: { readonly [name: string]: string };
  /** arguments for the child's Node, such as `--max-old-space-size=8192`; default none */
  readonly execArgv?: readonly string[];
  /** When the registry leaves the engine alone: after so many crashes within so many milliseconds, for so many; default 3 within 5 minutes, for 5 minutes. */
  readonly quarantine?: Partial<QuarantineRule>;
  /** longest JSON header and longest body of one frame in bytes; default 16 MiB and Node's longest buffer */
  readonly limits?: { readonly header: number; readonly body: number };
}

/** What is only given inside this process. */
export interface HostHooks {
  /** called with the process id of every child that serves the engine, once it is ready */
  readonly started?: (pid: number) => void;
}

export interface HostSettings {
  readonly startDeadline: number;
  readonly messageDeadline: number;
  readonly hangDeadline: number;
  readonly grace: number;
  readonly inheritEnvironment: readonly string[];
  readonly environment: { readonly [name: string]: string };
  readonly execArgv: readonly string[];
  readonly limits: FrameLimits;
}

export const DEFAULT_LIMITS: FrameLimits = { header: 16 * 2 ** 20, body: constants.MAX_LENGTH };

const OPTIONS = optionNames<IsolateOptions>()({
  id: true,
  startDeadline: true,
  messageDeadline: true,
  hangDeadline: true,
  grace: true,
  inheritEnvironment: true,
  environment: true,
  execArgv: true,
  quarantine: true,
  limits: true,
});

/** As in manifests. */
const ENGINE_ID = /^[a-z][a-z0-9-]*(@[a-z][a-z0-9-]*)?$/;

/** Timers take no more: a longer one fires at once. */
const LONGEST = 2 ** 31 - 1;

/** @throws ParquetFrameError `INVALID_ARGUMENT` for a rule that makes no sense */
export function quarantineOf({ quarantine }: IsolateOptions): Partial<QuarantineRule> | undefined {
  if (quarantine === undefined) return undefined;
  checkOptionNames('isolate: quarantine', quarantine, ['crashes', 'within', 'for']);
  for (const [name, value] of Object.entries<unknown>(quarantine)) {
    const isWhole = name !== 'crashes' || Number.isInteger(value) || value === Infinity;
    if (typeof value === 'number' && value > 0 && isWhole) continue;
    const accepted = name === 'crashes' ? 'a whole number of 1 or more, or Infinity for never' : 'milliseconds above 0';
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `isolate: quarantine.${name} must be ${accepted}, received ${received(value)}`,
    );
  }
  return quarantine;
}

/** @throws ParquetFrameError `INVALID_ARGUMENT` for a duration that is not valid; any length is taken, `Infinity` too */
export function hostSettings(options: IsolateOptions): HostSettings {
  checkOptionNames('isolate', options, OPTIONS);
  checkOptionNames('isolate: limits', options.limits, ['header', 'body']);
  const duration = (name: 'startDeadline' | 'messageDeadline' | 'hangDeadline' | 'grace', usual: number): number => {
    const value = options[name] ?? usual;
    if (typeof value !== 'number' || !(value > 0))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `isolate: ${name} must be milliseconds above 0, received ${received(value)}`,
      );
    return Math.min(value, LONGEST);
  };
  const { id }: { readonly id?: unknown } = options;
  if (id !== undefined && !(typeof id === 'string' && ENGINE_ID.test(id)))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `isolate: id must be in lower case, like fast or fast@process, received ${received(id)}`,
      { details: { option: 'id' } },
    );
  for (const name of ['header', 'body'] as const) {
    const value: unknown = options.limits?.[name];
    if (options.limits !== undefined && !(typeof value === 'number' && Number.isSafeInteger(value) && value > 0))
      throw new ParquetFrameError(
        'INVALID_ARGUMENT',
        `isolate: limits.${name} must be a whole number of bytes above 0, received ${received(value)}`,
        { details: { option: 'limits' } },
      );
  }
  for (const name of ['inheritEnvironment', 'execArgv'] as const)
    requireTexts(name, options[name], Array.isArray, 'an array of strings');
  requireTexts('environment', options.environment, isRecord, 'an object of strings');
  return {
    startDeadline: duration('startDeadline', 30_000),
    messageDeadline: duration('messageDeadline', 30_000),
    hangDeadline: duration('hangDeadline', 60_000),
    grace: duration('grace', 4_000),
    inheritEnvironment: options.inheritEnvironment ?? [],
    environment: options.environment ?? {},
    execArgv: options.execArgv ?? [],
    limits: options.limits ?? DEFAULT_LIMITS,
  };
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string in the place of an array would be taken for its letters. */
function requireTexts(name: keyof IsolateOptions, value: unknown, isOne: (value: unknown) => boolean, accepted: string): void {
  if (value === undefined) return;
  const texts = isOne(value) ? Object.values(value as object) : [undefined];
  if (texts.every(text => typeof text === 'string')) return;
  throw new ParquetFrameError('INVALID_ARGUMENT', `isolate: ${name} must be ${accepted}, received ${received(value)}`, {
    details: { option: name },
  });
}
