import type { GraphData, Kind, Replica } from '@parquetframe/core/engine';
import type { NativeGraph } from '../native/addon.js';

/** The handle behind a leased replica in our own space. */
export function nativeGraph(replica: Replica | undefined): NativeGraph {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'facts' in value) return value as NativeGraph;
  throw new TypeError('the input is not a native graph');
}

export function graphKind(kind: Kind): Extract<Kind, { readonly kind: 'graph' }> {
  if (kind.kind === 'graph') return kind;
  throw new TypeError(`a ${kind.kind} is not a graph`);
}

/** Views of the arrays behind a handle. */
export function graphView(handle: NativeGraph, kind: Kind): GraphData {
  const { directed, weighted, id } = graphKind(kind);
  const { vertexCount, arcCount, ids, csr, csc } = handle.view();
  return { vertexCount, arcCount, directed, weighted, id, ...(ids ? { ids } : {}), csr, csc: csc ?? csr };
}
