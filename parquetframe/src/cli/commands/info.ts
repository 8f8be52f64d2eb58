import type { ParquetMetadata, Runtime } from '@parquetframe/core';
import type { Command } from 'commander';
import { toJson, type CommandIo } from '../io.js';
import { enginesWith } from '../../engines.js';
import { withRuntime } from '../with-runtime.js';
import { statisticText } from '../statistic-text.js';
import { textTable } from '../text-table.js';
import { formatType } from '@parquetframe/core/engine';

interface InfoOptions {
  readonly engine: string;
  readonly json?: boolean;
}

export function addInfo(program: Command, io: CommandIo): void {
  program
    .command('info')
    .description('schema, rows, row groups, codecs and typed column statistics of a Parquet file')
    .argument('<file>', 'Parquet file')
    .option('--engine <name>', 'engine to read the metadata with', 'auto')
    .option('--json', 'print JSON')
    .action((file: string, options: InfoOptions) =>
      withRuntime(io, enginesWith(options.engine), async runtime => show(runtime, file, options, io)),
    );
}

async function show(runtime: Runtime, file: string, options: InfoOptions, io: CommandIo): Promise<void> {
  const metadata = await runtime.metadata(file, {
    engine: options.engine === 'auto' ? undefined : options.engine,
    signal: io.signal,
  });
  io.stdout(options.json ? toJson(metadata) : infoText(file, metadata));
}

/** The metadata as people read it. */
export function infoText(file: string, metadata: ParquetMetadata): string {
  const codecs = [...new Set(metadata.columns.flatMap(column => column.codecs))].join(', ') || 'none';
  const lines = [
    file,
    `rows        ${metadata.rows.toLocaleString('en-US')}`,
    `row groups  ${String(metadata.rowGroups.length)}`,
    `codecs      ${codecs}`,
    `created by  ${metadata.createdBy ?? 'unknown'}`,
    '',
    textTable(
      ['field', 'type', 'nullable'],
      metadata.schema.map(field => [field.name, formatType(field.type), String(field.nullable)]),
    ),
  ];
  const rows = metadata.columns.map(column => {
    const { statistics } = column;
    const ratio = column.compressedBytes > 0 ? (column.uncompressedBytes / column.compressedBytes).toFixed(2) : '';
    return [
      column.path,
      column.codecs.join(','),
      String(column.compressedBytes),
      ratio,
      statisticText(statistics?.min ?? null, column.type),
      statisticText(statistics?.max ?? null, column.type),
      String(statistics?.nullCount ?? ''),
      statistics ? (statistics.exact ? 'exact' : 'bounds') : 'none',
    ];
  });
  lines.push(textTable(['column', 'codec', 'bytes', 'ratio', 'min', 'max', 'nulls', 'statistics'], rows));
  return lines.join('\n');
}
