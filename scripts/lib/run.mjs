/** Child processes with plain results. No dependencies: runs before anything is installed. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './workspace.mjs';

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, onLine?: (line: string, stream: 'stdout' | 'stderr') => void, quiet?: boolean,
 *   timeout?: number }} [options] With `onLine` both output streams are read line by line instead of being inherited; with `quiet`
 *   they are only collected. `timeout` in milliseconds kills the command.
 * @returns {Promise<{ code: number, signal: string | null, output: string, stdout: string, stderr: string }>} code is 127 when the command cannot be started
 */
export function run(command, args, options = {}) {
  const piped = options.onLine !== undefined || options.quiet === true;
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      ...(options.timeout === undefined ? {} : { timeout: options.timeout, killSignal: 'SIGKILL' }),
      stdio: ['ignore', piped ? 'pipe' : 'inherit', piped ? 'pipe' : 'inherit'],
    });
    const chunks = [];
    const streams = { stdout: [], stderr: [] };
    for (const name of piped ? ['stdout', 'stderr'] : []) {
      const stream = child[name];
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', text => {
        chunks.push(text);
        streams[name].push(text);
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) options.onLine?.(line, name);
      });
      stream.on('end', () => rest !== '' && options.onLine?.(rest, name));
    }
    child.on('error', error => resolve({ code: 127, signal: null, output: error.message, stdout: '', stderr: error.message }));
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [streams.stdout.join(''), streams.stderr.join('')];
      resolve({ code: code ?? 1, signal, output: chunks.join(''), stdout, stderr });
    });
  });
}

/** Runs a command and ends this process with its code when it fails. */
export async function must(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  if (options?.quiet === true) process.stderr.write(output);
  process.stderr.write(`failed (exit ${code}): ${[path.basename(command), ...args].join(' ')}\n`);
  process.exit(code);
}

/** The full path of a program on the PATH, or undefined. */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // not in this folder
    }
  }
  return undefined;
}

/** npm as a program of this Node: works without a shell, and with the npm that started us. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

/** Milliseconds as a person reads them. */
export const seconds = milliseconds => `${(milliseconds / 1000).toFixed(1)} s`;

/** What is wrong with a command that should succeed: undefined if nothing. */
export async function succeeds(command) {
  const { code, output } = await command;
  return code === 0 ? undefined : `exit ${code}\n${output}`;
}
