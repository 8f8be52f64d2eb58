import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A line without an end is cut here, so that a child cannot fill this process's memory through its output. */
const LONGEST = 8_192;

/** Calls `line` for every line of a stream, the unfinished last one too. Whatever the bytes are, they are only text. */
export function forwardLines(stream: Readable, line: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) line(text.slice(0, LONGEST));
    if (rest.length > LONGEST) {
      line(rest);
      rest = '';
    }
  });
  stream.on('end', () => {
    if (rest !== '') line(rest);
    rest = '';
  });
  stream.on('error', () => undefined);
}
