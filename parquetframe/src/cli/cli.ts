import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { isParquetFrameError } from '@parquetframe/core';
import { addDoctor } from './commands/doctor.js';
import { addGraph } from './commands/graph.js';
import { addInfo } from './commands/info.js';
import { addParity } from './commands/parity.js';
import { addSchema } from './commands/schema.js';
import { UsageError, type CommandIo } from './io.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

/** Errors of the caller: the command line named what there is not, or an option that cannot be. */
const USAGE: readonly string[] = ['ENGINE_NOT_FOUND', 'INVALID_ARGUMENT'];

/** Runs one command line. Returns the exit code: 0 success, 2 bad usage, 130 interrupted, 1 any other error with one clear line on stderr. */
export async function runCli(args: readonly string[], io: CommandIo): Promise<number> {
  const program = new Command('parquetframe')
    .description('Tables and graphs on the fastest installed engine, with every engine proven to give the same answer.')
    .version(version)
    .option('--verbose', 'show what ran where, and stacks of errors')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (text, write) => {
        write(`parquetframe: ${oneLine(text.replace(/^error: /, ''))}\n`);
      },
    });
  for (const add of [addDoctor, addInfo, addSchema, addGraph, addParity]) add(program, io);
  inheritSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return exitCode(error, args.includes('--verbose'), io);
  }
}

/** exitOverride and output settings are copied to subcommands only when they are made; these were made by the adders. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
}

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

/** What a message leaves out, for it may be shown to others: absolute paths, the line that called. */
const detailsText = (error: Error): string =>
  isParquetFrameError(error) && Object.keys(error.details).length > 0 ? `details: ${JSON.stringify(error.details)}\n` : '';

function exitCode(error: unknown, verbose: boolean, io: CommandIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    io.stderr(`parquetframe: ${oneLine(error.message)}\n`);
    return 2;
  }
  if (io.signal.aborted || (isParquetFrameError(error) && error.code === 'ABORTED')) {
    io.stderr('parquetframe: interrupted\n');
    return 130;
  }
  const text = error instanceof Error ? error.message : String(error);
  const code = isParquetFrameError(error) ? `${error.code}: ` : '';
  io.stderr(
    verbose && error instanceof Error
      ? `parquetframe: ${code}${error.stack ?? text}\n${detailsText(error)}`
      : `parquetframe: ${code}${text.split('\n')[0] ?? ''}\n`,
  );
  return isParquetFrameError(error) && USAGE.includes(error.code) ? 2 : 1;
}
