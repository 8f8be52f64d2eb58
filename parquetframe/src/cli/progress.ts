import type { CommandIo } from './io.js';

const DELAY = 1000;
const WIDTH = 30;

/** A progress line on the terminal for anything over a second; nothing when piped. */
export function progressLine(io: CommandIo, label: string): { readonly onProgress: (fraction: number) => void; done(): void } {
  const started = Date.now();
  let shown = false;
  return {
    onProgress(fraction) {
      if (!io.isTerminal || Date.now() - started < DELAY) return;
      shown = true;
      const filled = Math.round(fraction * WIDTH);
      io.stderr(
        `\r${label} [${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${String(Math.round(fraction * 100)).padStart(3)} %`,
      );
    },
    done() {
      if (shown) io.stderr(`\r${' '.repeat(label.length + WIDTH + 10)}\r`);
    },
  };
}
