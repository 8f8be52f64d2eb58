/** UTF-8 of column buffers: no byte-order mark is stripped, and shared memory is read in place. */

/** Decodes ranges of one buffer. Short ASCII, the usual case, is put together without a call into native code. */
export function textReader(bytes: Uint8Array): (start: number, end: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (start, end) => {
    if (end - start > 12) return buffer.toString('utf8', start, end);
    let text = '';
    for (let i = start; i < end; i++) {
      const unit = bytes[i] ?? 0;
      if (unit >= 0x80) return buffer.toString('utf8', start, end);
      text += String.fromCharCode(unit);
    }
    return text;
  };
}

/** Order of two strings by their UTF-8 bytes, which is the order of their code points. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (code points from U+10000) before U+E000…U+FFFF; this swaps the two. */
const codePointOrder = (unit: number): number => (unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000);
