/** What is tried: a name, and what answers `{}` when all is well, `{ problem }`, or `{ skipped }`. Each tool is installed where it is used. */
import { bundlers } from './bundlers.mjs';
import { compilers } from './compilers.mjs';
import { hosts } from './hosts.mjs';
import { runtimes } from './runtimes.mjs';

export const checks = [...runtimes, ...hosts, ...bundlers, ...compilers];
