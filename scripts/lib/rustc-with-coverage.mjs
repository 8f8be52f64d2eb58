#!/usr/bin/env node
/** RUSTC_WORKSPACE_WRAPPER: cargo calls it for our own crates alone, so that their dependencies are neither counted nor slowed. */
import { spawnSync } from 'node:child_process';

const [rustc, ...args] = process.argv.slice(2);
const { status, error } = spawnSync(rustc, [...args, '-C', 'instrument-coverage'], { stdio: 'inherit' });
if (error !== undefined) process.stderr.write(`${error.message}\n`);
process.exitCode = status ?? 1;
