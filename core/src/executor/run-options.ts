import { optionNames } from '../contract/errors/index.js';
import type { RunOptions } from './executor.js';

/** The names of what a terminal call may be told. */
export const RUN_OPTIONS = optionNames<RunOptions>()({
  engine: true,
  prefer: true,
  determinism: true,
  signal: true,
  deadline: true,
  rewrite: true,
  staged: true,
  params: true,
  onProgress: true,
  frameEngine: true,
});

/** Those that users give: not what this library says to itself. */
export const PUBLIC_RUN_OPTIONS = RUN_OPTIONS.filter(name => name !== 'staged' && name !== 'frameEngine');
