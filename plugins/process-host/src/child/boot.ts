import { rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { FrameLimits } from '../wire/frame.js';

/** The one line that the host writes to the child's standard input. */
export interface Boot {
  readonly control: string;
  readonly requests: string;
  readonly answers: string;
  readonly token: string;
  readonly limits: FrameLimits;
}

export async function readBoot(input: AsyncIterable<Buffer>): Promise<Boot> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  const boot: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof boot !== 'object' || boot === null || !('limits' in boot))
    throw new TypeError('this program is started by @parquetframe/process-host, not by hand');
  const text = (name: string): string => {
    const value: unknown = Object.entries(boot).find(([key]) => key === name)?.[1];
    if (typeof value !== 'string') throw new TypeError(`the start message of the host lacks ${name}`);
    return value;
  };
  const { header, body } = Object(boot.limits) as { readonly [name: string]: unknown };
  if (typeof header !== 'number' || typeof body !== 'number') throw new TypeError('the start message of the host lacks limits');
  return {
    control: text('control'),
    requests: text('requests'),
    answers: text('answers'),
    token: text('token'),
    limits: { header, body },
  };
}

/**
 * Removes the folder of the meeting where the host cannot any more, because it was killed. Nothing but the three sockets is ever in it; when the host has removed
 * it, which is the rule, nothing happens.
 */
export function leaveMeeting({ control, requests, answers }: Pick<Boot, 'control' | 'requests' | 'answers'>): void {
  try {
    for (const socket of [control, requests, answers]) rmSync(socket, { force: true });
    rmdirSync(path.dirname(control));
  } catch {
    // It is gone already.
  }
}
