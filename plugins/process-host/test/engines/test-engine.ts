/** An engine for the tests: every way of misbehaving is one of its operations. It is only ever opened in a child process. */
import { readdirSync, readlinkSync, writeSync } from 'node:fs';
import {
  CONTRACT_VERSION,
  decline,
  HEAP_ARROW,
  HEAP_BATCHES,
  HEAP_GRAPH,
  HEAP_RECORD,
  heldReplica,
  kernelEngine,
  ParquetFrameError,
  SHARED_ARROW,
  tableBytes,
  tableData,
  type BatchStream,
  type BindStep,
  type ClaimedOperation,
  type EngineContext,
  type EngineModule,
  type Kernel,
  type KernelCall,
  type KindCodec,
  type KernelResult,
  type MaybePromise,
  type Residency,
  type TableData,
} from '@parquetframe/core/engine';

export interface TestEngineOptions {
  readonly probe?: 'unavailable' | 'abort' | 'exit' | 'pid';
  readonly fail?: 'load' | 'never';
}

const OPERATIONS = [
  'test.echo',
  'test.own',
  'test.graph',
  'test.record',
  'test.arguments',
  'test.stream',
  'test.make',
  'test.abort',
  'test.kill',
  'test.spin',
  'test.grow',
  'test.garbage',
  'test.huge',
  'test.wait',
  'test.deaf',
  'test.progress',
  'test.notice',
  'test.typed',
  'test.untyped',
  'test.declined',
  'test.declinesLate',
  'test.lose',
  'test.environment',
  'test.print',
  'test.model',
  'test.useModel',
  'test.far',
  'test.spills',
  'test.picky',
] as const;
export type TestOperation = (typeof OPERATIONS)[number];

const claim: ClaimedOperation = { revision: 1, class: 'exact' };
export const testManifest = {
  id: 'toy',
  version: '1.0.0',
  native: false,
  operations: Object.fromEntries(OPERATIONS.map(name => [name, claim])),
};

const kernel = (
  inputs: Kernel['inputs'],
  outputs: readonly Residency[],
  run: Kernel['run'],
  more: Partial<Kernel> = {},
): Kernel => ({ inputs, outputs, run, ...more });

const record = (value: unknown): KernelResult => ({ replica: heldReplica(HEAP_RECORD, value, undefined) });
const source = (run: (call: KernelCall) => MaybePromise<KernelResult>): Kernel => kernel([], [HEAP_RECORD], run);
const tableOf = (call: KernelCall): TableData => call.inputs[0]?.value as TableData;

/** A signal that is read after the cancellation came is aborted already, and says nothing more. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });

/** Writes to every socket that this process has: its logs take it as text, its connections break. */
function writeToSockets(bytes: Uint8Array): void {
  for (const name of readdirSync('/proc/self/fd')) {
    try {
      if (readlinkSync(`/proc/self/fd/${name}`).startsWith('socket:')) writeSync(Number(name), bytes);
    } catch {
      // The descriptor of the listing itself is closed by now.
    }
  }
}

function hugeFrame(): Uint8Array {
  const frame = Buffer.alloc(32);
  frame.write('PFWP', 0, 'latin1');
  frame.writeUInt16LE(1, 4);
  frame.writeUInt8(1, 6);
  frame.writeUInt32LE(2, 8);
  frame.writeBigUInt64LE(2n ** 60n, 16);
  return frame;
}

export const HEAP_MODEL: Residency = { space: 'heap', layout: 'toy:model' };

/** A kind of this engine's own: not data, but an object of a class. */
export class Model {
  constructor(
    readonly name: string,
    readonly weights: Float64Array,
  ) {}
}

export const modelCodec: KindCodec = {
  kind: 'toy:model',
  encode(value) {
    if (!(value instanceof Model)) throw new TypeError('this is no model');
    return { about: { name: value.name }, buffers: [value.weights] };
  },
  decode(about, [weights]) {
    if (!(weights instanceof Float64Array) || typeof about !== 'object' || about === null || !('name' in about))
      throw new TypeError('a model is damaged');
    return new Model(JSON.stringify(about['name']).slice(1, -1), weights);
  },
};

