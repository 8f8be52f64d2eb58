import { VARIABLES, type EngineStatus, type Runtime } from '@parquetframe/core';
import type { Command } from 'commander';
import { toJson, type CommandIo } from '../io.js';
import { textTable } from '../text-table.js';
import { allEngines } from '../../engines.js';
import { withRuntime } from '../with-runtime.js';

export function addDoctor(program: Command, io: CommandIo): void {
  program
    .command('doctor')
    .description('engines with their availability and why not, certificates, configuration and wisdom')
    .option('--engine <name>', 'show only this engine', 'auto')
    .option('--json', 'print JSON')
    .action((options: { readonly engine: string; readonly json?: boolean }) =>
      withRuntime(io, allEngines(), runtime => {
        const report = doctorReport(runtime, options.engine);
        io.stdout(options.json ? toJson(report) : doctorText(report));
        return Promise.resolve();
      }),
    );
}

export interface DoctorReport {
  readonly node: string;
  readonly platform: string;
  readonly engines: readonly DoctorEngine[];
  readonly configuration: { readonly [variable: string]: { readonly value: string | null; readonly description: string } };
  readonly wisdom: {
    readonly path: string | null;
    readonly cells: number;
    readonly machine: string;
    readonly refused: string | null;
  };
  readonly memory: number;
  readonly threads: number;
}

interface DoctorEngine {
  readonly id: string;
  readonly version: string;
  readonly native: boolean;
  readonly available: boolean;
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly operations: readonly { readonly name: string; readonly class: string; readonly certified: boolean }[];
}

/** What `parquetframe doctor` knows. @throws ParquetFrameError `ENGINE_NOT_FOUND` */
export function doctorReport(runtime: Runtime, engine = 'auto'): DoctorReport {
  const { wisdom, registry } = runtime.composition;
  if (engine !== 'auto') registry.get(engine);
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    engines: runtime
      .engines()
      .filter(status => engine === 'auto' || status.id === engine)
      .map(describeEngine),
    configuration: Object.fromEntries(
      Object.entries(VARIABLES).map(([name, description]) => [name, { value: process.env[name] ?? null, description }]),
    ),
    wisdom: { path: wisdom.path ?? null, cells: wisdom.size, machine: wisdom.fingerprint, refused: wisdom.refused ?? null },
    memory: runtime.configuration.memory,
    threads: runtime.configuration.threads,
  };
}

function describeEngine(status: EngineStatus): DoctorEngine {
  const { availability, manifest } = status;
  return {
    id: status.id,
    version: status.version,
    native: manifest.native,
    available: availability.available,
    reason: availability.available ? null : `${availability.code}: ${availability.reason}`,
    remedy: availability.available ? null : availability.remedy,
    operations: Object.entries(manifest.operations).map(([name, claim]) => ({
      name,
      class: claim.class,
      certified: status.certified.includes(name),
    })),
  };
}

const bytesText = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function doctorText(report: DoctorReport): string {
  const lines = [
    `Node ${report.node} on ${report.platform}, ${String(report.threads)} threads, memory budget ${bytesText(report.memory)}`,
    '',
  ];
  lines.push(
    textTable(
      ['engine', 'version', 'kind', 'available', 'certified'],
      report.engines.map(engine => [
        engine.id,
        engine.version,
        engine.native ? 'native' : 'TypeScript',
        engine.available ? 'yes' : 'no',
        `${String(engine.operations.filter(o => o.certified).length)} of ${String(engine.operations.length)}`,
      ]),
    ),
  );
  for (const engine of report.engines.filter(e => !e.available))
    lines.push(`${engine.id} is not available: ${engine.reason ?? ''}\n  ${engine.remedy ?? ''}`);
  const operations = [...new Set(report.engines.flatMap(engine => engine.operations.map(o => o.name)))];
  lines.push(
    '',
    textTable(
      ['operation', ...report.engines.map(e => e.id)],
      operations.map(name => [
        name,
        ...report.engines.map(engine => {
          const operation = engine.operations.find(o => o.name === name);
          return operation ? `${operation.class}${operation.certified ? '' : ' (uncertified)'}` : '–';
        }),
      ]),
    ),
  );
  lines.push(
    textTable(
      ['variable', 'value'],
      Object.entries(report.configuration).map(([name, { value }]) => [name, value ?? '(unset)']),
    ),
  );
  lines.push(
    `wisdom: ${report.wisdom.path ?? 'off'}, ${String(report.wisdom.cells)} cells, machine ${report.wisdom.machine}${report.wisdom.refused === null ? '' : `; refused: ${report.wisdom.refused}`}`,
    '',
  );
  return lines.join('\n');
}
