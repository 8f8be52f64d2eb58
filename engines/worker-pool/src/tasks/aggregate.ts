import { deserialize, serialize } from 'node:v8';
import { allocateShared, fieldOf, sliceTable, tableData, toShared } from '@parquetframe/core/engine';
import type { Aggregation, Batch, Schema, TableData } from '@parquetframe/core/engine';
import { GroupedAggregation } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { PartialAggregation } from '@parquetframe/engine-ts-reference/kernels/parallel';
import type { Range } from '../partition.js';
import type { TaskControl } from '../protocol.js';

export interface AggregateSpecification {
  readonly schema: Schema;
  readonly keys: readonly string[];
  readonly aggregations: readonly Aggregation[];
}
export interface AggregateInput extends AggregateSpecification, Range {
  readonly table: TableData;
}

/** Groups and totals of a range of rows in shared memory, so that the merging thread reads them and the main thread never does. */
export interface SharedPartial {
  readonly keys: TableData;
  /** `PartialAggregation.states`, serialized: one entry per group, of any shape */
  readonly states: Uint8Array;
}

export async function aggregatePart(input: AggregateInput, control: TaskControl): Promise<SharedPartial> {
  const { schema, keys, aggregations, table, from, to } = input;
  const aggregation = new GroupedAggregation(schema, keys, aggregations);
  for (const batch of sliceTable(table, from, to).batches) await aggregation.add(batch, control.checkpoint);
  const partial = aggregation.partial();
  return { keys: toShared(tableData(keySchema(input), [partial.keys])), states: sharedBytes(serialize(partial.states)) };
}

const keySchema = ({ schema, keys }: AggregateSpecification): Schema => keys.map(key => fieldOf(schema, key));

function sharedBytes(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(allocateShared(bytes.length));
  shared.set(bytes);
  return shared;
}

export interface MergeInput extends AggregateSpecification {
  readonly partials: readonly SharedPartial[];
  /** of the result */
  readonly output: Schema;
}

/** The whole aggregation from its parts, in their order; sums are exact, so the result is that of one thread. */
export async function mergeParts(
  { schema, keys, aggregations, partials, output }: MergeInput,
  control: TaskControl,
): Promise<Batch> {
  const aggregation = new GroupedAggregation(schema, keys, aggregations);
  for (const { keys: groups, states } of partials) {
    const [batch] = groups.batches;
    if (!batch) throw new TypeError('a part without its keys');
    // A view on shared memory is not accepted; what was serialized above has this type.
    const entries = deserialize(new Uint8Array(states)) as PartialAggregation['states'];
    await aggregation.merge({ keys: batch, states: entries }, control.checkpoint);
    control.check();
  }
  return aggregation.finish(output, control.checkpoint);
}
