import {
  isParquetFrameError,
  ParquetFrameError,
  type Availability,
  type EngineContext,
  type EngineModule,
} from '@parquetframe/core/engine';
import type { HostSettings } from '../options.js';
import { ProtocolError } from '../wire/protocol-error.js';
import { readObjects } from '../wire/read.js';
import { requestJson, type RequestType, type Requests } from '../wire/requests.js';
import { encodeValue } from '../wire/value.js';
import { readAvailability, readTransfer, type InnerTransfer } from './answers.js';
import { openConnection, type Answer, type AskOptions, type Connection, type ConnectionEvents } from './connection.js';
import { spawnChild } from './spawn.js';

/** One child with its engine open: an incarnation. What was made in one is unknown in the next. */
export interface Session {
  readonly connection: Connection;
  readonly availability: Availability;
  readonly transfers: readonly InnerTransfer[];
  /** Asks, and reads the answer with `read`; an answer that cannot be read is a crash. @throws ParquetFrameError */
  ask<T extends RequestType, R>(type: T, request: Requests[T], read: (answer: Answer) => R, options?: AskOptions): Promise<R>;
}

export interface SessionRequest {
  /** id of the isolated engine, for messages */
  readonly engine: string;
  readonly source: EngineModule['source'];
  readonly settings: HostSettings;
  readonly events: ConnectionEvents;
  log(line: string): void;
  /** ends the start */
  readonly signal: AbortSignal;
  /** undefined: only probe */
  readonly context: Pick<EngineContext, 'threads' | 'memory' | 'settings'> | undefined;
}

/** @throws ParquetFrameError `ENGINE_CRASH` when the child ends or is late, `ENGINE_UNAVAILABLE` when the engine cannot be loaded */
export async function startSession(request: SessionRequest): Promise<Session> {
  const { engine, settings, context } = request;
  const child = await spawnChild(engine, settings, request.log, request.signal).catch((error: unknown) => {
    if (isParquetFrameError(error) && error.category === 'crash') request.events.crashed(error, error.message);
    throw error;
  });
  const connection = openConnection(engine, child, settings, request.events);
  const ask: Session['ask'] = async (type, fields, read, options) => {
    const answer = await connection.ask(type, requestJson(fields), options);
    try {
      return read(answer);
    } catch (error) {
      if (error instanceof ProtocolError) throw await connection.fail(`broke the protocol: ${error.message}`);
      throw error;
    }
  };
  const stop = (): void => void connection.close();
  request.signal.addEventListener('abort', stop, { once: true });
  try {
    const opened = await ask(
      'open',
      {
        source: request.source,
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
    request.signal.removeEventListener('abort', stop);
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
