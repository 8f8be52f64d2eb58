/** The least that a Unix socket between two Node processes costs: an echo, and bytes into fresh memory, without any protocol. What the bench compares with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Answers every chunk with the same bytes, and the one byte `B` with a large body. */
const CHILD = `
  const body = new Uint8Array(Number(process.argv[1]));
  require('node:net').createServer(s => s.on('data', c => s.write(c.length === 1 ? body : c))).listen(process.argv[2], () => console.log('up'));
`;

export async function rawSocket(bytes) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pframe-raw-'));
  const address = path.join(folder, 's');
  const child = spawn(process.execPath, ['-e', CHILD, String(bytes), address], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const buffer = Buffer.allocUnsafeSlow(262_144);
  let read = () => undefined;
  const callback = (length, chunk) => {
    read(chunk.subarray(0, length));
    return true;
  };
  const socket = connect({ path: address, onread: { buffer, callback } });
  await once(socket, 'connect');
  const message = Buffer.alloc(200, 'x');
  return {
    /** 200 bytes there and back */
    echo: () =>
      new Promise(resolve => {
        read = resolve;
        socket.write(message);
      }),
    /** all bytes into a new allocation */
    fetch: () =>
      new Promise(resolve => {
        const target = Buffer.allocUnsafeSlow(bytes);
        let at = 0;
        read = chunk => {
          target.set(chunk, at);
          at += chunk.length;
          if (at === bytes) resolve(target);
        };
        socket.write('B');
      }),
    close() {
      socket.destroy();
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}
