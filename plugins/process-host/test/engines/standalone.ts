/**
 * An engine that is a program of its own: it speaks the protocol as docs/protocol.md has it and knows nothing else of this project, so that it could be written in any
 * language. It has one operation, which gives its arguments back as a record.
 */
import { connect, createServer, type Socket } from 'node:net';
import process from 'node:process';

interface Boot {
  readonly protocol: readonly number[];
  readonly control: string;
  readonly requests: string;
  readonly answers: string;
  readonly token: string;
}
type Header = { readonly [field: string]: unknown };

const PREFIX = 32;
/** What the program says that it speaks: an argument, so that a test can have another. */
const versions = process.argv.slice(2).map(Number);

function frame(header: Header, body: Buffer = Buffer.alloc(0)): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX);
  prefix.write('PFWP', 0, 'latin1');
  prefix.writeUInt16LE(1, 4);
  prefix.writeUInt8(body.length > 0 ? 1 : 0, 6);
  prefix.writeUInt32LE(text.length, 8);
  prefix.writeBigUInt64LE(BigInt(body.length), 16);
  return Buffer.concat([prefix, text, body]);
}

/** Calls back with the header of each frame; this program is sent no bodies. */
function listen(socket: Socket, heard: (header: Header) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', chunk => {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= PREFIX) {
      const end = PREFIX + bytes.readUInt32LE(8);
      if (bytes.length < end) return;
      const header = JSON.parse(bytes.toString('utf8', PREFIX, end)) as Header;
      bytes = bytes.subarray(end);
      heard(header);
    }
  });
  // Without its host it has nothing to do.
  socket.on('error', () => process.exit(1)).on('close', () => process.exit(0));
}

/** Greets, and gives what comes after the welcome to `heard`. */
function greeted(socket: Socket, token: string, heard: (header: Header) => void): void {
  listen(socket, header => {
    if (header['type'] !== 'welcome') heard(header);
  });
  socket.write(frame({ type: 'hello', token, protocol: versions }));
}

/** A record goes as the JSON text of a value; its description says how long it is. */
function record(value: unknown): { readonly described: Header; readonly body: Buffer } {
  const text = Buffer.from(JSON.stringify(value));
  const body = Buffer.alloc(Math.ceil(text.length / 64) * 64);
  text.copy(body);
  return { described: { payload: 'record', text: ['Uint8Array', text.length] }, body };
}

function answer(request: Header): { readonly fields: Header; readonly body?: Buffer } {
  switch (request['type']) {
    case 'open':
      return { fields: { availability: { available: true, version: '1.0.0' }, engine: 'standalone', transfers: [] } };
    case 'bind':
      return {
        fields: { kernel: 1, inputs: [], outputs: [{ space: 'heap', layout: 'record' }], cpu: 'one', estimates: null },
      };
    case 'run': {
      const { described, body } = record({ arguments: request['arguments'], environment: Object.keys(process.env).sort() });
      return {
        fields: { replica: { residency: { space: 'heap', layout: 'record' }, described }, statistics: null, notes: null },
        body,
      };
    }
    case 'close':
      return { fields: {} };
    default:
      throw new Error(`there is no request ${String(request['type'])}`);
  }
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const boot = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Boot;
let answers: Socket | undefined;
const server = createServer(socket => {
  answers = socket;
  server.close();
  listen(socket, hello => {
    if (hello['token'] !== boot.token) process.exit(1);
    socket.write(frame({ type: 'welcome', protocol: 1 }));
  });
});
// The host connects to `answers` when it has both other connections.
server.listen(boot.answers, () => {
  greeted(connect(boot.requests), boot.token, request => {
    if (request['id'] === undefined) return;
    const { fields, body } = answer(request);
    answers?.write(frame({ id: request['id'], ok: true, ...fields }, body), () => {
      if (request['type'] === 'close') process.exit(0);
    });
  });
  const control = connect(boot.control);
  greeted(control, boot.token, ({ type, beat, slot }) => {
    if (type === 'ping') control.write(frame({ type: 'pong', beat, turn: beat }));
    if (type === 'cancel') control.write(frame({ type: 'cancelled', slot }));
  });
});
