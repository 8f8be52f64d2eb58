import { closeSync, openSync, readSync } from 'node:fs';

/** The C library that native binaries for Linux are built against. */
export type Libc = 'gnu' | 'musl';

let known: Libc | undefined;

/** The C library of this process. Its program names the loader, and reading that takes a thousandth of the time that a diagnostic report does, which may also look up names of open sockets. */
export function ownLibc(): Libc {
  return (known ??= libcOf(process.execPath) ?? reportedLibc());
}

/** The C library that a program for Linux is linked to, by the loader that its header asks for. Undefined for a static one, for other formats, and where it must not be read. */
export function libcOf(program: string): Libc | undefined {
  try {
    const loader = loaderOf(program);
    if (loader === undefined) return undefined;
    if (loader.includes('/ld-musl-')) return 'musl';
    return loader.includes('/ld-linux') || loader.includes('/ld64.so') ? 'gnu' : undefined;
  } catch {
    return undefined;
  }
}

const ELF_HEADER = 64;
const PT_INTERP = 3;

/** The path in the segment PT_INTERP of a 64-bit, little-endian ELF file. */
function loaderOf(program: string): string | undefined {
  const file = openSync(program, 'r');
  const read = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  };
  try {
    const head = read(0, ELF_HEADER);
    if (head.length < ELF_HEADER || head.readUInt32BE(0) !== 0x7f454c46 || head.readUInt16BE(4) !== 0x0201) return undefined;
    const [start, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
    const table = read(start, size * count);
    for (let at = 0; at < table.length; at += size) {
      if (table.readUInt32LE(at) !== PT_INTERP) continue;
      const path = read(Number(table.readBigUInt64LE(at + 8)), Math.min(4096, Number(table.readBigUInt64LE(at + 32))));
      return path.toString('latin1');
    }
    return undefined;
  } finally {
    closeSync(file);
  }
}

function reportedLibc(): Libc {
  const report = process.report.getReport();
  const glibc = 'header' in report && (report.header as { readonly glibcVersionRuntime?: string }).glibcVersionRuntime;
  return typeof glibc === 'string' ? 'gnu' : 'musl';
}
