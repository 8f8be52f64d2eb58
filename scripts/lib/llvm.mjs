/** The two programs that read what instrumented Rust code counted. They must be of the LLVM that rustc was built with: the format changes with every major version. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onPath, run } from './run.mjs';

const variables = { 'llvm-profdata': 'LLVM_PROFDATA', 'llvm-cov': 'LLVM_COV' };

/** What `rustc -vV` says of itself. */
export function parseCompiler(text) {
  const field = name => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return { release: field('release'), host: field('host'), llvm: field('LLVM version')?.split('.')[0] };
}

/** Where a program may be, in the order in which places are tried: what the environment names, rustup's component, Debian's package of that version, the PATH. */
function places(name, { sysroot, host, llvm }, environment) {
  const told = environment[variables[name]];
  if (told !== undefined) return [told];
  const program = process.platform === 'win32' ? `${name}.exe` : name;
  return [
    path.join(sysroot, 'lib', 'rustlib', host, 'bin', program),
    onPath(`${name}-${llvm}`),
    path.join('/usr/lib', `llvm-${llvm}`, 'bin', name),
    onPath(name),
  ].filter(file => file !== undefined && existsSync(file));
}

/** The compiler in use. */
export async function compilerInUse() {
  const sysroot = (await run('rustc', ['--print', 'sysroot'], { quiet: true })).stdout.trim();
  return { ...parseCompiler((await run('rustc', ['-vV'], { quiet: true })).stdout), sysroot };
}

/**
 * Both programs by name, or why there are none and what to do.
 * @param {{ release: string, host: string, llvm: string, sysroot: string }} compiler
 * @returns {Promise<{ tools: Record<string, string> } | { missing: string }>}
 */
export async function llvmTools(compiler, environment = process.env) {
  const { release, llvm } = compiler;
  const tools = {};
  for (const name of Object.keys(variables)) {
    const others = [];
    for (const file of places(name, compiler, environment)) {
      const version = /LLVM version (\d+)/.exec((await run(file, ['--version'], { quiet: true })).stdout)?.[1];
      if (version === llvm) tools[name] ??= file;
      else others.push(`${file} is of LLVM ${version ?? '?'}`);
    }
    if (tools[name] !== undefined) continue;
    const found = others.length === 0 ? '' : ` (${others.join(', ')})`;
    const remedy = `rustup component add llvm-tools, or apt-get install llvm-${llvm}, or name the programs in ${Object.values(variables).join(' and ')}`;
    return { missing: `${name} of LLVM ${llvm}, which rustc ${release} is built with, is missing${found}: ${remedy}` };
  }
  return { tools };
}
