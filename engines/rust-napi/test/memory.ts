/** Run in a process of its own: what a native build predicts to take at most, and what it took. */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { createRuntime } from '@parquetframe/core';
import { isDecline, tableData, type CostEstimate, type EngineModule, type SimpleTypeId } from '@parquetframe/core/engine';
import rustNapi from '@parquetframe/engine-rust-napi';

const [, , ids = 'dense', count = '0'] = argv;
const edges = Number(count);
const vertices = edges / 8;

/** The engine, and what it estimated last. */
function observed(engine: EngineModule): { readonly module: EngineModule; readonly last: () => CostEstimate | undefined } {
  let last: CostEstimate | undefined;
  const module: EngineModule = {
    ...engine,
    async open(context) {
      const opened = await engine.open(context);
      return {
        transfers: opened.transfers,
        covers: step => opened.covers(step),
        [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
        async bind(fragment, sources) {
          const kernel = await opened.bind(fragment, sources);
          if (isDecline(kernel)) return kernel;
          return { ...kernel, estimate: statistics => (last = kernel.estimate?.(statistics) ?? { seconds: 0, peakBytes: 0 }) };
        },
      };
    },
  };
  return { module, last: () => last };
}

/** Bytes of a line of /proc/self/status. */
function memory(field: 'VmHWM' | 'VmRSS'): number {
  const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(line?.[1]) * 1024;
}

function column(
  type: SimpleTypeId,
  seed: number,
): { readonly type: { readonly id: SimpleTypeId }; readonly values: ArrayBufferView } {
  const values = type === 'int64' ? new BigInt64Array(edges) : new Uint32Array(edges);
  let state = seed;
  for (let edge = 0; edge < edges; edge++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const vertex = Math.floor((state / 2 ** 32) * vertices);
    if (values instanceof BigInt64Array) values[edge] = BigInt(vertex) * 1_000_003n;
    else values[edge] = vertex;
  }
  return { type: { id: type }, values };
}

const type = ids === 'dense' ? 'uint32' : 'int64';
const options = argv.slice(4);
const weights = { type: { id: 'float64' }, values: new Float64Array(edges).fill(0.5) } as const;
const columns = [column(type, 1), column(type, 2), ...(options.includes('weighted') ? [weights] : [])];
const table = tableData(
  columns.map((each, i) => ({ name: ['src', 'dst', 'weight'][i] ?? '', type: each.type, nullable: false })),
  [{ length: edges, columns: columns.map(({ values }) => ({ length: edges, nullCount: 0, buffers: [undefined, values] })) }],
);
const { module, last } = observed(rustNapi());
const pf = await createRuntime({ engines: [module], wisdom: 'off', uncertified: 'allow' });
const graph = pf.graph.fromEdges(pf.fromArrow(table), {
  directed: !options.includes('undirected'),
  ...(options.includes('weighted') ? { weight: 'weight' } : {}),
  ...(ids === 'dense' ? { ids: { dense: vertices } } : {}),
});
await graph.degree().explain();
globalThis.gc?.();
// Sets the high-water mark to what is used now.
writeFileSync('/proc/self/clear_refs', '5');
const before = memory('VmRSS');
await graph.facts();
stdout.write(JSON.stringify({ predicted: last()?.peakBytes ?? 0, most: memory('VmHWM') - before }));
await graph.close();
await pf.close();
