import { HEAP_ARROW, SHARED_ARROW, heldReplica, tableData, nativeCall } from '@parquetframe/core/engine';
import type { CostEstimate, Kind, Replica, Residency, Schema, TableData, Transfer } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { nativeBatches } from './columns.js';
import { nativeTable } from './replicas.js';

/** Views are made per buffer; strings are checked when they come in. */
const VIEW = (): CostEstimate => ({ seconds: 1e-5, peakBytes: 0 });
const BORROW = (bytes: number): CostEstimate => ({ seconds: 3e-5 + bytes / 2e10, peakBytes: 0 });

/** Between native memory and typed arrays, the same bytes on both sides. */
export function tableTransfers(rust: RustContext): readonly Transfer[] {
  return [
    {
      kind: 'table',
      from: rust.table,
      to: HEAP_ARROW,
      alias: true,
      estimate: VIEW,
      run: (call, kind) => {
        const { batches } = nativeTable(call.inputs[0]).view();
        return { replica: heldReplica(HEAP_ARROW, tableData(schemaOfKind(kind), batches), 0) };
      },
    },
    borrow(HEAP_ARROW, rust),
    borrow(SHARED_ARROW, rust),
  ];
}

const borrow = (from: Residency, rust: RustContext): Transfer => ({
  kind: 'table',
  from,
  to: rust.table,
  alias: true,
  estimate: BORROW,
  run: async call => {
    const table = heapTable(call.inputs[0]);
    const handle = await nativeCall(() => rust.addon.importTable(JSON.stringify(table.schema), nativeBatches(table)));
    return { replica: heldReplica(rust.table, handle, 0, () => handle.dispose()) };
  },
});

function heapTable(replica: Replica | undefined): TableData {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'batches' in value) return value as TableData;
  throw new TypeError('the input is not a table');
}

function schemaOfKind(kind: Kind): Schema {
  if (kind.kind === 'table') return kind.schema;
  throw new TypeError(`a ${kind.kind} is not a table`);
}
