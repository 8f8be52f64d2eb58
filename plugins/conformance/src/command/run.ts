import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Certificate, EngineModule, Plugin } from '@parquetframe/core/engine';
import { certify, staleOperations, type CertifyOptions } from '../certify.js';
import { formatReport, writeCertificate } from '../report.js';
import { packageCode, packageFolder } from './package-code.js';

const USAGE = `Usage: parquetframe-conformance <engine module> [options]

Certifies an engine: tests what its certificate does not cover any more, and writes conformance.json beside its package.json.

  <engine module>     file whose default export gives the engine, such as ./dist/index.js
  --all               test everything, whatever the certificate covers
  --check             test nothing: say what is stale and why; exit code 1 when something is
  --plugin <module>   module whose default export is a plugin with operations that the engine claims; may be given again
  --operation <name>  only this operation; others that are stale leave the certificate; may be given again
  --cases <n>         generated cases per operation and result class, 200 by default
  --seed <n>          seed of the generated cases
  --help              this text
`;

/** Where the command writes. */
export interface CommandOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** Runs the command; the exit code: 0 all is well, 1 the engine failed or something is stale, 2 it was called wrongly. */
export async function runCommand(given: readonly string[], { stdout, stderr }: CommandOutput): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
    if (values.help === true) {
      stdout(USAGE);
      return 0;
    }
    const [module, ...others] = positionals;
    if (module === undefined || others.length > 0) throw new UsageError('give one engine module, such as ./dist/index.js');
    const file = path.resolve(module);
    if (!existsSync(file)) throw new UsageError(`there is no file ${module}`);
    const folder = packageFolder(file);
    const target = path.join(folder, 'conformance.json');
    const engine = await defaultOf<EngineModule>(file, 'manifest', 'an engine module');
    const plugins: Plugin[] = [];
    for (const plugin of values.plugin ?? [])
      plugins.push(await defaultOf<Plugin>(path.resolve(plugin), 'operations', 'a plugin'));
    const options = {
      reference: await reference(file),
      plugins,
      code: packageCode(folder, target),
      update: { certificate: values.all === true ? undefined : await certificateAt(target), stale: {} },
      ...(values.operation === undefined ? {} : { operations: values.operation }),
      ...(values.cases === undefined ? {} : { cases: wholeNumber('cases', values.cases) }),
      ...(values.seed === undefined ? {} : { seed: wholeNumber('seed', values.seed) }),
    };
    return values.check === true ? await check(engine, options, stdout) : await test(engine, options, target, stdout);
  } catch (error) {
    if (!(error instanceof UsageError || isArgumentError(error))) throw error;
    stderr(`parquetframe-conformance: ${error.message}\n`);
    return 2;
  }
}

const OPTIONS = {
  all: { type: 'boolean' },
  check: { type: 'boolean' },
  plugin: { type: 'string', multiple: true },
  operation: { type: 'string', multiple: true },
  cases: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean' },
} as const;

class UsageError extends Error {}
const isArgumentError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

type Options = CertifyOptions & { readonly update: NonNullable<CertifyOptions['update']> };

async function check(engine: EngineModule, options: Options, stdout: CommandOutput['stdout']): Promise<number> {
  const stale = Object.entries(await staleOperations(engine, options));
  for (const [operation, reason] of stale) stdout(`${operation}: ${reason}\n`);
  if (stale.length === 0) stdout('the certificate is fresh\n');
  return stale.length === 0 ? 0 : 1;
}

async function test(engine: EngineModule, options: Options, target: string, stdout: CommandOutput['stdout']): Promise<number> {
  const report = await certify(engine, options);
  stdout(formatReport(report));
  if (report.certificate) await writeCertificate(report, target);
  // An engine that fails as a whole has no certificate, not the one that it had.
  else if (report.unavailable === undefined) await rm(target, { force: true });
  return report.passed ? 0 : 1;
}

/** The default export of a module, or what it gives when it is a function. */
async function defaultOf<T extends object>(file: string, member: keyof T & string, what: string): Promise<T> {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const { default: exported } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
  const value: unknown = typeof exported === 'function' ? (exported as () => unknown)() : exported;
  if (typeof value !== 'object' || value === null || !(member in value))
    throw new UsageError(`the default export of ${file} is not ${what}, nor a function that gives one`);
  // What it has beside that member is what the kit checks.
  return value as T;
}

/** The reference engine as the engine's own package has it installed. */
async function reference(from: string): Promise<EngineModule> {
  const name = '@parquetframe/engine-ts-reference';
  const near = (createRequire(from).resolve.paths(name) ?? []).map(folder => path.join(folder, name, 'dist', 'index.js'));
  const file = near.find(found => existsSync(found));
  if (file === undefined) throw new UsageError(`the reference engine is needed: npm install --save-dev ${name}`);
  return defaultOf<EngineModule>(file, 'manifest', 'an engine module');
}

async function certificateAt(file: string): Promise<Certificate | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as Partial<Certificate> | null;
    // One that is damaged covers nothing.
    return typeof found?.operations === 'object' ? (found as Certificate) : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`--${name} takes a whole number, received ${text}`);
}
