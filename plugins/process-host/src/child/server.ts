import {
  HEAP_RECORD,
  heldReplica,
  isDecline,
  ParquetFrameError,
  sameResidency,
  type Decline,
  type Engine,
  type JsonObject,
  type Kernel,
  type KernelResult,
  type Replica,
  type Residency,
} from '@parquetframe/core/engine';
import type { ControlWords } from '../wire/control-words.js';
import type { Message } from '../wire/messages.js';
import { batchPayload, payloadOf, readPayload, recordPayload, type Payload } from '../wire/payload.js';
import { declineJson, requestFrom, slotFrom, type Requests, type RequestType, type WireInput } from '../wire/requests.js';
import { decodeValue, encodeValue } from '../wire/value.js';
import { BoundKernels } from './bound-kernels.js';
import { makeCall } from './call.js';
import { Cancellation } from './cancellation.js';
import { openEngine, type EngineSession } from './engine-session.js';
import { givenUpError } from './error-fields.js';
import { Handles } from './handles.js';

export interface Reply {
  readonly fields: JsonObject;
  readonly payload?: Payload;
  /** asked between the frames of the payload: true gives it up */
  readonly stop?: () => boolean;
}

export interface ServerEvents {
  progress(call: number, fraction: number): void;
  lost(space: string): void;
  /** the engine is open, and may take so many bytes */
  opened(memory: number): void;
}

/** Answers the host's requests with the engine of this process. One per process. */
export class Server {
  readonly #words: ControlWords;
  readonly #events: ServerEvents;
  readonly #handles = new Handles();
  readonly #kernels = new BoundKernels();
  readonly #calls = new Map<number, Cancellation>();
  /** of spaces that were minted since the last answer */
  readonly #budgets = new Map<string, unknown>();
  #session: EngineSession | undefined;

  constructor(words: ControlWords, events: ServerEvents) {
    this.#words = words;
    this.#events = events;
  }

  /** Word 0 of the call is set already, by the control thread. */
  cancel(call: number): void {
    this.#calls.get(call)?.cancel();
  }

