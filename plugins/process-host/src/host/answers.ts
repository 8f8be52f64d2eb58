import { kindName } from '@parquetframe/core/engine';
import type { Availability, CostEstimate, Json, JsonObject, Kind, Layout, Residency } from '@parquetframe/core/engine';
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
