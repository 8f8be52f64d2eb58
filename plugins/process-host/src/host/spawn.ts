import { spawn, type ChildProcess } from 'node:child_process';
import { connect, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ParquetFrameError } from '@parquetframe/core/engine';
import type { HostSettings } from '../options.js';
import { acceptOne, greet } from '../wire/greeting.js';
import { childEnvironment } from './environment.js';
import { forwardLines } from './lines.js';
import { makeMeetingPlace } from './meeting-place.js';

const CHILD = fileURLToPath(new URL('../child.js', import.meta.url));
/** Bytes read at once from the data connection, into one buffer that is used again: small answers then cost no allocation. */
const READ_BYTES = 262_144;

/** A child with both its connections made, before the first message. */
export interface SpawnedChild {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly control: Socket;
  readonly data: Socket;
  /** Chunks of the data connection go here; they are borrowed for the time of the call. */
  onData: (chunk: Buffer) => void;
  /** the last lines that the child wrote to its standard error */
  readonly lastLines: readonly string[];
}

/**
 * Starts a child and meets it. Its standard streams are plain logs; the token goes through its standard input.
 * @throws ParquetFrameError `ENGINE_CRASH` when it ends or says nothing before the start deadline
 */
export async function spawnChild(
  engine: string,
  settings: HostSettings,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<SpawnedChild> {
  const place = await makeMeetingPlace();
  const cleanUps: (() => void)[] = [];
  let child: ChildProcess | undefined;
  try {
    const acceptor = await acceptOne(place.control, place.token, settings.limits, why => log(`refused a connection: ${why}`));
    cleanUps.push(acceptor.close);
    child = spawn(process.execPath, [...settings.execArgv, CHILD], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: childEnvironment(process.env, settings.inheritEnvironment, settings.environment),
      windowsHide: true,
    });
    const { stdin, stdout, stderr, pid } = child;
    const ended = ending(engine, child, settings.startDeadline, signal, cleanUps);
    if (!stdin || !stdout || !stderr || pid === undefined) return await ended;
    const lastLines: string[] = [];
    const prefix = `[${pid}] `;
    forwardLines(stdout, line => log(prefix + line));
    forwardLines(stderr, line => {
      lastLines.push(line);
      if (lastLines.length > 10) lastLines.shift();
      log(prefix + line);
    });
    // Writing to a child that died at once fails; its end is what gets reported.
    stdin.on('error', () => undefined);
    stdin.end(`${JSON.stringify({ control: place.control, data: place.data, token: place.token, limits: settings.limits })}\n`);
    const control = await Promise.race([acceptor.connection, ended]);
    const spawned = { process: child, pid, control, lastLines, onData: (_: Buffer): void => undefined };
    const data = await Promise.race([connectData(place.data, chunk => spawned.onData(chunk)), ended]);
    const { welcomed, read } = greet(bytes => data.write(bytes), place.token, settings.limits);
    spawned.onData = read;
    await Promise.race([welcomed, ended]);
    unref(child, [control, data]);
    return Object.assign(spawned, { data });
  } catch (error) {
    child?.kill('SIGKILL');
    throw error;
  } finally {
    for (const cleanUp of cleanUps) cleanUp();
    await place.remove();
  }
}

/** Rejects when the child ends, cannot be started or is late. */
function ending(
  engine: string,
  child: ChildProcess,
  deadline: number,
  signal: AbortSignal,
  cleanUps: (() => void)[],
): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    const crash = (what: string): void =>
      reject(
        new ParquetFrameError('ENGINE_CRASH', `${engine}: its process ${what}`, { details: { engine, pid: child.pid ?? null } }),
      );
    const late = setTimeout(() => crash(`did not answer within ${deadline} ms of its start`), deadline);
    const exit = (code: number | null, signal: string | null): void => crash(`ended at its start, ${describeExit(code, signal)}`);
    const failed = (error: Error): void => crash(`could not be started: ${error.message}`);
    const stop = (): void => reject(new ParquetFrameError('ABORTED', `${engine}: its start was aborted`));
    child.once('exit', exit).once('error', failed);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    cleanUps.push(() => {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      child.off('exit', exit).off('error', failed);
      child.on('error', () => undefined);
    });
  });
  // It is raced against; when nothing waits for it any more its rejection is nobody's.
  ended.catch(() => undefined);
  return ended;
}

export const describeExit = (code: number | null, signal: string | null): string =>
  signal === null ? `with exit code ${String(code)}` : `by ${signal}`;

const connectData = (path: string, read: (chunk: Buffer) => void): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const socket = connect({
      path,
      onread: {
        buffer,
        callback: bytes => {
          read(bytes === READ_BYTES ? buffer : buffer.subarray(0, bytes));
          return true;
        },
      },
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });

/** An idle child keeps nobody alive: while something is asked of it, the connection holds the data socket. */
function unref(child: ChildProcess, sockets: readonly Socket[]): void {
  child.unref();
  for (const socket of sockets) socket.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
}
