#!/usr/bin/env node
import { runCli } from './cli.js';

const controller = new AbortController();
let interrupts = 0;
process.on('SIGINT', () => {
  // The first Ctrl-C asks the kernel to stop; a second one does not wait for it.
  if (++interrupts > 1) process.exit(130);
  controller.abort();
});
// A reader that goes away (`pframe … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const code = await runCli(process.argv.slice(2), {
  stdout: text => process.stdout.write(text),
  stderr: text => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.stdout.isTTY,
  signal: controller.signal,
});
process.exitCode = code;
