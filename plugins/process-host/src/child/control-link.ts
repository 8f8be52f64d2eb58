import { Worker } from 'node:worker_threads';
import type { ControlWords } from '../wire/control-words.js';
import type { Boot } from './boot.js';

export interface ControlThreadData {
  readonly boot: Boot;
  readonly memory: SharedArrayBuffer;
}

export type FromControlThread = { readonly beat: number } | { readonly cancel: number };
export type ToControlThread =
  | { readonly type: 'progress'; readonly call: number; readonly fraction: number }
  | { readonly type: 'lost'; readonly space: string }
  /** stays in this process: what it may take in bytes */
  | { readonly type: 'memory'; readonly limit: number };

export interface ControlLink {
  send(message: ToControlThread): void;
}

/** Starts the control thread, whose program is the file. Its messages are answered by the event loop of this thread, which is how the host knows that it turns. */
export function startControlThread(file: URL, boot: Boot, words: ControlWords, cancel: (call: number) => void): ControlLink {
  const workerData: ControlThreadData = { boot, memory: words.memory };
  const worker = new Worker(file, { workerData, stdin: false });
  worker.on('message', (message: FromControlThread) => {
    if ('beat' in message) words.turn = message.beat;
    else cancel(message.cancel);
  });
  worker.on('error', error => {
    throw error;
  });
  return { send: message => worker.postMessage(message) };
}
