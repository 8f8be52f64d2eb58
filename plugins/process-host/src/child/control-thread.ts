/** The child's end of the control connection, on a thread of its own: it answers while a kernel holds the main thread. */
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { makeChannel } from '../wire/channel.js';
import { ControlWords } from '../wire/control-words.js';
import { FrameReader } from '../wire/frame-reader.js';
import type { Frame } from '../wire/frame.js';
import { greet } from '../wire/greeting.js';
import { readCount, readText } from '../wire/read.js';
import { leaveMeeting } from './boot.js';
import { watchMemory } from './memory-watch.js';
import type { ControlThreadData, FromControlThread, ToControlThread } from './control-link.js';

const { boot, memory } = workerData as ControlThreadData;
const { token, limits } = boot;
const words = new ControlWords(memory);
const socket = connect(boot.control);
const control = makeChannel(socket, limits);
/** Milliseconds for the last message of a process that has to end. */
const LAST_WORDS = 200;
const toMain = (message: FromControlThread): void => parentPort?.postMessage(message);

/** The host is gone, or speaks something else: nothing of this process may go on, whatever its main thread is doing. */
const die = (): void => {
  leaveMeeting(boot);
  process.kill(process.pid, 'SIGKILL');
};

const onFrame = ({ header }: Frame): void => {
  switch (readText(header, 'type')) {
    case 'ping': {
      const beat = readCount(header, 'beat');
      toMain({ beat });
      void control.send({ type: 'pong', beat, turn: words.turn });
      break;
    }
    case 'cancel': {
      const [slot, call] = [readCount(header, 'slot'), readCount(header, 'call')];
      words.cancel(slot, call);
      toMain({ cancel: call });
      void control.send({ type: 'cancelled', slot });
      break;
    }
    default:
      die();
  }
};

socket.on('error', die).on('close', die);
const reader = new FrameReader({ ...limits, body: 0 }, onFrame);
const { welcomed, read } = greet(
  bytes => socket.write(bytes),
  token,
  limits,
  chunk => reader.push(chunk),
);
socket.on('data', (chunk: Buffer) => {
  try {
    read(chunk);
  } catch {
    die();
  }
});
await welcomed;
let limit: number | undefined;
parentPort?.on('message', (message: ToControlThread) => {
  if (message.type === 'memory') limit = message.limit;
  else void control.send(message);
});
await watchMemory(
  words,
  () => limit,
  bytes => {
    // The host has to hear why before the process is gone, which a full connection must not keep alive.
    void control.send({ type: 'memory', bytes, limit: limit ?? 0 });
    socket.end(die);
    setTimeout(die, LAST_WORDS);
  },
);
