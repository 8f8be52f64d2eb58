import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, run } from '../lib/run.mjs';

const PROGRAM = `import { count, createRuntime, defaultEngines, isolate } from 'parquetframe';
import type { EngineModule } from '@parquetframe/core/engine';
import { defineEngine } from '@parquetframe/core/engine';

export const engines: readonly EngineModule[] = [...defaultEngines(), ...defaultEngines().map(engine => isolate(engine))];
const pf = await createRuntime({ engines });
const frame = pf.fromRows([{ key: 'a', x: 1 }], { schema: { key: 'utf8', x: 'int64' } });
export const rows = await frame.filter(row => row.x.gt(0)).groupBy('key').agg({ n: count() }).toRows();
export const n: bigint | undefined = rows[0]?.n;
// @ts-expect-error -- there is no such column
frame.select('nothing');
export const mine = defineEngine({ package: { name: 'mine', from: import.meta.url }, manifest: {}, kernels: {} });
`;

const compiler = (specifier, bin) => ({
  name: `${specifier}: compiles with skipLibCheck false and the types of Node 26`,
  async run(stranger) {
    const { folder: tools, skipped } = await stranger.tools(specifier);
    if (skipped !== undefined) return { skipped };
    const types = await npm(
      ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '@types/node@26'],
      {
        cwd: stranger.project,
        quiet: true,
      },
    );
    if (types.code !== 0) return { skipped: `@types/node@26 cannot be installed: ${types.output.trim().split('\n').at(0)}` };
    const folder = path.join(stranger.project, 'typed');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'main.ts'), PROGRAM);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['main.ts'] }));
    const { code, output } = await run(process.execPath, [path.join(tools, 'node_modules', ...bin), '-p', folder], {
      cwd: folder,
      quiet: true,
      timeout: 300_000,
    });
    return code === 0 ? {} : { problem: output };
  },
});

export const compilers = [
  compiler('typescript@5.9', ['typescript', 'bin', 'tsc']),
  compiler('@typescript/native-preview', ['@typescript/native-preview', 'bin', 'tsgo']),
];
