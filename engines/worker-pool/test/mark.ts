/** Runs in a thread: marks the first byte of every view, which must be on shared memory. */
export default function mark(views: readonly ArrayBufferView[]): boolean {
  for (const view of views) new Uint8Array(view.buffer, view.byteOffset)[0] = 0xa5;
  return views.every(view => view.buffer instanceof SharedArrayBuffer);
}
