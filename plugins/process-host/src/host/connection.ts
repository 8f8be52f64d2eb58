import type { Socket } from 'node:net';
import { totalmem } from 'node:os';
import { fromErrorRecord, ParquetFrameError, type JsonObject } from '@parquetframe/core/engine';
import type { HostSettings } from '../options.js';
import { CONTROL_SLOTS } from '../wire/control-words.js';
import { makeChannel, type Channel } from '../wire/channel.js';
import { FrameReader } from '../wire/frame-reader.js';
import type { Frame } from '../wire/frame.js';
import { readBoolean, readCount, readNumber, readObject, readText } from '../wire/read.js';
import { makeHeartbeat } from './heartbeat.js';
import { Slots } from './slots.js';
import { describeExit, type SpawnedChild } from './spawn.js';

/** Ids are compared as 32-bit words in shared memory. */
const LAST_ID = 2 ** 31 - 1;

/** A process without its connections is killed after this many milliseconds. */
const ENDING = 1_000;

export interface Answer {
  readonly header: JsonObject;
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
}

export interface AskOptions {
  readonly buffers?: readonly ArrayBufferView[];
  /** milliseconds for the answer; without one only a hang or the caller's signal ends the wait */
  readonly deadline?: number;
  /** makes it cancellable: the child gets a word in shared memory and a signal */
  readonly signal?: AbortSignal;
  progress?(fraction: number): void;
  /** false while the child starts: loading an engine may take its event loop for long */
  readonly watch?: boolean;
}

export interface Connection {
  readonly pid: number;
  /** for tests: a reader that stands still */
  readonly answers: Pick<Socket, 'pause' | 'resume'>;
  /** why it is over; undefined while it is not */
  readonly over: ParquetFrameError | undefined;
  /** @throws ParquetFrameError what the child answered, `ABORTED`, or `ENGINE_CRASH` when the child is gone */
  ask(type: string, fields: JsonObject, options?: AskOptions): Promise<Answer>;
  /** A message that has no answer; nothing happens when the child is gone. */
  tell(type: string, fields: JsonObject): void;
  /** Kills a child that cannot be trusted any more, and waits for its end. */
  fail(why: string): Promise<ParquetFrameError>;
  /** Lets the child close its engine and waits for its end; kills it when it is late. */
  close(): Promise<void>;
}

export interface ConnectionEvents {
  /** the child is gone and nobody asked for it */
  crashed(error: ParquetFrameError, reason: string): void;
  /** its engine said that a space of its own is lost */
  lost(space: string): void;
}

interface Pending {
  readonly type: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly progress: ((fraction: number) => void) | undefined;
  readonly bodies: Uint8Array<ArrayBuffer>[];
  header: JsonObject | undefined;
  bytes: number;
}

