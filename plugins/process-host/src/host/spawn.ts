import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { packageFile, ParquetFrameError } from '@parquetframe/core/engine';
import type { HostSettings } from '../options.js';
import { connectReading } from '../wire/connect.js';
import { PROTOCOL_VERSIONS } from '../wire/frame.js';
import { acceptOne, type Acceptor } from '../wire/greeting.js';
import { childEnvironment } from './environment.js';
import { forwardLines } from './lines.js';
import { OWN } from '../own-package.js';
import { makeMeetingPlace } from './meeting-place.js';

/** A program that speaks the protocol by itself, with its arguments; undefined: Node with our child, which loads an engine module. */
export type Program = readonly [string, ...string[]] | undefined;

/** A child with its connections made, before the first message. */
export interface SpawnedChild {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly control: Socket;
  /** only written to */
  readonly requests: Socket;
  /** only read from */
  readonly answers: Socket;
  /** Gives the chunks of `answers` to a reader, before anything is asked; they are borrowed for the time of the call. */
  onAnswers(read: (chunk: Buffer) => void, room: () => Buffer<ArrayBuffer> | undefined): void;
  /** the last lines that the child wrote to its standard error */
  readonly lastLines: readonly string[];
}

/**
 * Starts a child and meets it. Its standard streams are plain logs; the token goes through its standard input.
 * @throws ParquetFrameError `ENGINE_CRASH` when it ends or says nothing before the start deadline
 */
export async function spawnChild(
  engine: string,
  program: Program,
  settings: HostSettings,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<SpawnedChild> {
  const place = await makeMeetingPlace();
  const cleanUps: (() => void)[] = [];
  let child: ChildProcess | undefined;
  try {
    const refused = (why: string): void => log(`refused a connection: ${why}`);
    const accept = (path: string): Promise<Acceptor> => acceptOne(path, place.token, settings.limits, refused);
    const [forControl, forRequests] = await Promise.all([accept(place.control), accept(place.requests)]);
    cleanUps.push(forControl.close, forRequests.close);
    const [command, ...given] = program ?? [process.execPath, ...settings.execArgv, packageFile(OWN, 'dist/child.js')];
    child = spawn(command, given, {
      shell: false,
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
    const { control: controlPath, requests: requestsPath, answers: answersPath, token } = place;
    const boot = {
      protocol: PROTOCOL_VERSIONS,
      control: controlPath,
      requests: requestsPath,
      answers: answersPath,
      token,
      limits: settings.limits,
    };
    stdin.end(`${JSON.stringify(boot)}\n`);
    const [control, requests] = await Promise.race([Promise.all([forControl.connection, forRequests.connection]), ended]);
    let read: (chunk: Buffer) => void = () => undefined;
    let room: () => Buffer<ArrayBuffer> | undefined = () => undefined;
    const answers = await Promise.race([
      connectReading(
        answersPath,
        token,
        settings.limits,
        chunk => read(chunk),
        () => room(),
      ),
      ended,
    ]);
    unref(child, [control, requests, answers]);
    const onAnswers: SpawnedChild['onAnswers'] = (...reader) => {
      [read, room] = reader;
    };
    return { process: child, pid, lastLines, control, requests, answers, onAnswers };
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

/** An idle child keeps nobody alive: while something is asked of it, the connection holds the data socket. */
function unref(child: ChildProcess, sockets: readonly Socket[]): void {
  child.unref();
  for (const socket of sockets) socket.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
}