/** Takes files by how they were written: that of its second port, where the first is snappy. */
const picky: BindStep = async (_step, _fragment, _context, sources) => {
  for (const port of [0, 1]) {
    const codecs = (await sources?.facts(port))?.columns.flatMap(column => column.codecs) ?? [];
    if (!codecs.includes('SNAPPY')) return decline('UNSUPPORTED_OPTION', `port ${port} is ${codecs.join() || 'unknown'}`, 'none');
  }
  return source(() => record('taken'));
};

function kernels(context: EngineContext): Record<TestOperation, Kernel | ReturnType<typeof decline>> {
  const own: Residency = { space: context.space('memory'), layout: 'toy:table' };
  const far: Residency = { space: context.space('device', { budget: 2 ** 41 }), layout: 'toy:table' };
  let released = 0;
  return {
    'test.echo': kernel([[HEAP_ARROW]], [HEAP_ARROW], call => ({
      replica: heldReplica(HEAP_ARROW, tableOf(call), tableBytes(tableOf(call))),
      statistics: { rows: tableOf(call).length },
    })),
    'test.own': kernel([[HEAP_ARROW, SHARED_ARROW]], [own], call => ({
      replica: heldReplica(own, tableOf(call), 64, () => {
        released++;
      }),
      also: [
        heldReplica(HEAP_ARROW, tableOf(call), 0, () => {
          released++;
        }),
      ],
      notes: { own: true },
    })),
    'test.graph': kernel([[HEAP_GRAPH]], [HEAP_GRAPH], call => ({
      replica: heldReplica(HEAP_GRAPH, call.inputs[0]?.value, undefined),
    })),
    'test.declinesLate': kernel(
      [[HEAP_ARROW]],
      [HEAP_BATCHES],
      () => decline('UNSUPPORTED_CODEC', 'the file is LZO', 'use zstd'),
      {
        cpu: 'none',
      },
    ),
    'test.model': kernel([[HEAP_ARROW]], [HEAP_MODEL], call => ({
      replica: heldReplica(HEAP_MODEL, new Model('sum', Float64Array.of(tableOf(call).length, -0)), 16),
    })),
    'test.useModel': kernel([[HEAP_MODEL]], [HEAP_RECORD], call => {
      const model = call.inputs[0]?.value;
      if (!(model instanceof Model)) throw new TypeError('no model');
      return record({ name: model.name, weights: [...model.weights] });
    }),
    'test.far': kernel([[HEAP_ARROW]], [far], call => ({
      replica: { ...heldReplica(far, tableOf(call), 2 ** 40), deferred: true },
    })),
    'test.spills': kernel([], [HEAP_RECORD], call => record(call.memory), {
      estimate: ({ work }) => ({ seconds: 1e-6, peakBytes: 1000 + work, minBytes: 100 + work / 10 }),
    }),
    'test.picky': decline('UNSUPPORTED_OPTION', 'it is bound otherwise', 'none'),
    'test.record': source(() => record({ big: 2n ** 70n, nan: NaN, zero: -0, bytes: new Uint8Array([1, 2]), released })),
    'test.arguments': source(call => record(call.arguments)),
    'test.stream': kernel([[HEAP_ARROW]], [HEAP_BATCHES], call => {
      const table = tableOf(call);
      let made = 0;
      const stream: BatchStream = {
        schema: table.schema,
        async *[Symbol.asyncIterator]() {
          try {
            for (;;) {
              await call.checkpoint();
              if (Atomics.load(call.cancelled, 0) !== 0) throw new ParquetFrameError('ABORTED', 'the stream was stopped');
              const batch = table.batches[made % table.batches.length];
              if (batch === undefined || made >= Number(call.arguments[0])) return;
              made++;
              context.log(`made ${made}`);
              yield batch;
            }
          } finally {
            context.log('stream ended');
          }
        },
      };
      return { replica: heldReplica(HEAP_BATCHES, stream, undefined) };
    }),
    'test.make': kernel(
      [],
      [HEAP_ARROW],
      call => {
        const values = new Float64Array(Number(call.arguments[0])).fill(1.5);
        const batch = { length: values.length, columns: [{ length: values.length, nullCount: 0, buffers: [undefined, values] }] };
        const table = tableData([{ name: 'x', type: { id: 'float64' }, nullable: false }], [batch]);
        return { replica: heldReplica(HEAP_ARROW, table, values.byteLength) };
      },
      { cpu: 'one', estimate: ({ work }) => ({ seconds: 1e-3 + work * 1e-6, peakBytes: work * 8 }) },
    ),
    'test.abort': source(() => {
      process.abort();
    }),
    'test.kill': source(() => {
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    }),
    'test.spin': source(() => {
      for (;;);
    }),
    // All that memory can be, page by page, without giving way once.
    'test.grow': source(() => {
      const kept: Uint8Array[] = [];
      while (kept.length < 512) kept.push(new Uint8Array(16 * 2 ** 20).fill(1));
      return record(kept.length);
    }),
    'test.garbage': source(() => {
      writeToSockets(Buffer.from('this is not a frame of any protocol at all, is it?'));
      return new Promise(() => undefined);
    }),
    'test.huge': source(() => {
      writeToSockets(hugeFrame());
      return new Promise(() => undefined);
    }),
    // Holds the main thread, and looks at the word in shared memory alone.
    'test.wait': source(call => {
      call.progress(0.5);
      process.stdout.write('waiting\n');
      while (Atomics.load(call.cancelled, 0) === 0) Atomics.wait(call.cancelled, 0, 0, 1);
      process.stdout.write('cancel seen\n');
      throw new ParquetFrameError('ABORTED', 'stopped');
    }),
    'test.deaf': source(() => {
      context.log('deaf');
      return new Promise(() => undefined);
    }),
    'test.progress': source(async call => {
      call.progress(0.25);
      await aborted(call.signal);
      await call.checkpoint();
      return record('never');
    }),
    'test.notice': source(async call => {
      call.progress(0.25);
      await aborted(call.signal);
      context.log('cancel seen');
      throw new ParquetFrameError('ABORTED', 'stopped');
    }),
    'test.typed': source(() => {
      throw new ParquetFrameError('NEGATIVE_WEIGHT', 'an edge has weight -1', {
        details: { row: 7, weight: -1 },
        cause: new Error('why'),
      });
    }),
    'test.untyped': source(() => {
      throw new RangeError('oops');
    }),
    'test.declined': decline('UNSUPPORTED_COLUMN_TYPE', 'it does not take this', 'cast it'),
    'test.lose': source(() => {
      context.lost(context.space('memory'));
      return record(null);
    }),
    'test.environment': source(() =>
      record({
        environment: { ...process.env },
        argv: process.argv,
        threads: context.threads,
        settings: context.settings,
        cwd: process.cwd(),
      }),
    ),
    'test.print': source(() => {
      process.stdout.write('to stdout\nunfinished');
      process.stderr.write('to stderr\n');
      return record(null);
    }),
  };
}