export function openConnection(
  engine: string,
  child: SpawnedChild,
  settings: HostSettings,
  events: ConnectionEvents,
): Connection {
  const { process, pid } = child;
  const requests: Channel = makeChannel(child.requests, settings.limits);
  const control: Channel = makeChannel(child.control, settings.limits);
  const pending = new Map<number, Pending>();
  const slots = new Slots(CONTROL_SLOTS);
  let next = 1;
  let killed: string | undefined;
  let closing = false;
  let ending: NodeJS.Timeout | undefined;
  let over: ParquetFrameError | undefined;

  /** The child cannot be trusted any more. What waits is told when it has really ended, so that nothing of it still runs. */
  const kill = (why: string): void => {
    if (over !== undefined || killed !== undefined) return;
    killed = why;
    heartbeat.stop();
    process.ref();
    process.kill('SIGKILL');
  };
  const heartbeat = makeHeartbeat(settings.hangDeadline, beat => void control.send({ type: 'ping', beat }), kill);

  const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
    heartbeat.stop();
    clearTimeout(ending);
    const doing = [...new Set([...pending.values()].map(({ type }) => type))].join(', ');
    const reason = killed === undefined ? `ended ${describeExit(code, signal)}` : `${killed} and was killed`;
    over = closing
      ? new ParquetFrameError('CLOSED', `${engine} was closed`)
      : new ParquetFrameError('ENGINE_CRASH', `${engine}: its process ${pid} ${reason}${doing && ` during ${doing}`}`, {
          details: { engine, pid, exitCode: code, signal, reason: killed ?? null, lastOutput: [...child.lastLines] },
        });
    child.requests.destroy();
    child.answers.destroy();
    child.control.destroy();
    for (const waiting of pending.values()) waiting.reject(over);
    pending.clear();
    if (!closing) events.crashed(over, reason);
  };

  const settle = (id: number): void => {
    pending.delete(id);
    if (pending.size > 0) return;
    heartbeat.rest();
    child.answers.unref();
  };

  const onAnswer = ({ header, body, more }: Frame): void => {
    const id = readCount(header, 'id');
    const waiting = pending.get(id);
    if (waiting === undefined) return kill('answered something that was not asked');
    // A message that is given up half-way ends with a frame that says so.
    if (waiting.header === undefined || header['ok'] === false) waiting.header = header;
    if (body !== undefined) {
      waiting.bodies.push(body);
      waiting.bytes += body.byteLength;
      if (waiting.bytes > totalmem()) return kill('sent more than this machine’s memory');
    }
    if (more) return;
    const answer = waiting.header;
    settle(id);
    if (readBoolean(answer, 'ok')) waiting.resolve({ header: answer, bodies: waiting.bodies });
    else waiting.reject(errorFrom(readObject(answer, 'error')));
  };

  const onControl = ({ header }: Frame): void => {
    switch (readText(header, 'type')) {
      case 'pong':
        return heartbeat.pong(readCount(header, 'beat'), readCount(header, 'turn'));
      case 'progress':
        return pending.get(readCount(header, 'call'))?.progress?.(readNumber(header, 'fraction'));
      case 'cancelled':
        return slots.release(readCount(header, 'slot'));
      case 'lost':
        return events.lost(readText(header, 'space'));
      default:
        return kill('sent a control message that is not of the protocol');
    }
  };

  /** Whatever is wrong with a chunk, the child that sent it is at fault. */
  const reading = (reader: FrameReader) => (chunk: Buffer) => {
    if (killed !== undefined || over !== undefined) return;
    try {
      reader.push(chunk);
    } catch (error) {
      kill(`broke the protocol: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  child.onAnswers(reading(new FrameReader(settings.limits, onAnswer)));
  const misplaced = (): void => kill('broke the protocol: it answered on the connection for requests');
  child.requests.on('data', reading(new FrameReader({ ...settings.limits, body: 0 }, misplaced)));
  child.control.on('data', reading(new FrameReader({ ...settings.limits, body: 0 }, onControl)));
  for (const socket of [child.requests, child.answers, child.control]) {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (over !== undefined) return;
      process.ref();
      // Most likely it is ending, and its exit status says more than a kill would.
      ending ??= setTimeout(() => process.kill('SIGKILL'), ENDING);
    });
  }
  if (process.exitCode !== null || process.signalCode !== null) finish(process.exitCode, process.signalCode);
  else process.once('exit', finish);

  const ask = async (type: string, fields: JsonObject, options: AskOptions = {}): Promise<Answer> => {
    const { signal, deadline } = options;
    if (over !== undefined) throw over;
    if (signal?.aborted) throw aborted(type);
    const slot = signal === undefined ? undefined : slots.take();
    if (signal !== undefined && slot === undefined)
      throw new ParquetFrameError('ENGINE_UNAVAILABLE', `${engine}: more than ${CONTROL_SLOTS} calls at once`);
    const id = next;
    next = (next % LAST_ID) + 1;
    const cleanUps: (() => void)[] = [];
    const answered = new Promise<Answer>((resolve, reject) => {
      pending.set(id, { type, resolve, reject, progress: options.progress, bodies: [], header: undefined, bytes: 0 });
    });
    // The child may end while its answer is not yet waited for.
    answered.catch(() => undefined);
    if (pending.size === 1) {
      child.answers.ref();
    }
    if (options.watch !== false) heartbeat.start();
    if (deadline !== undefined) {
      const late = setTimeout(() => kill(`did not answer ${type} within ${deadline} ms`), deadline);
      cleanUps.push(() => clearTimeout(late));
    }
    if (signal !== undefined && slot !== undefined) {
      const cancel = (): void => {
        slots.hold(slot);
        void control.send({ type: 'cancel', call: id, slot });
        const grace = setTimeout(
          () => kill(`did not stop ${type} within ${settings.grace} ms of its cancellation`),
          settings.grace,
        );
        cleanUps.push(() => clearTimeout(grace));
      };
      signal.addEventListener('abort', cancel, { once: true });
      cleanUps.push(
        () => signal.removeEventListener('abort', cancel),
        () => slots.release(slot),
      );
    }
    try {
      await requests.send({ ...fields, id, type, ...(slot === undefined ? {} : { slot }) }, options.buffers);
      return await answered;
    } catch (error) {
      settle(id);
      throw error;
    } finally {
      for (const cleanUp of cleanUps) cleanUp();
    }
  };

  return {
    pid,
    answers: child.answers,
    get over() {
      return over;
    },
    ask,
    tell(type, fields) {
      if (over === undefined && killed === undefined) void requests.send({ ...fields, type });
    },
    async fail(why) {
      const exited = new Promise(resolve => process.once('exit', resolve));
      kill(why);
      if (over === undefined) await exited;
      return over ?? new ParquetFrameError('ENGINE_CRASH', `${engine}: its process ${pid} ${why}`);
    },
    async close() {
      if (over !== undefined) return;
      const exited = new Promise(resolve => process.once('exit', resolve));
      closing = true;
      process.ref();
      const late = setTimeout(() => process.kill('SIGKILL'), settings.messageDeadline);
      void ask('close', {}).catch(() => undefined);
      await exited;
      clearTimeout(late);
    },
  };
}

const aborted = (type: string): ParquetFrameError => new ParquetFrameError('ABORTED', `${type} was aborted before it began`);

const errorFrom = (record: JsonObject): ParquetFrameError =>
  fromErrorRecord({
    code: readText(record, 'code'),
    message: readText(record, 'message'),
    details: readObject(record, 'details'),
    cause: typeof record['cause'] === 'string' ? record['cause'] : null,
  });
