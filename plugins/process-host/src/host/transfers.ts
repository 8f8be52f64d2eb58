import {
  HEAP_ARROW,
  HEAP_BATCHES,
  HEAP_GRAPH,
  heapOf,
  heldReplica,
  kindCodecs,
  SHARED_ARROW,
  SHARED_GRAPH,
  type Kind,
  type Replica,
  type Residency,
  type Transfer,
} from '@parquetframe/core/engine';
import { payloadOf, readPayload } from '../wire/payload.js';
import { readObject } from '../wire/read.js';
import type { InnerTransfer } from './answers.js';
import { readReplica } from './answers.js';
import { callFields, childReplica, readResult, wireInput, type EngineHost } from './engine-host.js';
import { MESSAGE_SECONDS } from './kernel.js';
import type { Session } from './session.js';
import { childStream } from './stream.js';

/** Measured on 2 cores, see README; only a start: dispatch measures. */
const SECONDS_PER_BYTE = 1e-9;
const crossingCost = (bytes: number): { readonly seconds: number; readonly peakBytes: number } => ({
  seconds: MESSAGE_SECONDS + bytes * SECONDS_PER_BYTE,
  peakBytes: bytes,
});

/** Between this process and the child's memory, and the engine's own transfers inside the child. */
export function makeTransfers(host: EngineHost, inner: readonly InnerTransfer[]): readonly Transfer[] {
  return [
    fetching(host, 'table', HEAP_ARROW, HEAP_ARROW),
    fetching(host, 'table', SHARED_ARROW, HEAP_ARROW),
    fetching(host, 'graph', HEAP_GRAPH, HEAP_GRAPH),
    fetching(host, 'graph', SHARED_GRAPH, HEAP_GRAPH),
    storing(host, 'table', HEAP_ARROW),
    storing(host, 'graph', HEAP_GRAPH),
    streaming(host),
    ...kindCodecs().flatMap(codec => {
      const heap = heapOf(codec);
      return [fetching(host, codec.kind, heap, heap), storing(host, codec.kind, heap)];
    }),
    ...inner.map(transfer => insideTransfer(host, transfer)),
  ];
}

function fetching(host: EngineHost, kind: Kind['kind'], from: Residency, to: Residency): Transfer {
  return {
    kind,
    from: host.spaces.outward(from),
    to,
    alias: false,
    estimate: crossingCost,
    async run(call, of) {
      const { session, handle } = await located(host, call.inputs[0]);
      const replica = await session.ask(
        'fetch',
        { handle, kind },
        ({ header, bodies }): Replica => {
          const value = readPayload(readObject(header, 'described'), bodies, of.kind === 'table' ? of.schema : undefined);
          return heldReplica(
            to,
            value,
            bodies.reduce((sum, body) => sum + body.byteLength, 0),
          );
        },
        { signal: call.signal },
      );
      return { replica };
    },
  };
}

function storing(host: EngineHost, kind: Kind['kind'], residency: Residency): Transfer {
  return {
    kind,
    from: residency,
    to: host.spaces.outward(residency),
    alias: false,
    estimate: crossingCost,
    async run(call) {
      const session = await host.supervisor.current();
      const { described, buffers } = payloadOf(kind, call.inputs[0]?.value);
      const replica = await session.ask(
        'store',
        { described, residency },
        ({ header }) => childReplica(host, session, readReplica(header['replica'])),
        { signal: call.signal, buffers },
      );
      return { replica };
    },
  };
}

function streaming(host: EngineHost): Transfer {
  return {
    kind: 'table',
    from: host.spaces.outward(HEAP_BATCHES),
    to: HEAP_BATCHES,
    alias: false,
    estimate: crossingCost,
    async run(call, kind) {
      const { session, handle } = await located(host, call.inputs[0]);
      const stream = await childStream(session, handle, kind.kind === 'table' ? kind.schema : []);
      return { replica: heldReplica(HEAP_BATCHES, stream, undefined, () => stream.close()) };
    },
  };
}

function insideTransfer(host: EngineHost, transfer: InnerTransfer): Transfer {
  return {
    kind: transfer.kind,
    from: host.spaces.outward(transfer.from),
    to: host.spaces.outward(transfer.to),
    alias: transfer.alias,
    estimate(bytes) {
      const { seconds, peakBytes } = transfer.estimate(bytes);
      return { seconds: seconds + MESSAGE_SECONDS, peakBytes };
    },
    async run(call, kind) {
      const session = await host.supervisor.current();
      const [input] = call.inputs;
      if (input === undefined) throw new TypeError('a transfer needs its dataset');
      return await session.ask(
        'transfer',
        { transfer: transfer.index, input: wireInput(host, session, input), kind, ...callFields(call) },
        answer => readResult(host, session, answer),
        { signal: call.signal, keepsSlot: transfer.to.once === true, progress: fraction => call.progress(fraction) },
      );
    },
  };
}

/** The child that has a dataset, and its handle there. @throws ParquetFrameError `ENGINE_CRASH` when that child is gone */
async function located(
  host: EngineHost,
  replica: Replica | undefined,
): Promise<{ readonly session: Session; readonly handle: number }> {
  const session = await host.supervisor.current();
  const input = replica && wireInput(host, session, replica);
  if (input === undefined || !('handle' in input)) throw new TypeError('this dataset is not in the process of the engine');
  return { session, handle: input.handle };
}
