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
import { abortedBefore, Pending, type Answer, type AskOptions, type Waiting } from './pending.js';
import { Slots } from './slots.js';
import { describeExit, type SpawnedChild } from './spawn.js';

/** Ids are compared as 32-bit words in shared memory. */
const LAST_ID = 2 ** 31 - 1;

/** More than this in one answer is not an answer. Asked once: the system is slow to say it. */
const MEMORY = totalmem();

/** A process without its connections is killed after this many milliseconds. */
const ENDING = 1_000;

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
  /** The result of a call that keeps its slot is gone. What is told before is heard before the slot is used again. */
  releaseSlot(slot: number): void;
  /** Kills a child that cannot be trusted any more, and waits for its end. */
  fail(why: string): Promise<ParquetFrameError>;
  /** Lets the child close its engine and waits for its end; kills it when it is late. @param patience milliseconds; default the deadline of messages */
  close(patience?: number): Promise<void>;
}

export interface ConnectionEvents {
  /** the child is gone and nobody asked for it */
  crashed(error: ParquetFrameError, reason: string): void;
  /** its engine said that a space of its own is lost */
  lost(space: string): void;
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
  /** it took more than its budget, and ends itself */
  let exceeded: { readonly bytes: number; readonly limit: number } | undefined;

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
    const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
    over = closing
      ? new ParquetFrameError('CLOSED', `${engine} was closed`)
      : exceeded !== undefined
        ? new ParquetFrameError(
            'OUT_OF_MEMORY',
            `${engine}: its process took ${megabytes(exceeded.bytes)}, which is more than the budget leaves it (${megabytes(exceeded.limit)}), and was ended${doing && ` during ${doing}`}`,
            { details: { engine, pid, ...exceeded } },
          )
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
      if (waiting.bytes > MEMORY) return kill('sent more than this machine’s memory');
    }
    if (more) return;
    const answer = waiting.header;
    const error = readBoolean(answer, 'ok') ? undefined : errorFrom(readObject(answer, 'error'));
    settle(id);
    if (error === undefined) waiting.resolve(answer);
    else waiting.reject(error);
  };

  const onControl = ({ header }: Frame): void => {
    switch (readText(header, 'type')) {
      case 'pong':
        return heartbeat.pong(readCount(header, 'beat'), readCount(header, 'turn'));
      case 'progress':
        return pending.get(readCount(header, 'call'))?.options.progress?.(readNumber(header, 'fraction'));
      case 'cancelled':
        return slots.release(readCount(header, 'slot'));
      case 'memory':
        exceeded = { bytes: readNumber(header, 'bytes'), limit: readNumber(header, 'limit') };
        return;
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
  const answers = new FrameReader(settings.limits, onAnswer);
  child.onAnswers(reading(answers), () => answers.room);
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

  const waits: Waiting = {
    slots,
    grace: settings.grace,
    kill,
    cancel: (call, slot) => void control.send({ type: 'cancel', call, slot }),
    received: () => child.answers.bytesRead,
  };

  const ask = (type: string, fields: JsonObject, options: AskOptions = {}): Promise<Answer> => {
    const { signal } = options;
    if (over !== undefined) return Promise.reject(over);
    if (signal?.aborted) return Promise.reject(abortedBefore(type));
    const slot = signal === undefined ? undefined : slots.take();
    if (signal !== undefined && slot === undefined)
      return Promise.reject(new ParquetFrameError('ENGINE_UNAVAILABLE', `${engine}: more than ${CONTROL_SLOTS} calls at once`));
    const id = next;
    next = (next % LAST_ID) + 1;
    const waiting = new Pending(id, type, slot, options, waits);
    pending.set(id, waiting);
    if (pending.size === 1) child.answers.ref();
    if (options.watch !== false) heartbeat.start();
    const failed = (error: unknown): void => {
      if (!pending.has(id)) return;
      settle(id);
      waiting.reject(error);
    };
    try {
      const sent = requests.send(slot === undefined ? { ...fields, id, type } : { ...fields, id, type, slot }, options.buffers, {
        stop: () => waiting.cancelled,
      });
      if (sent === undefined) return waiting.answered;
      waiting.sending = true;
      // Buffers are read until all is sent, whatever the answer is and whenever it comes.
      waiting.answered.catch(() => undefined);
      return sent.catch(failed).then(() => {
        waiting.sending = false;
        return waiting.answered;
      });
    } catch (error) {
      failed(error);
      return waiting.answered;
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
      if (over === undefined && killed === undefined) requests.sendLater({ ...fields, type });
    },
    releaseSlot: slot => slots.release(slot),
    async fail(why) {
      const exited = new Promise(resolve => process.once('exit', resolve));
      kill(why);
      if (over === undefined) await exited;
      return over ?? new ParquetFrameError('ENGINE_CRASH', `${engine}: its process ${pid} ${why}`);
    },
    async close(patience = settings.messageDeadline) {
      if (over !== undefined) return;
      const exited = new Promise(resolve => process.once('exit', resolve));
      closing = true;
      process.ref();
      const late = setTimeout(() => process.kill('SIGKILL'), patience);
      // A kernel that holds the child's main thread looks at its word alone; the message that closes is read after it.
      for (const call of pending.values()) if (!call.cancelled) call.cancel();
      void ask('close', {}).catch(() => undefined);
      await exited;
      clearTimeout(late);
    },
  };
}

const errorFrom = (record: JsonObject): ParquetFrameError =>
  fromErrorRecord({
    code: readText(record, 'code'),
    message: readText(record, 'message'),
    details: readObject(record, 'details'),
    cause: typeof record['cause'] === 'string' ? record['cause'] : null,
  });
