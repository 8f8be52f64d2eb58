import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where timings are kept between runtimes. Asked when the runtime is made, and when it closes; both are synchronous, and what they throw fails nobody. */
export interface WisdomStore {
  /** the text that was written last; undefined: none */
  read(): string | undefined;
  write(text: string): void;
}

/** Wisdom in a file: written under another name, then renamed. */
export const wisdomFile = (path: string): WisdomStore => ({
  read() {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT') return undefined;
      if (code === 'EISDIR') throw new Error('it is a folder; name the file in it', { cause: error });
      if (code === 'ENOTDIR') throw new Error('what should be its folder is a file', { cause: error });
      throw error;
    }
  },
  write(text) {
    const temporary = `${path}.${String(process.pid)}.tmp`;
    makeFolder(dirname(path));
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  },
});

/** With its parents. The recursive mkdir of Node 20 never returns where ENOENT does not mean a missing parent, as below /proc. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(folder))) throw error;
    makeFolder(dirname(folder));
    makeFolder(folder);
  }
}
