import { HEAP_ARROW, heldReplica, tableData } from '@parquetframe/core/engine';
import type { JsonObject, KernelResult, Replica, Residency, Schema, Sizes } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import type { NativeTable } from '../native/addon.js';
import { parsed } from '../native/parsed.js';

/** The handle behind a leased replica in our own space; the residency that the kernel declared says that it is one. */
export function nativeTable(replica: Replica | undefined): NativeTable {
  const value = replica?.value;
  if (typeof value === 'object' && value !== null && 'dispose' in value) return value as NativeTable;
  throw new TypeError('the input is not a native table');
}

/** A finished table: as a handle, or as views of it. */
export function tableResult(
  table: NativeTable,
  schema: Schema,
  want: Residency,
  rust: RustContext,
  found: { readonly statistics?: Sizes; readonly notes?: JsonObject } = {},
): KernelResult {
  const bytes = table.bytes();
  const statistics = { rows: table.rows, bytes, ...found.statistics };
  const notes = { ...parsed(table.notes), ...found.notes };
  return { replica: tableReplica(table, schema, want, rust, bytes), statistics, notes };
}

function tableReplica(table: NativeTable, schema: Schema, want: Residency, rust: RustContext, bytes: number): Replica {
  if (want.space === rust.table.space) return heldReplica(rust.table, table, bytes, () => table.dispose());
  // Views hold the memory themselves: the handle only counts until the replica is released.
  const { batches } = table.view();
  return heldReplica(HEAP_ARROW, tableData(schema, batches), bytes, () => table.dispose());
}
