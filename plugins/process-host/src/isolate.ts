import path from 'node:path';
import {
  CONTRACT_VERSION,
  isParquetFrameError,
  packageModule,
  ParquetFrameError,
  received,
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
import type { Program } from './host/spawn.js';
import { hostSettings, quarantineOf, type HostHooks, type HostSettings, type IsolateOptions } from './options.js';
import { OWN } from './own-package.js';

/** What `isolate` needs of an engine module. None of its code is run in this process. */
export type IsolatedEngine = Pick<EngineModule, 'manifest' | 'certificate' | 'source' | 'kinds'>;

/** An engine that is a program of its own, in any language, which speaks the protocol. What it is and can is said on this side. */
export interface CommandEngine extends Pick<EngineModule, 'manifest' | 'certificate'> {
  /** absolute path of the program, and its arguments; no shell sees them */
  readonly command: readonly [program: string, ...arguments: string[]];
  /** what its `open` message gets as options; default none */
  readonly options?: Json;
}

/**
 * The same engine in a child process: a crash, a hang or a broken message there becomes `ENGINE_CRASH` here, and the next engine takes over. Its datasets stay in
 * the child; they are lost with it and rebuilt from their recipes. The child is started when the engine is opened, and again after a crash.
 *
 * The isolated engine has the id `<id>@process` and the certificate of the engine itself: its kernels are the same code, and that the transport changes no answer is
 * what the conformance kit shows, run on isolated engines in the tests of this package and when native engines are certified. `native` stays true for native
 * engines: PARQUETFRAME_DISABLE_RUST=1 means that none is run.
 *
 * @param engine an engine module, of which only manifest, certificate, source and kinds are used; or a command, for an engine that is a program of its own
 * @throws ParquetFrameError `INVALID_ARGUMENT`
 */
export function isolate(
  engine: IsolatedEngine | CommandEngine,
  options: IsolateOptions = {},
  hooks: HostHooks = {},
): EngineModule {
  const settings = hostSettings(options);
  checkEngine(engine);
  const id = options.id ?? `${engine.manifest.id}@process`;
  const quarantine = quarantineOf(options);
  const program = 'command' in engine ? checkCommand(engine.command, options) : undefined;
  const source = 'command' in engine ? { url: 'command:', options: engine.options ?? {} } : engine.source;
  const parts: Parts = { id, program, source, settings, standby: makeStandby() };
  const manifest: EngineManifest = { ...engine.manifest, id };
  return {
    contract: CONTRACT_VERSION,
    manifest,
    ...(engine.certificate === undefined ? {} : { certificate: certificateFor(id, engine.certificate) }),
    source: { url: packageModule(OWN, 'dist/isolated.js'), options: sourceOptions(engine, options) },
    ...('kinds' in engine ? { kinds: engine.kinds } : {}),
    ...(quarantine === undefined ? {} : { quarantine }),
    // Its probe starts the process: on a loaded machine that may take longer than an engine in this one needs.
    probeLimit: settings.startDeadline,
    // Kernels of another process have no runtime of this one.
    callsBack: false,
    probe: ({ signal }) => probe({ ...parts, signal }),
    open: context => open({ ...parts, manifest, context, started: hooks.started }),
  };
}

const certificateFor = (id: string, certificate: Certificate): Certificate => ({ ...certificate, engine: id });

/** What the compiler would have refused. @throws ParquetFrameError `INVALID_ARGUMENT` */
function checkEngine(engine: unknown): void {
  const hasMember = (of: unknown, name: string): boolean => typeof of === 'object' && of !== null && name in of;
  const manifest: unknown = typeof engine === 'object' && engine !== null && 'manifest' in engine ? engine.manifest : undefined;
  if (hasMember(manifest, 'id') && (hasMember(engine, 'source') || hasMember(engine, 'command'))) return;
  const what = typeof engine === 'function' ? 'a function; call it, as in isolate(rustNapi())' : received(engine);
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `isolate takes an engine module, as in isolate(rustNapi()), or a manifest and the command of a program; received ${what}`,
  );
}

/** No shell looks for it and no PATH is searched: what runs is what was named. */
function checkCommand(command: unknown, { execArgv }: IsolateOptions): readonly [string, ...string[]] {
  const wrong = (what: string): ParquetFrameError => new ParquetFrameError('INVALID_ARGUMENT', `isolate: ${what}`);
  if (!Array.isArray(command) || !command.every(part => typeof part === 'string'))
    throw wrong('command must be an array: the absolute path of a program, and its arguments, all strings');
  const [program, ...others] = command;
  if (program === undefined || !path.isAbsolute(program))
    throw wrong(`the program of a command must be an absolute path, received ${JSON.stringify(program ?? null)}`);
  if (execArgv !== undefined)
    throw wrong('execArgv is for engines that run in Node; the arguments of a command belong to the command');
  return [program, ...others];
}

/** Manifest, certificate and options are plain JSON. */
const sourceOptions = (engine: IsolatedEngine | CommandEngine, options: IsolateOptions): Json => {
  const { manifest, certificate } = engine;
  const origin = 'command' in engine ? { command: engine.command, options: engine.options ?? {} } : { source: engine.source };
  return { engine: { manifest, ...origin, ...(certificate === undefined ? {} : { certificate }) }, options } as unknown as Json;
};

/** What one isolated engine consists of. */
interface Parts {
  readonly id: string;
  /** undefined: the engine is loaded by a Node of ours */
  readonly program: Program;
  readonly source: EngineModule['source'];
  readonly settings: HostSettings;
  readonly standby: Standby;
}

/** Asks the engine itself, in a child that waits a moment to be opened then. */
async function probe({
  id,
  program,
  source,
  settings,
  standby,
  signal,
}: Parts & { readonly signal: AbortSignal }): Promise<Availability> {
  const nothing = (): void => undefined;
  const listener: Listener = { crashed: nothing, lost: nothing, minted: nothing, log: nothing };
  try {
    const child = await startChild(id, program, settings, listener, signal);
    const { availability } = await openSession(child, { source, settings, signal, context: undefined });
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
  program,
  source,
  manifest,
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
    minted: (space, budget) => void spaces.outwardSpace(space, budget),
    log: line => context.log(line),
  };
  const supervisor = makeSupervisor(id, async () => {
    const { signal } = context;
    const child = standby.take() ?? (await startChild(id, program, settings, listener, signal));
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
    bind: (fragment, sources) => bindKernel(host, fragment, sources),
    [Symbol.asyncDispose]: () => supervisor.close(),
  };
}
