import {
  FILE_BYTES,
  HEAP_ARROW,
  HEAP_GRAPH,
  HEAP_RECORD,
  heldReplica,
  type CaseResult,
  type GraphData,
  type Json,
  type Kind,
  type PreparedInput,
  type Replica,
  type Residency,
  type Sizes,
  type TableData,
} from '@parquetframe/core/engine';
import { ContractViolation, messageOf } from './contract-violation.js';

/** Where values of a kind are compared. */
export const homeOf = (kind: Kind['kind']): Residency =>
  kind === 'table' ? HEAP_ARROW : kind === 'graph' ? HEAP_GRAPH : HEAP_RECORD;

export const kindOf = (input: PreparedInput): Kind => {
  if (input.kind === 'table') return { kind: 'table', schema: input.table.schema };
  if (input.kind === 'file') return { kind: 'file', scheme: input.file.path.endsWith('.parquet') ? 'parquet' : 'csv' };
  return { kind: 'graph', directed: input.graph.directed, weighted: input.graph.weighted, id: input.graph.id };
};

export const heapReplica = (input: PreparedInput): Replica => {
  if (input.kind === 'table') return heldReplica(HEAP_ARROW, input.table, undefined);
  if (input.kind === 'file') return heldReplica(FILE_BYTES, input.file, input.file.bytes);
  return heldReplica(HEAP_GRAPH, input.graph, undefined);
};

export function toResult(kind: Kind, replica: Replica, sizes: Sizes): CaseResult {
  if (kind.kind === 'table') return { kind: 'table', table: replica.value as TableData, sizes };
  if (kind.kind === 'graph') return { kind: 'graph', graph: replica.value as GraphData, sizes };
  return { kind: 'record', record: replica.value as Json, sizes };
}

/** Releases newest first; a release that throws is a violation, reported after all others were released. */
export async function releaseAll(replicas: readonly Replica[]): Promise<void> {
  let failure: unknown;
  for (const replica of [...replicas].reverse()) {
    try {
      await replica.release();
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw new ContractViolation(`release threw: ${messageOf(failure)}`, { cause: failure });
}
