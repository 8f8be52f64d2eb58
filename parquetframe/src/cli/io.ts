/** Where a command reads from and writes to: the process in use, buffers in tests. */
export interface CommandIo {
  readonly stdout: (text: string) => void;
  /** settles when what was written to stdout has been taken: those who write much wait for it */
  readonly drained: () => Promise<void>;
  readonly stderr: (text: string) => void;
  /** progress is shown when true */
  readonly isTerminal: boolean;
  /** aborted by Ctrl-C */
  readonly signal: AbortSignal;
}

/** A command line that makes no sense: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** bigint as a number where safe, else as a string; bytes as base64. */
export const jsonReplacer = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint')
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
};

export const toJson = (value: unknown): string => `${JSON.stringify(value, jsonReplacer, 2)}\n`;
