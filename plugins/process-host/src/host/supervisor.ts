import { ParquetFrameError } from '@parquetframe/core/engine';
import type { Session } from './session.js';

/** Keeps at most one child; starts the next one when the last has died and something is asked. */
export interface Supervisor {
  /** @throws ParquetFrameError `CLOSED`, or why the child does not start */
  current(): Promise<Session>;
  /** the session if it is alive now */
  readonly live: Session | undefined;
  close(): Promise<void>;
}

export function makeSupervisor(engine: string, start: () => Promise<Session>): Supervisor {
  let session: Promise<Session> | undefined;
  let live: Session | undefined;
  let closed = false;
  const begin = async (): Promise<Session> => {
    try {
      live = await start();
      return live;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
  return {
    async current() {
      if (closed) throw new ParquetFrameError('CLOSED', `${engine} was closed`);
      if (session !== undefined && live?.connection.over !== undefined) session = live = undefined;
      session ??= begin();
      return await session;
    },
    get live() {
      return live?.connection.over === undefined ? live : undefined;
    },
    async close() {
      closed = true;
      const last = await session?.catch(() => undefined);
      await last?.connection.close();
    },
  };
}
