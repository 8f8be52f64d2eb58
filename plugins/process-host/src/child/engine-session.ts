import {
  addKinds,
  allocateShared,
  CONTRACT_VERSION,
  ParquetFrameError,
  ScratchFolders,
  type Engine,
  type EngineContext,
  type EngineModule,
  type EngineSettings,
  type Json,
  type JsonObject,
  type Transfer,
} from '@parquetframe/core/engine';
import type { Requests } from '../wire/requests.js';
import { decodeValue, encodeValue } from '../wire/value.js';
import { OWN_TRANSFERS } from './own-transfers.js';
import { sampleTransfer } from './samples.js';

/** Names that this protocol gives to the child's own memory; an engine cannot mint them. */
const RESERVED = new Set(['heap', 'shared', 'file']);

export interface EngineSession {
  readonly engine: Engine | undefined;
  readonly transfers: readonly Transfer[];
  /** the answer to `open` */
  readonly opened: JsonObject;
  close(): Promise<void>;
}

/** Loads, probes and opens an engine module. `budgets` gets those of the spaces that it mints. @throws ParquetFrameError `ENGINE_UNAVAILABLE`, `CONTRACT_VERSION` */
export async function openEngine(
  request: Requests['open'],
  lost: (space: string) => void,
  budgets: Map<string, unknown>,
): Promise<EngineSession> {
  const module = await loadModule(request.source.url, request.source.options);
  addKinds(module.kinds ?? []);
  const stop = new AbortController();
  const availability = await module.probe({ signal: stop.signal });
  if (request.probeOnly || !availability.available)
    return {
      engine: undefined,
      transfers: [],
      opened: { availability: encodeValue(availability) },
      close: () => Promise.resolve(),
    };
  const scratch = new ScratchFolders();
  const context: EngineContext = {
    space(name, { budget } = {}) {
      if (RESERVED.has(name)) throw new ParquetFrameError('INVALID_ARGUMENT', `an engine cannot mint a space named ${name}`);
      const space = `${module.manifest.id}/${name}`;
      if (budget !== undefined) budgets.set(space, budget);
      return space;
    },
    threads: request.threads,
    memory: request.memory,
    settings: decodeValue(request.settings) as EngineSettings,
    allocateShared,
    scratch: bytes => scratch.scratch(bytes),
    signal: stop.signal,
    lost,
    log: message => void process.stderr.write(`${message}\n`),
  };
  const engine = await module.open(context);
  const transfers = [...engine.transfers, ...OWN_TRANSFERS];
  const described = transfers.map(transfer => ({
    kind: transfer.kind,
    from: transfer.from,
    to: transfer.to,
    alias: transfer.alias,
    estimate: sampleTransfer(transfer),
  }));
  return {
    engine,
    transfers,
    opened: { availability: encodeValue(availability), engine: module.manifest.id, transfers: described },
    async close() {
      stop.abort();
      await engine[Symbol.asyncDispose]();
      await scratch.close();
    },
  };
}

async function loadModule(url: string, options: Json): Promise<EngineModule> {
  let exported: unknown;
  try {
    exported = await import(url);
  } catch (error) {
    throw new ParquetFrameError('ENGINE_UNAVAILABLE', `the engine module ${url} cannot be loaded: ${String(error)}`);
  }
  const make = typeof exported === 'object' && exported !== null && 'default' in exported ? exported.default : undefined;
  if (typeof make !== 'function')
    throw new ParquetFrameError('ENGINE_UNAVAILABLE', `the engine module ${url} has no function as its default export`);
  const module: unknown = await (make as (options: Json) => unknown)(options);
  if (typeof module !== 'object' || module === null || !('contract' in module) || module.contract !== CONTRACT_VERSION)
    throw new ParquetFrameError('CONTRACT_VERSION', `${url} does not give an engine of contract version ${CONTRACT_VERSION}`);
  return module as EngineModule;
}
