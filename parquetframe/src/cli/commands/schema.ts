import { formatSchema, type Runtime } from '@parquetframe/core';
import { formatType } from '@parquetframe/core/engine';
import type { Command } from 'commander';
import { enginesWith } from '../../engines.js';
import { toJson, type CommandIo } from '../io.js';
import { textTable } from '../text-table.js';
import { withRuntime } from '../with-runtime.js';

interface SchemaOptions {
  readonly engine: string;
  readonly ts?: boolean;
  readonly json?: boolean;
}

export function addSchema(program: Command, io: CommandIo): void {
  program
    .command('schema')
    .description('names and types of the columns of a Parquet or CSV file')
    .argument('<file>', '.parquet, .csv or .csv.gz')
    .option('--engine <name>', 'engine to read the schema with', 'auto')
    .option('--ts', 'as TypeScript, to paste into a program')
    .option('--json', 'print JSON')
    .action((file: string, options: SchemaOptions) =>
      withRuntime(io, enginesWith(options.engine), runtime => show(runtime, file, options, io)),
    );
}

async function show(runtime: Runtime, file: string, { engine, ts, json }: SchemaOptions, io: CommandIo): Promise<void> {
  const frame = /\.csv(\.gz)?$/i.test(file) ? runtime.readCsv(file) : runtime.readParquet(file);
  const schema = await frame.schema({ engine: engine === 'auto' ? undefined : engine, signal: io.signal });
  if (ts === true) io.stdout(`${formatSchema(schema)}\n`);
  else if (json === true) io.stdout(toJson(schema));
  else
    io.stdout(
      textTable(
        ['column', 'type', 'nullable'],
        schema.map(({ name, type, nullable }) => [name, formatType(type), String(nullable)]),
      ),
    );
}
