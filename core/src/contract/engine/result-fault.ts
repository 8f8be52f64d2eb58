import { residencyKey, type Residency } from '../data/index.js';

const SHAPE = '{ replica: { residency, value, bytes, release() } }, as heldReplica(residency, value, bytes) makes it';

/** What is wrong with what a kernel or transfer returned when a result in `want` was asked for, in words for its author; undefined: nothing. */
export function resultFault(result: unknown, want: Residency): string | undefined {
  const replica = property(result, 'replica');
  const residency = property(replica, 'residency');
  if (typeof property(residency, 'space') !== 'string' || typeof property(residency, 'layout') !== 'string')
    return `it returned ${shown(result)}; a result is ${SHAPE}`;
  if (typeof property(replica, 'release') !== 'function') return `its replica has no release(); a result is ${SHAPE}`;
  if (!has(replica, 'value')) return `its replica has no value; a result is ${SHAPE}`;
  const also = property(result, 'also');
  if (also !== undefined && !Array.isArray(also)) return `its "also" is ${shown(also)}; it is a list of replicas`;
  const given = residencyKey(residency as Residency);
  return given === residencyKey(want)
    ? undefined
    : `it returned a replica in ${given}; ${residencyKey(want)} was asked for in \`want\``;
}

function has(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function shown(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  const names = Object.keys(value);
  return names.length === 0 ? 'an object without properties' : `an object with ${names.slice(0, 5).join(', ')}`;
}
