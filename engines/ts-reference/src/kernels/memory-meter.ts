import { ParquetFrameError } from '@parquetframe/core/engine';

/** Counts what a run of a kernel holds, before it is allocated: a small file may say that a value is repeated billions of times, or unpack to gigabytes. */
export class MemoryMeter {
  /** what stays until the result is released */
  #kept = 0;
  /** what is held for the part that is being made */
  #working = 0;

  constructor(
    private readonly limit: number,
    private readonly path: string,
  ) {}

  get working(): number {
    return this.#working;
  }

  /** @throws ParquetFrameError `OUT_OF_MEMORY` */
  readonly take = (bytes: number): void => {
    this.#working += bytes;
    this.#check();
  };

  /** What was taken beyond `working` is free again. */
  back(working: number): void {
    this.#working = working;
  }

  give(bytes: number): void {
    this.#working -= bytes;
  }

  /** @throws ParquetFrameError `OUT_OF_MEMORY` */
  keep(bytes: number): void {
    this.#kept += bytes;
    this.#check();
  }

  #check(): void {
    const bytes = this.#kept + this.#working;
    if (bytes <= this.limit) return;
    throw new ParquetFrameError(
      'OUT_OF_MEMORY',
      `reading ${this.path} takes ${bytes} bytes and more; this call may use ${this.limit}`,
      { details: { file: this.path, bytes, limit: this.limit } },
    );
  }
}
