/** Entry of the child process: meets the host, then answers its requests until the connection ends. Started by `isolate`, never by hand. */
import { toErrorRecord, type JsonObject } from '@parquetframe/core/engine';
import { readBoot } from './child/boot.js';
import { startControlThread, type ControlLink } from './child/control-link.js';
import { Server } from './child/server.js';
import { connectReading } from './wire/connect.js';
import { makeChannel } from './wire/channel.js';
import { ControlWords } from './wire/control-words.js';
import { FrameReader } from './wire/frame-reader.js';
import { acceptOne } from './wire/greeting.js';
import { assembleMessages } from './wire/messages.js';
import { readText } from './wire/read.js';
import type { RequestType } from './wire/requests.js';
import { encodeValue } from './wire/value.js';

const boot = await readBoot(process.stdin);
const words = new ControlWords();
const link: { control?: ControlLink } = {};
const server = new Server(words, {
  progress: (call, fraction) => link.control?.send({ type: 'progress', call, fraction }),
  lost: space => link.control?.send({ type: 'lost', space }),
});
// The socket for answers is there before the host hears of this process.
const acceptor = await acceptOne(boot.answers, boot.token, boot.limits);
link.control = startControlThread(boot, words, call => server.cancel(call));
const requests = await connectReading(boot.requests, boot.token, boot.limits);
const socket = await acceptor.connection;
acceptor.close();
const answers = makeChannel(socket, boot.limits);

const reply = async (
  id: number | undefined,
  type: RequestType,
  message: { header: JsonObject; bodies: readonly Uint8Array<ArrayBuffer>[] },
): Promise<void> => {
  try {
    const { fields, payload, between } = await server.answer(type, id ?? 0, message);
    if (id !== undefined) await answers.send({ id, ok: true, ...fields }, payload?.buffers, between);
  } catch (error) {
    const record = toErrorRecord(error);
    if (id === undefined) process.stderr.write(`${type}: ${record.message}\n`);
    else await answers.send({ id, ok: false, error: { ...record, details: encodeValue(record.details) } });
  }
  if (type === 'close') socket.end(() => process.exit(0));
};

const reader = new FrameReader(
  boot.limits,
  assembleMessages((id, message) => void reply(id, readText(message.header, 'type') as RequestType, message)),
);
requests.onChunk(chunk => reader.push(chunk));
for (const connection of [socket, requests.socket]) {
  // Nothing is said where only this side writes; it is read so that its end is seen.
  connection.resume();
  connection.on('error', () => process.exit(1));
  connection.on('close', () => process.exit(1));
}
