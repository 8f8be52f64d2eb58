/** The buffers below a value, each once. */
function buffersIn(value: unknown, found: Set<ArrayBufferLike>): Set<ArrayBufferLike> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (Array.isArray(value)) for (const item of value) buffersIn(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) buffersIn(item, found);
  return found;
}

/**
 * The array buffers in a result, each once: they are handed over to the receiving thread instead of being copied. Shared memory needs no hand-over;
 * empty buffers are left out because they may be constants of a module.
 */
export function ownBuffers(value: unknown): Set<ArrayBuffer> {
  const own = new Set<ArrayBuffer>();
  for (const buffer of buffersIn(value, new Set())) if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) own.add(buffer);
  return own;
}

/** The shared memory in a message, each piece once. */
export function sharedIn(value: unknown): Set<SharedArrayBuffer> {
  const shared = new Set<SharedArrayBuffer>();
  for (const buffer of buffersIn(value, new Set())) if (buffer instanceof SharedArrayBuffer) shared.add(buffer);
  return shared;
}
