/** Requirement: the command writes the same bytes whichever engine it is told to use, in every format. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../cli/cli.js';
import type { DoctorReport } from '../cli/commands/doctor.js';
import { temporaryFolder, testData } from './data.js';

async function pframe(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(args, {
    stdout: text => (stdout += text),
    drained: () => Promise.resolve(),
    stderr: text => (stderr += text),
    isTerminal: false,
    signal: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

const CASES = [
  {
    args: ['bfs', '--source', '1'],
    engines: ['ts-reference', 'rust-napi', 'rust-neon', 'rust-napi@process'],
    formats: ['csv', 'json', 'parquet', 'arrow'],
  },
  { args: ['pagerank'], engines: ['ts-reference', 'rust-napi', 'worker-pool'], formats: ['csv', 'arrow'] },
  { args: ['wcc'], engines: ['ts-reference', 'rust-napi', 'worker-pool'], formats: ['csv', 'parquet'] },
];
const graph = testData('snap-graphs', 'cit-hep-ph.directed.csv.gz');
const { engines } = JSON.parse((await pframe('doctor', '--json')).stdout) as DoctorReport;

for (const { args, engines: ids, formats } of CASES) {
  for (const id of ids) {
    const { available, reason } = engines.find(engine => engine.id === id) ?? { available: false, reason: 'not installed' };
    const title = `pframe graph ${args.join(' ')} of cit-hep-ph on ${id} writes what ts-reference writes`;
    if (graph === undefined) test.skip(`${title}, without snap-graphs`, t => t.pass());
    else if (!available) test.skip(`${title} (needs ${id}: ${String(reason)})`, t => t.pass());
    else
      test.serial(title, async t => {
        for (const format of formats) t.is(await written(graph, args, id, format), await reference(graph, args, format), format);
      });
  }
}

const hashes = new Map<string, Promise<string>>();

function reference(edges: string, args: readonly string[], format: string): Promise<string> {
  const key = [...args, format].join(' ');
  const hash = hashes.get(key) ?? written(edges, args, 'ts-reference', format);
  hashes.set(key, hash);
  return hash;
}

async function written(
  edges: string,
  [name = '', ...options]: readonly string[],
  engine: string,
  format: string,
): Promise<string> {
  const output = join(temporaryFolder(), `out.${format}`);
  const { code, stderr } = await pframe('graph', name, edges, ...options, '--engine', engine, '--output', output);
  if (code !== 0) throw new Error(stderr);
  return createHash('sha256').update(readFileSync(output)).digest('hex');
}
