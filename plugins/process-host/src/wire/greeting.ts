import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.js';
import { ParquetFrameError, type Json } from '@parquetframe/core/engine';
import { encodePrefix, PROTOCOL_VERSION, PROTOCOL_VERSIONS, type Frame, type FrameLimits } from './frame.js';
import { ProtocolError } from './protocol-error.js';

/** A greeting is small; nobody gets room for more before the token was seen. */
const greetingLimits = (limits: FrameLimits): FrameLimits => ({ header: Math.min(limits.header, 4_096), body: 0 });

export function sameToken(expected: string, received: unknown): boolean {
  if (typeof received !== 'string') return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(received)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The highest version that both ends speak. An end that names none speaks the first. */
function commonVersion(offered: Json | undefined): number | undefined {
  const versions = offered === undefined ? [PROTOCOL_VERSION] : Array.isArray(offered) ? (offered as readonly Json[]) : [];
  return PROTOCOL_VERSIONS.filter(version => versions.includes(version)).sort((a, b) => b - a)[0];
}
const versionText = (offered: Json | undefined): string =>
  Array.isArray(offered) ? offered.join(', ') : JSON.stringify(offered);

export interface Acceptor {
  /** The first connection that showed the token; later ones are refused, for a token is good for one use. Rejects with `CONTRACT_VERSION` when it speaks no version of ours. */
  readonly connection: Promise<Socket>;
  close(): void;
}

/**
 * Waits on a Unix socket for the one connection whose first frame is `hello` with the right token. Others are closed and waiting goes on: a stranger can neither
 * get in nor keep the right one out.
 */
export async function acceptOne(
  path: string,
  token: string,
  limits: FrameLimits,
  refused: (why: string) => void = () => undefined,
): Promise<Acceptor> {
  const waiting = new Set<Socket>();
  let accept: (socket: Socket) => void = () => undefined;
  let fail: (error: ParquetFrameError) => void = () => undefined;
  const connection = new Promise<Socket>((resolve, reject) => {
    [accept, fail] = [resolve, reject];
  });
  // Whoever waits for it hears of it; until then it is nobody's.
  connection.catch(() => undefined);
  let taken = false;
  const server: Server = createServer(socket => {
    waiting.add(socket);
    const refuse = (why: string): void => {
      waiting.delete(socket);
      socket.destroy();
      refused(why);
    };
    const hello = (frame: Frame): void => {
      if (frame.header['type'] !== 'hello' || !sameToken(token, frame.header['token'])) return refuse('wrong token');
      if (taken) return refuse('the token was used before');
      taken = true;
      waiting.delete(socket);
      socket.off('data', read);
      const version = commonVersion(frame.header['protocol']);
      if (version === undefined) {
        const reason = `the other end speaks protocol version ${versionText(frame.header['protocol'])}, this end ${PROTOCOL_VERSIONS.join(', ')}`;
        socket.end(encodePrefix({ type: 'refused', reason }, 0, false, limits));
        return fail(new ParquetFrameError('CONTRACT_VERSION', `${reason}; install versions that belong together`));
      }
      socket.write(encodePrefix({ type: 'welcome', protocol: version }, 0, false, limits));
      accept(socket);
    };
    const reader = new FrameReader(greetingLimits(limits), hello);
    const read = (chunk: Buffer): void => {
      try {
        reader.push(chunk);
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error));
      }
    };
    socket.on('data', read);
    socket.on('error', () => waiting.delete(socket));
    socket.on('close', () => waiting.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  server.unref();
  return {
    connection,
    close: () => {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

/**
 * The connecting side of a greeting. Shows the token and gives a sink for all that is read: what comes after the welcome goes on to `next`, even when it came
 * together with it.
 */
export function greet(
  write: (bytes: Buffer) => void,
  token: string,
  limits: FrameLimits,
  next: (chunk: Buffer) => void = () => undefined,
): { readonly welcomed: Promise<void>; readonly read: (chunk: Buffer) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const welcomed = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  let done = false;
  const reader = new FrameReader(greetingLimits(limits), ({ header }) => {
    done = header['type'] === 'welcome' && commonVersion([header['protocol'] ?? PROTOCOL_VERSION]) !== undefined;
    if (done) resolve();
    else if (header['type'] === 'refused')
      reject(new ProtocolError(`the other end refused: ${JSON.stringify(header['reason'] ?? null)}`));
    else reject(new ProtocolError('the other end did not answer the greeting'));
    reader.stop();
  });
  write(encodePrefix({ type: 'hello', token, protocol: PROTOCOL_VERSIONS }, 0, false, limits));
  const greeting = (chunk: Buffer): Buffer | undefined => {
    try {
      return reader.push(chunk);
    } catch (error) {
      reject(error);
      return undefined;
    }
  };
  return {
    welcomed,
    read: chunk => {
      const rest = done ? chunk : greeting(chunk);
      if (done && rest !== undefined) next(rest);
    },
  };
}
