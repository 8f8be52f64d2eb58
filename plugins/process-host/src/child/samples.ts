import type { CostEstimate, JsonObject, Kernel, Sizes, Statistics, Transfer } from '@parquetframe/core/engine';

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

/** Sizes that real data has more or fewer of than goes with the work: wide rows, few groups, a small second input. */
const VARIED = ['rows', 'bytes', 'arcs', 'vertices'] as const;

type Estimate = (statistics: Statistics) => CostEstimate;

/** What an engine estimates for amounts of work, with what one more row or byte, of an input or of the result, adds to each. */
export function sampleKernel(kernel: Kernel, ports: number): readonly JsonObject[] | null {
  if (kernel.estimate === undefined) return null;
  const estimate: Estimate = statistics => kernel.estimate?.(statistics) ?? { seconds: 0, peakBytes: 0 };
  const samples: JsonObject[] = [];
  for (const work of WORK) {
    const sizes = sizesFor(work);
    const base: Statistics = { ports: Array.from({ length: ports }, () => sizes), result: sizes, work };
    const at = estimate(base);
    if (!isFinite(at)) continue;
    samples.push({ work, ...fields(at), slopes: slopesAt(estimate, base, at) });
  }
  return samples;
}

/** Only slopes that are not 0: most estimates look at two or three sizes. */
function slopesAt(estimate: Estimate, base: Statistics, at: CostEstimate): readonly JsonObject[] {
  return [null, ...base.ports.keys()].flatMap(port =>
    VARIED.flatMap(size => {
      const usual = (port === null ? base.result : base.ports[port])?.[size] ?? 0;
      // Below where there is a below: a result has fewer rows than its input more often than more of them.
      const other = usual === 0 ? 1e6 : size === 'bytes' ? usual * 4 : usual / 4;
      const { seconds, peakBytes, minBytes } = estimate(withSize(base, port, size, other));
      const step = other - usual;
      const slope: CostEstimate = {
        seconds: (seconds - at.seconds) / step,
        peakBytes: (peakBytes - at.peakBytes) / step,
        ...(minBytes === undefined || at.minBytes === undefined ? {} : { minBytes: (minBytes - at.minBytes) / step }),
      };
      if (!isFinite(slope)) return [];
      return slope.seconds === 0 && slope.peakBytes === 0 && !slope.minBytes ? [] : [{ port, size, at: usual, ...fields(slope) }];
    }),
  );
}

const isFinite = ({ seconds, peakBytes, minBytes = 0 }: CostEstimate): boolean =>
  [seconds, peakBytes, minBytes].every(Number.isFinite);

const fields = ({ seconds, peakBytes, minBytes }: CostEstimate): JsonObject => ({
  seconds,
  peakBytes,
  ...(minBytes === undefined ? {} : { minBytes }),
});

function withSize(base: Statistics, port: number | null, size: string, value: number): Statistics {
  if (port === null) return { ...base, result: { ...base.result, [size]: value } };
  return { ...base, ports: base.ports.map((sizes, index) => (index === port ? { ...sizes, [size]: value } : sizes)) };
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
