/** Somebody who has the packages as tarballs only, and tools from the registry. */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, run } from '../lib/run.mjs';
import { at, readJson } from '../lib/workspace.mjs';

export class Stranger {
  constructor(work, packed) {
    this.work = work;
    this.packed = packed;
    /** a project with everything installed, and the program that asks every engine */
    this.project = path.join(work, 'project');
    this.program = path.join(this.project, 'program.mjs');
  }

  /** Dependencies between the packages must come from the tarballs too. */
  manifest(more = {}) {
    const tarballs = Object.fromEntries(this.packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
    return { name: 'stranger', version: '1.0.0', private: true, type: 'module', dependencies: { ...tarballs, ...more } };
  }

  async install() {
    mkdirSync(this.project, { recursive: true });
    const overrides = Object.fromEntries(this.packed.map(({ name }) => [name, `$${name}`]));
    writeFileSync(path.join(this.project, 'package.json'), JSON.stringify({ ...this.manifest(), overrides }));
    const { code, output } = await npm(['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
      cwd: this.project,
      quiet: true,
    });
    if (code !== 0) throw new Error(`the packages cannot be installed\n${output}`);
    cpSync(at('scripts', 'bundle', 'entry.mjs'), this.program);
  }

  /** Installs tools into a folder of their own, without running their scripts. @returns {Promise<{ folder?: string, skipped?: string }>} */
  async tools(...specifiers) {
    if (process.platform !== 'linux' || process.arch !== 'x64') return { skipped: 'the tools are for linux-x64' };
    const folder = path.join(this.work, `tools-${specifiers.join('-').replaceAll(/[^a-z0-9]+/gi, '-')}`);
    if (existsSync(folder)) return { folder };
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
    const wanted = [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
      ...specifiers,
    ];
    const { code, output } = await npm(wanted, { cwd: folder, quiet: true });
    if (code === 0) return { folder };
    rmSync(folder, { recursive: true });
    return { skipped: `${specifiers.join(', ')} cannot be installed: ${output.trim().split('\n').at(0)}` };
  }

  /** Runs the program, or a bundle of it, and compares what every engine answered. @param {(id: string) => unknown[]} expected */
  async answers(command, args, { cwd = this.project, env = {}, script = this.program, expected = everything } = {}) {
    const file = path.join(this.work, 'answer.json');
    rmSync(file, { force: true });
    const { code, signal, output } = await run(command, [...args, script, file], { cwd, env, quiet: true, timeout: 300_000 });
    if (!existsSync(file))
      return { problem: `no answer: exit ${code}${signal === null ? '' : `, ${signal}`}\n${output.slice(-3000)}` };
    const { answers, rows } = readJson(file);
    const wrong = Object.entries(answers).filter(([id, answer]) => !expected(id).includes(codeOf(answer)));
    if (wrong.length > 0 || rows !== 1)
      return { problem: `rows: ${rows}; ${JSON.stringify(Object.fromEntries(wrong), null, 2)}` };
    return code === 0 ? {} : { problem: `it answered, and ended with exit code ${code}\n${output.slice(-3000)}` };
  }
}

/** An error is the code and the message. */
const codeOf = answer => (typeof answer === 'string' ? answer.split(':', 1)[0] : answer);

/** Every engine answers; a native binary is there only where it was built. */
export const everything = id => [id === 'rust-neon' ? 2 : 1, ...(id.startsWith('rust-') ? ['NATIVE_BINARY_MISSING'] : [])];
/** As a bundle whose packages may be found where it was built. */
export const aloneOrBuiltHere = id => [...alone(id), ...everything(id)];
/** In one file, alone: what needs files says so. */
export const alone = id =>
  id === 'ts-reference' ? [1] : ['PACKAGE_FILE_MISSING', 'NATIVE_BINARY_MISSING', 'ENGINE_UNAVAILABLE'];
