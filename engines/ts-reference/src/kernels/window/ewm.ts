import { ranges } from '@parquetframe/core/engine';
import type { ColumnData, Steps, WindowCall } from '@parquetframe/core/engine';
import { isValid } from '../expression/vector.js';
import { nearestDouble } from '../exact/ratio.js';
import type { WindowLayout } from './layout.js';
import { numberColumn } from './ranks.js';
import type { WindowTable } from './rows.js';

/** The column of an exponentially weighted mean; undefined for any other function. The order of operations is part of its definition: the same bits everywhere. */
export function* ewmColumn(call: WindowCall, layout: WindowLayout, table: WindowTable): Steps<ColumnData | undefined> {
  if (call.function !== 'ewmMean' || call.column === null) return undefined;
  const { order, starts } = layout;
  const vector = yield* table.vector(call.column);
  const scale = vector.type.id === 'decimal' ? vector.type.scale : 0;
  const [values, validity] = [new Float64Array(order.length), new Uint8Array(order.length)];
  const kept = 1 - Number(call.options?.['alpha']);
  let [weight, mean, isBegun] = [1, 0, false];
  yield* ranges(order.length, (from, to) => {
    for (let at = from; at < to; at++) {
      if (starts[at] === at) isBegun = false;
      const row = order[at] ?? 0;
      const isThere = isValid(vector, row);
      if (isBegun) weight *= kept;
      if (!isThere) continue;
      const value = vector.form === 'number' || vector.form === 'bigint' ? doubleOf(vector.values[row] ?? 0, scale) : 0;
      if (!isBegun) [weight, mean, isBegun] = [1, value, true];
      else {
        if (mean !== value) mean = (weight * mean + value) / (weight + 1);
        weight += 1;
      }
      values[row] = Number.isNaN(mean) ? Number.NaN : mean;
      validity[row] = 1;
    }
  });
  return yield* numberColumn('float64', values, validity);
}

/** The float64 nearest to a number. */
function doubleOf(value: number | bigint, scale: number): number {
  if (typeof value === 'number') return value;
  if (scale === 0) return Number(value);
  return nearestDouble(value * 10n ** BigInt(Math.max(-scale, 0)), 10n ** BigInt(Math.max(scale, 0)));
}