  /** @throws whatever the engine throws, and TypeError for an unknown request */
  async answer(type: RequestType, id: number, message: Message): Promise<Reply> {
    const reply = await this.#answer(type, id, message);
    if (this.#budgets.size === 0) return reply;
    // The host hears of a space before of anything that lies in it.
    const spaces = [...this.#budgets].map(([space, budget]) => ({ space, budget: encodeValue(budget) }));
    this.#budgets.clear();
    return { ...reply, fields: { ...reply.fields, spaces } };
  }

  async #answer(type: RequestType, id: number, { header, bodies, givenUp }: Message): Promise<Reply> {
    if (givenUp) throw givenUpError();
    switch (type) {
      case 'open':
        return await this.#open(requestFrom(type, header));
      case 'covers':
        return { fields: { covers: this.#engine.covers(requestFrom(type, header).step) } };
      case 'bind':
        return { fields: await this.#kernels.bind(this.#engine, requestFrom(type, header)) };
      case 'unbind':
        await this.#kernels.unbind(requestFrom(type, header).kernel);
        return { fields: {} };
      case 'run':
        return await this.#run(id, slotFrom(header), requestFrom(type, header));
      case 'transfer':
        return await this.#transfer(id, slotFrom(header), requestFrom(type, header));
      case 'fetch':
        return this.#fetch(id, slotFrom(header), requestFrom(type, header));
      case 'store':
        return this.#store(requestFrom(type, header), bodies);
      case 'pull':
        return await this.#pull(requestFrom(type, header));
      case 'drop':
        await this.#handles.drop(requestFrom(type, header).handle);
        return { fields: {} };
      case 'close':
        await this.close();
        return { fields: {} };
    }
  }

  async close(): Promise<void> {
    for (const call of this.#calls.values()) call.cancel();
    await this.#handles.dropAll();
    await this.#session?.close();
  }

  get #engine(): Engine {
    const engine = this.#session?.engine;
    if (engine === undefined) throw new ParquetFrameError('ENGINE_UNAVAILABLE', 'the engine of this process is not open');
    return engine;
  }

  async #open(request: Requests['open']): Promise<Reply> {
    this.#session = await openEngine(request, space => this.#events.lost(space), this.#budgets);
    if (!request.probeOnly) this.#events.opened(request.memory);
    return { fields: this.#session.opened };
  }

  async #run(id: number, slot: number, request: Requests['run']): Promise<Reply> {
    const kernel = this.#kernels.get(request.kernel);
    return await this.#called(id, slot, request, call => kernel.run(call), {
      inputs: request.inputs,
      arguments: request.arguments.map(decodeValue),
      want: request.want,
    });
  }

  async #transfer(id: number, slot: number, request: Requests['transfer']): Promise<Reply> {
    const transfer = this.#session?.transfers[request.transfer];
    if (transfer === undefined) throw new ParquetFrameError('INTERNAL', `the engine has no transfer ${request.transfer}`);
    return await this.#called(id, slot, request, call => transfer.run(call, request.kind), {
      inputs: [request.input],
      arguments: [],
      want: transfer.to,
    });
  }

  async #called(
    id: number,
    slot: number,
    { threads, memory }: { readonly threads: number; readonly memory: number },
    work: (call: ReturnType<typeof makeCall>) => ReturnType<Kernel['run']>,
    parts: { readonly inputs: readonly WireInput[]; readonly arguments: readonly unknown[]; readonly want: Residency },
  ): Promise<Reply> {
    const ended = this.#words.running();
    const cancelled = this.#words.begin(slot, id);
    const cancellation = new Cancellation(cancelled);
    this.#calls.set(id, cancellation);
    try {
      const inputs = parts.inputs.map(input => this.#input(input));
      const call = makeCall({
        ...parts,
        inputs,
        threads,
        memory,
        cancelled,
        signal: () => cancellation.signal,
        progress: fraction => this.#events.progress(id, fraction),
      });
      return await this.#result(await work(call));
    } finally {
      ended();
      this.#calls.delete(id);
    }
  }

  #input(input: WireInput): Replica {
    return 'handle' in input
      ? this.#handles.get(input.handle)
      : heldReplica(input.residency, decodeValue(input.value), undefined);
  }

  async #result(answer: KernelResult | Decline): Promise<Reply> {
    if (isDecline(answer)) return { fields: { declined: declineJson(answer) } };
    const { replica, also, statistics, notes } = answer;
    const facts = { statistics: encodeValue(statistics ?? null), notes: encodeValue(notes ?? null) };
    // A record is small and of no use in here: it goes with the answer.
    if (sameResidency(replica.residency, HEAP_RECORD)) {
      const payload = recordPayload(replica.value);
      await replica.release();
      return { fields: { ...facts, replica: { residency: { ...HEAP_RECORD }, described: payload.described } }, payload };
    }
    return { fields: { ...facts, replica: this.#hold(replica), also: (also ?? []).map(other => this.#hold(other)) } };
  }

  #hold(replica: Replica): JsonObject {
    const { residency, bytes, value, deferred } = replica;
    return {
      residency: { ...residency },
      bytes: bytes ?? null,
      handle: this.#handles.keep(replica),
      ...(deferred === true ? { deferred } : {}),
      // A file is where it is for both processes.
      ...(residency.space === 'file' ? { value: encodeValue(value) } : {}),
    };
  }

  #fetch(id: number, slot: number, { handle, kind }: Requests['fetch']): Reply {
    const cancelled = this.#words.begin(slot, id);
    const payload = payloadOf(kind, this.#handles.get(handle).value);
    return { fields: { described: payload.described }, payload, stop: () => Atomics.load(cancelled, 0) !== 0 };
  }

  #store({ described, residency }: Requests['store'], bodies: readonly Uint8Array<ArrayBuffer>[]): Reply {
    const value = readPayload(described, bodies);
    const bytes = bodies.reduce((sum, body) => sum + body.byteLength, 0);
    return { fields: { replica: this.#hold(heldReplica(residency, value, bytes)) } };
  }

  async #pull({ handle }: Requests['pull']): Promise<Reply> {
    const ended = this.#words.running();
    const batch = await this.#handles.next(handle).finally(ended);
    if (batch === undefined) return { fields: { done: true } };
    const payload = batchPayload(batch);
    return { fields: { done: false, described: payload.described }, payload };
  }
}
