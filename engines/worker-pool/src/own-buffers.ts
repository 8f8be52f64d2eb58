/**
 * The array buffers in a result, each once: they are handed over to the receiving thread instead of being copied. Shared memory needs no hand-over;
 * empty buffers are left out because they may be constants of a module.
 */
export function ownBuffers(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.buffer.byteLength > 0) found.add(value.buffer);
  } else if (Array.isArray(value)) for (const item of value) ownBuffers(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) ownBuffers(item, found);
  return found;
}
