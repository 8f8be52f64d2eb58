#!/usr/bin/env node
import { command } from './command.js';

const { code, text } = command(process.argv.slice(2));
(code === 0 ? process.stdout : process.stderr).write(text);
process.exitCode = code;
