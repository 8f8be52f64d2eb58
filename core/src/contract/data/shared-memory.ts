/**
 * Keeps for each piece of shared memory a buffer of the same size that nobody touches. V8 does not count shared memory when it decides whether to collect garbage, so
 * that gigabytes of it may wait behind a few small objects; the buffer is counted, takes addresses but no pages, and dies with the piece.
 */
const counted = new WeakMap<SharedArrayBuffer, ArrayBufferLike>();

/** Memory that threads share. It is freed when no thread can reach it any more, and the collectors of all threads know how large it is. */
export function allocateShared(bytes: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes);
  countShared(memory);
  return memory;
}

/** Counts shared memory that came from another thread. Counting twice changes nothing. */
export function countShared(memory: SharedArrayBuffer): void {
  if (memory.byteLength === 0 || counted.has(memory)) return;
  const buffer = uncommitted(memory.byteLength);
  if (buffer) counted.set(memory, buffer);
}

function uncommitted(bytes: number): ArrayBufferLike | undefined {
  try {
    return Buffer.allocUnsafeSlow(bytes).buffer;
  } catch {
    // Counting is a courtesy: what is too large for it, or beyond the limits of the system, is used uncounted.
    return undefined;
  }
}
