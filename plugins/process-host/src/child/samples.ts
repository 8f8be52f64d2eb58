import type { JsonObject, Kernel, Sizes, Transfer } from '@parquetframe/core/engine';

/** The host must estimate without asking: it interpolates between what the engine says for these amounts of work. */
const WORK = [0, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;
const BYTES = 1e8;

/** Sizes that go with an amount of work: rows or arcs of 8 bytes, 8 arcs per vertex. */
const sizesFor = (work: number): Sizes => ({
  rows: work,
  bytes: work * 8,
  arcs: work,
  edges: work,
  vertices: work / 8,
  columns: 4,
});

export function sampleKernel(kernel: Kernel, ports: number): readonly JsonObject[] | null {
  if (kernel.estimate === undefined) return null;
  const samples: JsonObject[] = [];
  for (const work of WORK) {
    const sizes = sizesFor(work);
    const { seconds, peakBytes, minBytes } = kernel.estimate({
      ports: Array.from({ length: ports }, () => sizes),
      result: sizes,
      work,
    });
    if (![seconds, peakBytes, minBytes ?? 0].every(Number.isFinite)) continue;
    samples.push({ work, seconds, peakBytes, ...(minBytes === undefined ? {} : { minBytes }) });
  }
  return samples;
}

/** Transfers cost a fixed part and a part per byte. */
export function sampleTransfer(transfer: Transfer): JsonObject {
  const [none, some] = [transfer.estimate(0), transfer.estimate(BYTES)];
  return {
    seconds: none.seconds,
    secondsPerByte: (some.seconds - none.seconds) / BYTES,
    peakBytes: none.peakBytes,
    peakBytesPerByte: (some.peakBytes - none.peakBytes) / BYTES,
  };
}
