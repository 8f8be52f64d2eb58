/** Run in a process of its own: what a kernel predicts to take at most, and what it took. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { argv, memoryUsage, stdout } from 'node:process';
import { HEAP_ARROW, HEAP_BATCHES, heldReplica, sliceTable, tableBytes, tableData } from '@parquetframe/core/engine';
import type { BatchStream, OperationOptions, Sizes, TableData } from '@parquetframe/core/engine';
import { bind, input } from './harness.js';
import type { Input } from './harness.js';

const collect = (): void => {
  globalThis.gc?.();
};
const used = (): number => {
  collect();
  const { arrayBuffers, heapUsed } = memoryUsage();
  return arrayBuffers + heapUsed;
};

function numbers(rows: number): TableData {
  const key = new BigInt64Array(rows);
  const x = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    key[row] = BigInt((row * 7919) % rows);
    x[row] = (row * 31) % 1009;
  }
  const column = (values: ArrayBufferView): TableData['batches'][number]['columns'][number] => ({
    length: rows,
    nullCount: 0,
    buffers: [undefined, values],
  });
  return {
    schema: [
      { name: 'key', type: { id: 'int64' }, nullable: false },
      { name: 'x', type: { id: 'float64' }, nullable: false },
    ],
    length: rows,
    batches: [{ length: rows, columns: [column(key), column(x)] }],
  };
}

/** The same in several batches, each memory of its own. */
function cut(whole: TableData, count: number): TableData {
  if (count === 1) return whole;
  const size = Math.ceil(whole.length / count);
  const parts = Array.from({ length: count }, (_, i) => sliceTable(whole, i * size, (i + 1) * size));
  return tableData(
    whole.schema,
    parts.flatMap(part => part.batches),
  );
}

const TEXT_BYTES = 1 << 20;
/** Texts of a mebibyte, all of them different. */
function texts(first: number, rows: number): TableData {
  const data = Buffer.alloc(rows * TEXT_BYTES, 'a');
  const offsets = Int32Array.from({ length: rows + 1 }, (_, i) => i * TEXT_BYTES);
  for (let row = 0; row < rows; row++) data.write(String(first + row), row * TEXT_BYTES);
  return {
    schema: [{ name: 's', type: { id: 'utf8' }, nullable: false }],
    length: rows,
    batches: [{ length: rows, columns: [{ length: rows, nullCount: 0, buffers: [undefined, offsets, data] }] }],
  };
}

/** The same as a stream, made batch by batch. */
function streamedTexts(rows: number, batchRows: number): Input {
  const { schema } = texts(0, 0);
  const stream: BatchStream = {
    schema,
    async *[Symbol.asyncIterator]() {
      for (let row = 0; row < rows; row += batchRows)
        yield* await Promise.resolve(texts(row, Math.min(batchRows, rows - row)).batches);
    },
  };
  return { kind: { kind: 'table', schema }, replica: heldReplica(HEAP_BATCHES, stream, 0) };
}

const folder = mkdtempSync(path.join(tmpdir(), 'pf-memory-'));
const [, , name = '', count = '0', pieces = '1'] = argv;
const rows = Number(count);
const isOfTexts = name === 'texts' || name === 'streamed texts';
const table = isOfTexts ? texts(0, name === 'texts' ? rows : 0) : cut(numbers(rows), Number(pieces));
const bytes = isOfTexts ? rows * TEXT_BYTES : tableBytes(table);
const port: Sizes = { rows, bytes };
interface Call {
  readonly operation: string;
  readonly options: OperationOptions;
  readonly inputs: readonly Input[];
  readonly result: Sizes;
  readonly work: number;
}
const write = (from: Input): Call => ({
  operation: 'parquet.write',
  options: { path: path.join(folder, 'x.parquet') },
  inputs: [from],
  result: {},
  work: rows,
});
const CALLS: { readonly [name: string]: (() => Call) | undefined } = {
  sort: () => ({
    operation: 'table.sort',
    options: { keys: [{ column: 'x' }] },
    inputs: [input(table)],
    result: port,
    work: rows,
  }),
  join: () => ({
    operation: 'table.join',
    options: { on: [{ left: 'key', right: 'key' }], how: 'inner' },
    inputs: [input(table), input(cut(numbers(rows), Number(pieces)))],
    result: { rows, bytes: 1.5 * bytes },
    work: rows,
  }),
  write: () => write(input(table)),
  texts: () => write(input(table)),
  'streamed texts': () => write(streamedTexts(rows, 4)),
  build: () => ({
    operation: 'graph.build',
    options: { src: 'key', dst: 'key' },
    inputs: [input(table)],
    result: {},
    work: rows,
  }),
};
const make = CALLS[name];
const call = make?.();
if (!call) throw new Error(`no call ${name}`);
const bound = await bind(call.operation, call.options, call.inputs);
if ('declined' in bound) throw new Error(bound.reason);
const statistics = { ports: call.inputs.map(() => port), result: call.result, work: call.work };
const predicted = bound.kernel.estimate?.(statistics).peakBytes ?? 0;
const before = used();
let [most, last] = [0, 0];
const result = await bound.call(call.operation.startsWith('table.') ? HEAP_ARROW : undefined, () => {
  // Garbage is collected before every look, which takes a while.
  if (performance.now() - last > 25) {
    most = Math.max(most, used() - before);
    last = performance.now();
  }
  return undefined;
});
most = Math.max(most, used() - before);
stdout.write(JSON.stringify({ predicted, most, held: result.replica.bytes ?? 0 }));
rmSync(folder, { recursive: true });
