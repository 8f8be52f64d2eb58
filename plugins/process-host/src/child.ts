/** Entry of the child process: meets the host, then answers its requests until the connection ends. Started by `isolate`, never by hand. */
import type { Server } from './child/server.js';
import { leaveMeeting, readBoot } from './child/boot.js';
import { memoryLimit } from './child/memory-watch.js';
import { startControlThread, type ControlLink } from './child/control-link.js';
import { connectReading } from './wire/connect.js';
import { makeChannel } from './wire/channel.js';
import { ControlWords } from './wire/control-words.js';
import { FrameReader } from './wire/frame-reader.js';
import { acceptOne } from './wire/greeting.js';
import { assembleMessages, type Message } from './wire/messages.js';
import { readText } from './wire/read.js';
import type { RequestType } from './wire/requests.js';

const boot = await readBoot(process.stdin);
process.on('exit', () => leaveMeeting(boot));
const words = new ControlWords();
let server: Server | undefined;
// This file keeps its place when modules are joined for publishing; the one of a module inside would change.
const controlThread = new URL('./child/control-thread.js', import.meta.url);
const control: ControlLink = startControlThread(controlThread, boot, words, call => server?.cancel(call));
// Core is loaded while the thread starts and both sides meet; this file imports nothing that needs it.
const loading = import('./child/server.js');
const wording = import('./child/error-fields.js');
const started = loading.then(({ Server }) => {
  server = new Server(words, {
    progress: (call, fraction) => control.send({ type: 'progress', call, fraction }),
    lost: space => control.send({ type: 'lost', space }),
    opened: memory => control.send({ type: 'memory', limit: memoryLimit(memory) }),
  });
  return server;
});

const reply = async (id: number | undefined, type: RequestType, message: Message): Promise<void> => {
  const { errorFields, stoppedFields } = await wording;
  try {
    const { fields, payload, stop } = await (server ?? (await started)).answer(type, id ?? 0, message);
    if (id !== undefined)
      await answers.send({ id, ok: true, ...fields }, payload?.buffers, stop && { stop, stopped: stoppedFields });
  } catch (error) {
    if (id === undefined) process.stderr.write(`${type}: ${String(error)}\n`);
    else await answers.send({ id, ok: false, error: errorFields(error) });
  }
  if (type === 'close') socket.end(() => process.exit(0));
};
const reader = new FrameReader(
  boot.limits,
  assembleMessages((id, message) => void reply(id, readText(message.header, 'type') as RequestType, message)),
);

// The socket for answers is there before the host hears of this thread.
const acceptor = await acceptOne(boot.answers, boot.token, boot.limits);
const requests = await connectReading(
  boot.requests,
  boot.token,
  boot.limits,
  chunk => reader.push(chunk),
  () => reader.room,
);
const socket = await acceptor.connection;
acceptor.close();
const answers = makeChannel(socket, boot.limits);
for (const connection of [socket, requests]) {
  // Nothing is said where only this side writes; it is read so that its end is seen.
  connection.resume();
  connection.on('error', () => process.exit(1));
  connection.on('close', () => process.exit(1));
}
