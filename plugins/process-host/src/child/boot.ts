import { DEFAULT_LIMITS } from '../options.js';
import type { FrameLimits } from '../wire/frame.js';

/** The one line that the host writes to the child's standard input. */
export interface Boot {
  readonly control: string;
  readonly data: string;
  readonly token: string;
  readonly limits: FrameLimits;
}

export async function readBoot(input: AsyncIterable<Buffer>): Promise<Boot> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  const boot: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (typeof boot !== 'object' || boot === null || !('control' in boot) || !('data' in boot) || !('token' in boot))
    throw new TypeError('this program is started by @parquetframe/process-host, not by hand');
  const { control, data, token } = boot;
  if (typeof control !== 'string' || typeof data !== 'string' || typeof token !== 'string')
    throw new TypeError('the start message of the host is damaged');
  return { control, data, token, limits: { ...DEFAULT_LIMITS, ...('limits' in boot ? (boot.limits as FrameLimits) : {}) } };
}
