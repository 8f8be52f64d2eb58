import type { JsonObject } from '@parquetframe/core/engine';
import type { Frame } from './frame.js';
import { readCount } from './read.js';

export interface Message {
  readonly header: JsonObject;
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
  /** its sender gave it up half-way: bodies are missing */
  readonly givenUp: boolean;
}

/** Puts the frames of messages together; frames of different messages may alternate. The first frame of a message has the header that counts. */
export function assembleMessages(deliver: (id: number | undefined, message: Message) => void): (frame: Frame) => void {
  const open = new Map<number, { readonly header: JsonObject; readonly bodies: Uint8Array<ArrayBuffer>[] }>();
  return ({ header, body, more }) => {
    if (header['id'] === undefined) return deliver(undefined, { header, bodies: body ? [body] : [], givenUp: false });
    const id = readCount(header, 'id');
    const message = open.get(id) ?? { header, bodies: [] };
    if (body) message.bodies.push(body);
    if (more) open.set(id, message);
    else {
      open.delete(id);
      deliver(id, { ...message, givenUp: header['ok'] === false });
    }
  };
}
