import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../lib/run.mjs';
import { alone, aloneOrBuiltHere } from './stranger.mjs';

/**
 * Bundles the program into one file and runs it in a folder of its own, where nothing is installed.
 * @param specifiers tools to install
 * @param arrange `(stranger, folder, modules)` → the arguments of Node that make `<folder>/bundle.mjs` , or a command and its arguments
 */
const bundler = (name, specifiers, arrange, { file = 'bundle.mjs', expected = alone } = {}) => ({
  name: `${name}: one file answers by itself`,
  async run(stranger) {
    const { folder: tools, skipped } = await stranger.tools(...specifiers);
    if (skipped !== undefined) return { skipped };
    const folder = path.join(stranger.work, `bundle-${name.replaceAll(/[^a-z]+/gi, '-')}`);
    mkdirSync(folder);
    const { command = process.execPath, args } = arrange(stranger, folder, path.join(tools, 'node_modules'));
    const { code, output } = await run(command, args, { cwd: stranger.project, quiet: true, timeout: 300_000 });
    if (code !== 0) return { problem: `the bundler ended with exit code ${code}\n${output.slice(-3000)}` };
    return stranger.answers(process.execPath, [], { cwd: folder, script: path.join(folder, file), expected });
  },
});

/** A configuration file in the project, which finds what is installed there. */
function configured(stranger, name, text) {
  const file = path.join(stranger.project, name);
  writeFileSync(file, text);
  return file;
}

const vite = bundler('vite ssr.noExternal', ['vite@8'], (stranger, folder, modules) => {
  const config = configured(
    stranger,
    'vite.config.mjs',
    `export default { ssr: { noExternal: true }, logLevel: 'error', build: { ssr: 'program.mjs', outDir: ${JSON.stringify(folder)}, emptyOutDir: true, rollupOptions: { output: { entryFileNames: 'bundle.mjs', inlineDynamicImports: true } } } };`,
  );
  return { args: [path.join(modules, 'vite', 'bin', 'vite.js'), 'build', '--config', config] };
});

const rollup = bundler(
  'rollup',
  ['rollup@4', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', '@rollup/plugin-json'],
  (stranger, folder, modules) => {
    const plugin = name => JSON.stringify(path.join(modules, '@rollup', name, 'dist', 'es', 'index.js'));
    const config = configured(
      stranger,
      'rollup.config.mjs',
      `import resolve from ${plugin('plugin-node-resolve')};
import commonjs from ${plugin('plugin-commonjs')};
import json from ${plugin('plugin-json')};
export default { input: 'program.mjs', output: { file: ${JSON.stringify(path.join(folder, 'bundle.mjs'))}, format: 'es', inlineDynamicImports: true }, plugins: [resolve({ exportConditions: ['node'] }), commonjs(), json()] };`,
    );
    return { args: [path.join(modules, 'rollup', 'dist', 'bin', 'rollup'), '--config', config, '--silent'] };
  },
);

const webpack = bundler(
  'webpack',
  ['webpack@5'],
  (stranger, folder, modules) => {
    const script = configured(
      stranger,
      'webpack-build.mjs',
      `import webpack from ${JSON.stringify(path.join(modules, 'webpack', 'lib', 'index.js'))};
webpack({ mode: 'production', target: 'node', context: process.cwd(), entry: './program.mjs', optimization: { minimize: false }, output: { path: ${JSON.stringify(folder)}, filename: 'bundle.cjs' }, plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })] }, (error, stats) => {
  if (error || stats.hasErrors()) { console.error(error ?? stats.toString('errors-only')); process.exitCode = 1; }
});`,
    );
    return { args: [script] };
  },
  // It writes the addresses that modules have where it runs, so that files are found on this machine, and on no other.
  { file: 'bundle.cjs', expected: aloneOrBuiltHere },
);

const bun = bundler('bun build', ['@oven/bun-linux-x64'], (_, folder, modules) => ({
  command: path.join(modules, '@oven', 'bun-linux-x64', 'bin', 'bun'),
  args: ['build', 'program.mjs', '--target=node', `--outfile=${path.join(folder, 'bundle.mjs')}`],
}));

export const bundlers = [vite, rollup, webpack, bun];
