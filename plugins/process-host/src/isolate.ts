import {
  CONTRACT_VERSION,
  decline,
  isParquetFrameError,
  type Availability,
  type Certificate,
  type Engine,
  type EngineContext,
  type EngineManifest,
  type EngineModule,
  type Json,
} from '@parquetframe/core/engine';
import type { EngineHost } from './host/engine-host.js';
import { bindKernel } from './host/kernel.js';
import { makeQuarantine, type Quarantine } from './host/quarantine.js';
import { requireAvailable, startSession } from './host/session.js';
import { makeSpaces } from './host/spaces.js';
import { makeSupervisor } from './host/supervisor.js';
import { makeTransfers } from './host/transfers.js';
import { hostSettings, type HostHooks, type HostSettings, type IsolateOptions } from './options.js';

/** What `isolate` needs of an engine module. None of its code is run in this process. */
export type IsolatedEngine = Pick<EngineModule, 'manifest' | 'certificate' | 'source'>;

/**
 * The same engine in a child process: a crash, a hang or a broken message there becomes `ENGINE_CRASH` here, and the next engine takes over. Its datasets stay in
 * the child; they are lost with it and rebuilt from their recipes. The child is started when the engine is opened, and again after a crash.
 *
 * The isolated engine has the id `<id>@process` and the certificate of the engine itself: its kernels are the same code, and that the transport changes no answer is
 * what the conformance kit shows, run on isolated engines in the tests of this package and when native engines are certified. `native` stays true for native
 * engines: PARQUETFRAME_DISABLE_RUST=1 means that none is run.
 *
 * @param engine an engine module; only its manifest, certificate and source are used
 */
export function isolate(engine: IsolatedEngine, options: IsolateOptions = {}, hooks: HostHooks = {}): EngineModule {
  const id = options.id ?? `${engine.manifest.id}@process`;
  const settings = hostSettings(options);
  const quarantine = makeQuarantine(id, settings.quarantine, hooks.now ?? Date.now);
  const manifest: EngineManifest = { ...engine.manifest, id };
  return {
    contract: CONTRACT_VERSION,
    manifest,
    ...(engine.certificate === undefined ? {} : { certificate: certificateFor(id, engine.certificate) }),
    source: { url: new URL('./isolated.js', import.meta.url).href, options: sourceOptions(engine, options) },
    probe: ({ signal }) => probe(id, engine, settings, quarantine, signal),
    open: context => open(id, manifest, engine, settings, quarantine, context, hooks.started),
  };
}

const certificateFor = (id: string, certificate: Certificate): Certificate => ({ ...certificate, engine: id });

/** Manifest, certificate and options are plain JSON. */
const sourceOptions = ({ manifest, certificate, source }: IsolatedEngine, options: IsolateOptions): Json =>
  ({ engine: { manifest, source, ...(certificate === undefined ? {} : { certificate }) }, options }) as unknown as Json;

/** Asks the engine itself, in a child that ends with the answer. */
async function probe(
  id: string,
  engine: IsolatedEngine,
  settings: HostSettings,
  quarantine: Quarantine,
  signal: AbortSignal,
): Promise<Availability> {
  const kept = quarantine.active();
  if (kept !== undefined) return { available: false, ...kept };
  try {
    const session = await startSession({
      engine: id,
      source: engine.source,
      settings,
      context: undefined,
      signal,
      log: () => undefined,
      events: { crashed: (_, reason) => void quarantine.crashed(reason), lost: () => undefined },
    });
    await session.connection.close();
    return session.availability;
  } catch (error) {
    if (!isParquetFrameError(error)) throw error;
    return {
      available: false,
      code: error.code,
      reason: error.message,
      remedy: 'Run the engine in this process to see the cause, or look at its output with NODE_DEBUG=parquetframe.',
    };
  }
}

async function open(
  id: string,
  manifest: EngineManifest,
  { source }: IsolatedEngine,
  settings: HostSettings,
  quarantine: Quarantine,
  context: EngineContext,
  started: HostHooks['started'],
): Promise<Engine> {
  const spaces = makeSpaces(context);
  const epochs = new Map<string, number>();
  const lost = (space: string): void => {
    epochs.set(space, (epochs.get(space) ?? 0) + 1);
    context.lost(space);
  };
  const supervisor = makeSupervisor(id, quarantine, async () => {
    const session = await startSession({
      engine: id,
      source,
      settings,
      context,
      signal: context.signal,
      log: line => context.log(line),
      events: {
        crashed(error, reason) {
          context.log(error.message);
          if (quarantine.crashed(reason)) context.log(`${id} is quarantined`);
          for (const space of spaces.known()) lost(space);
        },
        lost: space => lost(spaces.outwardSpace(space)),
      },
    });
    const available = requireAvailable(id, session);
    started?.(session.connection.pid);
    return available;
  });
  const { transfers } = await supervisor.current();
  const host: EngineHost = { id, manifest, context, supervisor, spaces, epochs, messageDeadline: settings.messageDeadline };
  return {
    transfers: makeTransfers(host, transfers),
    // What the manifest claims. The engine's own answer needs its process: `bind` asks it there and declines.
    covers: step => (Object.hasOwn(manifest.operations, step.operation) ? 'alone' : 'no'),
    async bind(fragment) {
      const kept = quarantine.active();
      if (kept !== undefined) return decline(kept.code, kept.reason, kept.remedy);
      return await bindKernel(host, fragment);
    },
    [Symbol.asyncDispose]: () => supervisor.close(),
  };
}
