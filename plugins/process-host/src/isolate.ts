import {
  CONTRACT_VERSION,
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
import { openSession, requireAvailable, startChild, type Listener } from './host/session.js';
import { makeSpaces } from './host/spaces.js';
import { makeStandby, type Standby } from './host/standby.js';
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
  const settings = hostSettings(options);
  const id = options.id ?? `${engine.manifest.id}@process`;
  const standby = makeStandby();
  const manifest: EngineManifest = { ...engine.manifest, id };
  return {
    contract: CONTRACT_VERSION,
    manifest,
    ...(engine.certificate === undefined ? {} : { certificate: certificateFor(id, engine.certificate) }),
    source: { url: new URL('./isolated.js', import.meta.url).href, options: sourceOptions(engine, options) },
    // Its probe starts the process: on a loaded machine that may take longer than an engine in this one needs.
    probeLimit: settings.startDeadline,
    ...(options.quarantine === undefined ? {} : { quarantine: options.quarantine }),
    probe: ({ signal }) => probe({ id, engine, settings, standby, signal }),
    open: context => open({ id, manifest, engine, settings, standby, context, started: hooks.started }),
  };
}

const certificateFor = (id: string, certificate: Certificate): Certificate => ({ ...certificate, engine: id });

/** Manifest, certificate and options are plain JSON. */
const sourceOptions = ({ manifest, certificate, source }: IsolatedEngine, options: IsolateOptions): Json =>
  ({ engine: { manifest, source, ...(certificate === undefined ? {} : { certificate }) }, options }) as unknown as Json;

/** What one isolated engine consists of. */
interface Parts {
  readonly id: string;
  readonly engine: IsolatedEngine;
  readonly settings: HostSettings;
  readonly standby: Standby;
}

/** Asks the engine itself, in a child that waits a moment to be opened then. */
async function probe({ id, engine, settings, standby, signal }: Parts & { readonly signal: AbortSignal }): Promise<Availability> {
  const listener: Listener = {
    crashed: () => undefined,
    lost: () => undefined,
    log: () => undefined,
  };
  try {
    const child = await startChild(id, settings, listener, signal);
    const { availability } = await openSession(child, { source: engine.source, settings, signal, context: undefined });
    if (availability.available) standby.put(child);
    else void child.connection.close();
    return availability;
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

async function open({
  id,
  manifest,
  engine: { source },
  settings,
  standby,
  context,
  started,
}: Parts & {
  readonly manifest: EngineManifest;
  readonly context: EngineContext;
  readonly started: HostHooks['started'];
}): Promise<Engine> {
  const spaces = makeSpaces(context);
  const epochs = new Map<string, number>();
  const lost = (space: string): void => {
    epochs.set(space, (epochs.get(space) ?? 0) + 1);
    context.lost(space);
  };
  const listener: Listener = {
    crashed(error) {
      context.log(error.message);
      for (const space of spaces.known()) lost(space);
    },
    lost: space => lost(spaces.outwardSpace(space)),
    log: line => context.log(line),
  };
  const supervisor = makeSupervisor(id, async () => {
    const { signal } = context;
    const child = standby.take() ?? (await startChild(id, settings, listener, signal));
    child.listener = listener;
    const session = await requireAvailable(id, await openSession(child, { source, settings, signal, context }));
    started?.(session.connection.pid);
    return session;
  });
  const { transfers } = await supervisor.current();
  const host: EngineHost = { id, manifest, context, supervisor, spaces, epochs, messageDeadline: settings.messageDeadline };
  return {
    transfers: makeTransfers(host, transfers),
    // What the manifest claims. The engine's own answer needs its process: `bind` asks it there and declines.
    covers: step => (Object.hasOwn(manifest.operations, step.operation) ? 'alone' : 'no'),
    bind: fragment => bindKernel(host, fragment),
    [Symbol.asyncDispose]: () => supervisor.close(),
  };
}
