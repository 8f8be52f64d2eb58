import type { CostEstimate, Json, JsonObject, Statistics } from '@parquetframe/core/engine';
import { asObject, readCount, readNumber, readObjects, readText } from '../wire/read.js';

/** What one more of a size, of an input or of the result, adds. */
interface Slope {
  /** undefined: of the result */
  readonly port: number | undefined;
  readonly size: string;
  /** the size for which the sample was taken */
  readonly at: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly minBytes: number;
}

interface Sample {
  readonly work: number;
  readonly seconds: number;
  readonly peakBytes: number;
  /** undefined: it cannot do with less */
  readonly minBytes: number | undefined;
  readonly slopes: readonly Slope[];
}

/**
 * Estimates from the child's samples: interpolated by work, each corrected by how far the sizes are from those that it was taken for. A table of long strings needs more
 * memory than its rows tell, an aggregate of few groups less. The message there and back is added by the caller. @throws ProtocolError
 */
export function readEstimate(json: Json | undefined): ((statistics: Statistics) => CostEstimate) | undefined {
  if (!Array.isArray(json) || json.length === 0) return undefined;
  const samples = (json as readonly Json[]).map(readSample);
  return statistics => {
    const { work } = statistics;
    const above = samples.findIndex(sample => sample.work >= work);
    const high = samples[above === -1 ? samples.length - 1 : above];
    const low = samples[above === -1 ? samples.length - 2 : above - 1];
    if (high === undefined) return { seconds: 0, peakBytes: 0 };
    // Less work than the first sample costs as much: what is fixed does not shrink.
    const start = low === undefined || high.work === low.work ? high : low;
    const at = start === high ? 0 : (work - start.work) / (high.work - start.work);
    const [from, to] = [corrected(start, statistics), corrected(high, statistics)];
    const between = (low: number, high: number): number => low + at * (high - low);
    const [least] = samples;
    const peakBytes = Math.max(0, least?.peakBytes ?? 0, between(from.peakBytes, to.peakBytes));
    return {
      seconds: Math.max(0, least?.seconds ?? 0, between(from.seconds, to.seconds)),
      peakBytes,
      ...(from.minBytes === undefined || to.minBytes === undefined
        ? {}
        : { minBytes: Math.min(peakBytes, Math.max(0, least?.minBytes ?? 0, between(from.minBytes, to.minBytes))) }),
    };
  };
}

/** A size that is not known is taken to be what goes with the work. */
function corrected({ seconds, peakBytes, minBytes, slopes }: Sample, { ports, result }: Statistics): CostEstimate {
  const cost = { seconds, peakBytes, ...(minBytes === undefined ? {} : { minBytes }) };
  for (const slope of slopes) {
    const real = (slope.port === undefined ? result : ports[slope.port])?.[slope.size];
    if (real === undefined) continue;
    cost.seconds += slope.seconds * (real - slope.at);
    cost.peakBytes += slope.peakBytes * (real - slope.at);
    if (cost.minBytes !== undefined) cost.minBytes += slope.minBytes * (real - slope.at);
  }
  return cost;
}

function readSample(json: Json): Sample {
  const from = asObject(json, 'estimate');
  return {
    work: readNumber(from, 'work'),
    seconds: readNumber(from, 'seconds'),
    peakBytes: readNumber(from, 'peakBytes'),
    minBytes: from['minBytes'] === undefined ? undefined : readNumber(from, 'minBytes'),
    slopes: from['slopes'] === undefined ? [] : readObjects(from, 'slopes').map(readSlope),
  };
}

const readSlope = (from: JsonObject): Slope => ({
  port: from['port'] === null ? undefined : readCount(from, 'port'),
  size: readText(from, 'size'),
  at: readNumber(from, 'at'),
  seconds: readNumber(from, 'seconds'),
  peakBytes: readNumber(from, 'peakBytes'),
  minBytes: from['minBytes'] === undefined ? 0 : readNumber(from, 'minBytes'),
});
