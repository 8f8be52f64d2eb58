import { kindName } from '@parquetframe/core/engine';
import type {
  Availability,
  CostEstimate,
  Json,
  JsonObject,
  Kind,
  Layout,
  Residency,
  Statistics,
} from '@parquetframe/core/engine';
import { ProtocolError } from '../wire/protocol-error.js';
import { asObject, readBoolean, readCount, readNumber, readObject, readText } from '../wire/read.js';
import { decodeValue } from '../wire/value.js';

/** Answers of the child, checked field by field: it may be damaged. All throw ProtocolError. */
export function readResidency(json: Json | undefined): Residency {
  const from = asObject(json, 'residency');
  // A layout is any word of core, or `engine:name`; what it means is checked by who takes it.
  const layout = readText(from, 'layout') as Layout;
  return { space: readText(from, 'space'), layout, ...(from['once'] === true ? { once: true } : {}) };
}

export function readResidencies(json: Json | undefined): readonly Residency[] {
  if (!Array.isArray(json)) throw new ProtocolError('a list of residencies is missing');
  return (json as readonly Json[]).map(readResidency);
}

export function readAvailability(json: Json | undefined): Availability {
  const from = asObject(json, 'availability');
  if (readBoolean(from, 'available')) {
    const details = from['details'];
    return {
      available: true,
      version: readText(from, 'version'),
      ...(details === undefined ? {} : { details: decodeValue(asObject(details, 'details')) as JsonObject }),
    };
  }
  return { available: false, code: readText(from, 'code'), reason: readText(from, 'reason'), remedy: readText(from, 'remedy') };
}

export interface InnerTransfer {
  readonly index: number;
  readonly kind: Kind['kind'];
  readonly from: Residency;
  readonly to: Residency;
  readonly alias: boolean;
  estimate(bytes: number): CostEstimate;
}

export function readTransfer(from: JsonObject, index: number): InnerTransfer {
  const kind = kindName(from['kind']);
  if (kind === undefined) throw new ProtocolError('a transfer is of an unknown kind');
  const cost = readObject(from, 'estimate');
  const [seconds, perByte] = [readNumber(cost, 'seconds'), readNumber(cost, 'secondsPerByte')];
  const [peak, peakPerByte] = [readNumber(cost, 'peakBytes'), readNumber(cost, 'peakBytesPerByte')];
  return {
    index,
    kind,
    from: readResidency(from['from']),
    to: readResidency(from['to']),
    alias: readBoolean(from, 'alias'),
    estimate: bytes => ({ seconds: seconds + perByte * bytes, peakBytes: peak + peakPerByte * bytes }),
  };
}

interface Sample {
  readonly work: number;
  readonly seconds: number;
  readonly peakBytes: number;
  /** undefined: it cannot do with less */
  readonly minBytes: number | undefined;
}

/** Interpolates the child's samples by work; the message there and back is added by the caller. */
export function readEstimate(json: Json | undefined): ((statistics: Statistics) => CostEstimate) | undefined {
  if (!Array.isArray(json) || json.length === 0) return undefined;
  const samples = (json as readonly Json[]).map((item): Sample => {
    const from = asObject(item, 'estimate');
    const minBytes = from['minBytes'] === undefined ? undefined : readNumber(from, 'minBytes');
    return {
      work: readNumber(from, 'work'),
      seconds: readNumber(from, 'seconds'),
      peakBytes: readNumber(from, 'peakBytes'),
      minBytes,
    };
  });
  return ({ work }) => {
    const above = samples.findIndex(sample => sample.work >= work);
    const high = samples[above === -1 ? samples.length - 1 : above];
    const low = samples[above === -1 ? samples.length - 2 : above - 1];
    if (high === undefined) return { seconds: 0, peakBytes: 0 };
    // Less work than the first sample costs as much: what is fixed does not shrink.
    if (low === undefined || high.work === low.work) return estimateOf(high.seconds, high.peakBytes, high.minBytes);
    const at = (work - low.work) / (high.work - low.work);
    const between = (a: number, b: number): number => Math.max(0, a + at * (b - a));
    const minBytes = low.minBytes === undefined || high.minBytes === undefined ? undefined : between(low.minBytes, high.minBytes);
    return estimateOf(between(low.seconds, high.seconds), between(low.peakBytes, high.peakBytes), minBytes);
  };
}

const estimateOf = (seconds: number, peakBytes: number, minBytes: number | undefined): CostEstimate => ({
  seconds,
  peakBytes,
  ...(minBytes === undefined ? {} : { minBytes }),
});

/** Spaces with a budget of their own that the engine has minted since the last answer. */
export const readBudgets = (json: Json | undefined): readonly { readonly space: string; readonly budget: unknown }[] =>
  (Array.isArray(json) ? (json as readonly Json[]) : []).map(item => {
    const from = asObject(item, 'space');
    return { space: readText(from, 'space'), budget: decodeValue(from['budget'] ?? null) };
  });

export interface InnerReplica {
  readonly residency: Residency;
  readonly bytes: number | undefined;
  readonly handle: number;
  readonly value: unknown;
  readonly deferred: boolean;
}

export function readReplica(json: Json | undefined): InnerReplica {
  const from = asObject(json, 'replica');
  return {
    residency: readResidency(from['residency']),
    bytes: from['bytes'] === null ? undefined : readCount(from, 'bytes'),
    handle: readCount(from, 'handle'),
    value: from['value'] === undefined ? undefined : decodeValue(from['value']),
    deferred: from['deferred'] === true,
  };
}
