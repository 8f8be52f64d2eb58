import { ParquetFrameError } from '@parquetframe/core/engine';

/** Far above what any case takes: only a hang gets here. */
const PATIENCE_MILLISECONDS = 120_000;

/** A promise that never settles is reported instead of waited for. @throws ParquetFrameError `DEADLINE_EXCEEDED` */
export async function settled<T>(promise: Promise<T>, what: string, milliseconds = PATIENCE_MILLISECONDS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ParquetFrameError('DEADLINE_EXCEEDED', `${what} did not settle within ${milliseconds / 1000} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, patience]);
  } finally {
    clearTimeout(timer);
  }
}