export default function testEngine(options: TestEngineOptions = {}): EngineModule {
  if (options.fail === 'load') throw new Error('this module does not load');
  if (options.fail === 'never') {
    process.stdout.write('loading\n');
    for (;;);
  }
  return {
    contract: CONTRACT_VERSION,
    manifest: testManifest,
    kinds: [modelCodec],
    source: { url: import.meta.url, options: { ...options } },
    probe() {
      if (options.probe === 'abort') process.abort();
      if (options.probe === 'exit') process.exit(3);
      return Promise.resolve(
        options.probe === 'unavailable'
          ? { available: false, code: 'NATIVE_BINARY_MISSING', reason: 'no binary', remedy: 'get one' }
          : { available: true, version: '1.0.0', details: options.probe === 'pid' ? { pid: process.pid } : { of: 'toy' } },
      );
    },
    open: context =>
      Promise.resolve(
        kernelEngine(context, {
          kernels: {
            ...Object.fromEntries(Object.entries(kernels(context)).map(([name, bound]) => [name, () => bound])),
            'test.picky': picky,
          },
          transfers: [
            {
              kind: 'table',
              from: { space: context.space('memory'), layout: 'toy:table' },
              to: HEAP_ARROW,
              alias: true,
              estimate: bytes => ({ seconds: 1e-6 + bytes * 1e-9, peakBytes: 0 }),
              run: call => ({ replica: heldReplica(HEAP_ARROW, tableOf(call), 0) }),
            },
          ],
          close: () => context.log('engine closed'),
        }),
      ),
  };
}
