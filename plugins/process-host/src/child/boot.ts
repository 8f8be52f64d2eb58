import { DEFAULT_LIMITS } from '../options.js';
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
  return {
    control: text('control'),
    requests: text('requests'),
    answers: text('answers'),
    token: text('token'),
    limits: { ...DEFAULT_LIMITS, ...(boot.limits as FrameLimits) },
  };
}
