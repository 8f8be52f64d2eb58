#!/usr/bin/env node
import { once } from 'node:events';
import { constants } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { runCli } from './cli.js';

const controller = new AbortController();
let interrupted: number | undefined;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    // The first one asks the kernel to stop and clears up; a second one does not wait for that.
    if (interrupted !== undefined) process.exit(interrupted);
    interrupted = 128 + constants.signals[name];
    controller.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that goes away (`parquetframe … | head`) is not an error.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`parquetframe: cannot write to stdout: ${error.message}\n`);
  process.exit(1);
});
// Nobody is left who could be told.
process.stderr.on('error', () => undefined);

const code = await runCli(process.argv.slice(2), {
  stdout: text => process.stdout.write(text),
  // Signals and errors of the pipe are heard in between.
  drained: async () => {
    await (process.stdout.writableNeedDrain ? once(process.stdout, 'drain') : setImmediate());
  },
  stderr: text => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.stdout.isTTY,
  signal: controller.signal,
});
process.exitCode = code === 130 ? (interrupted ?? code) : code;
