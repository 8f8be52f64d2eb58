import type { Command } from 'commander';
import type { CommandIo } from '../io.js';

export function addParity(program: Command, io: CommandIo): void {
  void program;
  void io;
}
