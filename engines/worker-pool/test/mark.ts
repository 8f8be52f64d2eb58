/** A thread: marks the first byte of every view, which must be on shared memory. */
import { parentPort } from 'node:worker_threads';

parentPort?.once('message', (views: readonly ArrayBufferView[]) => {
  for (const view of views) new Uint8Array(view.buffer, view.byteOffset)[0] = 0xa5;
  parentPort?.postMessage(views.every(view => view.buffer instanceof SharedArrayBuffer));
});
