import {
  ParquetFrameError,
  isParquetFrameError,
  type Availability,
  type EngineContext,
  type EngineModule,
} from '@parquetframe/core/engine';
import type { HostSettings } from '../options.js';
import { ProtocolError } from '../wire/protocol-error.js';
import { readObjects } from '../wire/read.js';
import { requestJson, type RequestType, type Requests } from '../wire/requests.js';
import { encodeValue } from '../wire/value.js';
import { readAvailability, readBudgets, readTransfer, type InnerTransfer } from './answers.js';
import { openConnection, type Connection, type ConnectionEvents } from './connection.js';
import type { Answer, AskOptions } from './pending.js';
import { spawnChild, type Program } from './spawn.js';

/** Who hears of a child: another one when a child that was probed is opened. */
export interface Listener extends ConnectionEvents {
  /** its engine has minted a space with a budget of its own */
  minted(space: string, budget: unknown): void;
  log(line: string): void;
}

/** A child that is running and has no engine open. */
export interface Child {
  readonly connection: Connection;
  listener: Listener;
  /** Asks, and reads the answer with `read`; an answer that cannot be read is a crash. @throws ParquetFrameError */
  ask<T extends RequestType, R>(type: T, request: Requests[T], read: (answer: Answer) => R, options?: AskOptions): Promise<R>;
}

/** One child with its engine open: an incarnation. What was made in one is unknown in the next. */
export interface Session extends Pick<Child, 'connection' | 'ask'> {
  readonly availability: Availability;
  readonly transfers: readonly InnerTransfer[];
}

/**
 * Starts a child and meets it.
 * @param engine id of the isolated engine, for messages
 * @throws ParquetFrameError `ENGINE_CRASH` when it ends or is late, `ABORTED`
 */
export async function startChild(
  engine: string,
  program: Program,
  settings: HostSettings,
  first: Listener,
  signal: AbortSignal,
): Promise<Child> {
  let listener = first;
  const spawned = await spawnChild(engine, program, settings, line => listener.log(line), signal).catch((error: unknown) => {
    if (isParquetFrameError(error) && error.category === 'crash') listener.crashed(error, error.message);
    throw error;
  });
  const connection = openConnection(engine, spawned, settings, {
    crashed: (error, reason) => listener.crashed(error, reason),
    lost: space => listener.lost(space),
  });
  return {
    connection,
    get listener() {
      return listener;
    },
    set listener(next) {
      listener = next;
    },
    async ask(type, fields, read, options) {
      const answer = await connection.ask(type, requestJson(fields), options);
      try {
        for (const { space, budget } of readBudgets(answer.header['spaces'])) listener.minted(space, budget);
        return read(answer);
      } catch (error) {
        if (error instanceof ProtocolError) throw await connection.fail(`broke the protocol: ${error.message}`);
        throw error;
      }
    },
  };
}

export interface OpenRequest {
  readonly source: EngineModule['source'];
  readonly settings: HostSettings;
  /** ends the start, and the child with it */
  readonly signal: AbortSignal;
  /** undefined: only probe */
  readonly context: Pick<EngineContext, 'threads' | 'memory' | 'settings'> | undefined;
}

/** Loads, probes and opens the engine in a child; the child is gone when this throws. @throws ParquetFrameError as the child, `ENGINE_CRASH`, `CLOSED` */
export async function openSession(
  { connection, ask }: Child,
  { source, settings, signal, context }: OpenRequest,
): Promise<Session> {
  const stop = (): void => void connection.close(0);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    const opened = await ask(
      'open',
      {
        source,
        probeOnly: context === undefined,
        threads: context?.threads ?? 1,
        memory: context?.memory ?? 0,
        settings: encodeValue(context?.settings ?? {}),
      },
      ({ header }) => {
        const availability = readAvailability(header['availability']);
        const open = context !== undefined && availability.available;
        return { availability, transfers: open ? readObjects(header, 'transfers').map(readTransfer) : [] };
      },
      { deadline: settings.startDeadline, watch: false },
    );
    return { connection, ...opened, ask };
  } catch (error) {
    await connection.close();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** @throws ParquetFrameError with the code of the answer when the engine is not available in there */
export async function requireAvailable(engine: string, session: Session): Promise<Session> {
  const { availability, connection } = session;
  if (availability.available) return session;
  await connection.close();
  throw new ParquetFrameError(availability.code, `${engine}: ${availability.reason}. ${availability.remedy}`, {
    details: { engine },
  });
}
