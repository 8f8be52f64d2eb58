/** A program that opens an isolated engine and prints the process id of its child; then it ends, or waits for a kernel that never ends. */
import { HEAP_RECORD, isDecline, makeFragment, ScratchFolders } from '@parquetframe/core/engine';
import { isolatedToy } from './workbench.js';
import type { TestOperation } from './test-engine.js';

const [mode, ...execArgv] = process.argv.slice(2);
const module = isolatedToy({ hangDeadline: 1e9, execArgv });
const scratch = new ScratchFolders();
const lines: ((line: string) => void)[] = [];
const seen: string[] = [];
const engine = await module.open({
  space: name => `toy@process/${name}`,
  threads: 1,
  memory: 2 ** 20,
  settings: { nativeLog: undefined },
  scratch: bytes => scratch.scratch(bytes),
  allocateShared: bytes => new SharedArrayBuffer(bytes),
  signal: new AbortController().signal,
  lost: () => undefined,
  log(line) {
    seen.push(line);
    for (const listener of lines) listener(line);
  },
});

async function run(operation: TestOperation): Promise<void> {
  const root = {
    kind: 'step' as const,
    operation,
    revision: 1,
    binding: {},
    arguments: {},
    inputs: [],
    output: { kind: 'record' as const },
  };
  const kernel = await engine.bind(makeFragment(root, 'exact', []));
  if (isDecline(kernel)) throw new Error(kernel.reason);
  await kernel.run({
    inputs: [],
    arguments: [],
    want: HEAP_RECORD,
    signal: new AbortController().signal,
    cancelled: new Int32Array(1),
    threads: 1,
    memory: 0,
    progress: () => undefined,
    checkpoint: () => undefined,
  });
}

const printed = new Promise<string>(resolve => {
  lines.push(line => {
    if (line.includes('to stderr')) resolve(line);
  });
});
await run('test.print');
const pid = /^\[(\d+)\]/.exec(seen.find(line => line.includes('to stderr')) ?? (await printed))?.[1] ?? '';
if (mode === 'idle') {
  process.stdout.write(pid);
} else {
  const running = run(mode === 'busy' ? 'test.deaf' : 'test.spin');
  // Both run by now or soon; the child has to go either way.
  process.stdout.write(pid);
  await running;
}
