import { columnFromValues, valueType, type AggregateFunction, type DataType } from '@parquetframe/core/engine';
import { accumulator } from '../aggregate/accumulator.js';
import { groupVector } from '../aggregate/distinct.js';
import { KeyTable } from '../keys/key-table.js';
import { rowOrder } from '../table/merge-order.js';
import { compare } from './compare.js';
import { gather } from './gather.js';
import { binary, unary, type Kernels, type ScalarKernel } from './kernel.js';
import { itemsAt, listRows } from './lists.js';
import { columnLoader } from './load.js';
import { span, wholeAt } from './text-parts.js';
import { unitText } from './time/unit.js';
import { testRows } from './texts.js';
import { isValid } from './vector.js';
import type { Rows, Vector } from './vector.js';

/** What looks into all items of lists: they become one column, with the row of each. */
export const LIST_ITEM_KERNELS: Kernels = {
  listContains: binary((list, value, { rows }) => {
    const { items, owners } = itemsOf(list, rows);
    const found = new Uint8Array(rows.length);
    if (owners.length > 0 && items.form !== 'opaque' && value.form !== 'opaque') {
      const wanted = gather(value, Uint32Array.from(owners));
      const equal = compare('equal', items, wanted, { length: owners.length, first: rows.first });
      owners.forEach((row, i) => {
        if (equal.values[i] === 1 && isValid(equal, i)) found[row] = 1;
      });
    }
    return testRows([list, value], rows, row => found[row] === 1);
  }),
  listSum: aggregated('sum'),
  listMean: aggregated('mean'),
  listMin: aggregated('min'),
  listMax: aggregated('max'),
  listSort: ([list, direction, nulls], { type, rows }) => {
    if (!list) throw new TypeError('listSort was called without a list');
    const { items, starts } = itemsOf(list, rows);
    const descending = direction !== undefined && unitText(direction) === 'descending';
    const order = rowOrder({ vector: items, descending, nullsFirst: nulls !== undefined && unitText(nulls) === 'first' });
    return listRows(type, [list], rows, row => {
      const start = starts[row] ?? 0;
      const values = itemsAt(list, row);
      const places = values.map((_, place) => place).sort((a, b) => order(start + a, start + b));
      return places.map(place => values[place] ?? null);
    });
  },
  listReverse: unary((list, { type, rows }) => listRows(type, [list], rows, row => itemsAt(list, row).toReversed())),
  listUnique: unary((list, { type, rows }) => {
    const { items, owners, starts } = itemsOf(list, rows);
    const numbers = new KeyTable().lookup([groupVector(owners), items], owners.length);
    let known = 0;
    const isNew = Array.from(numbers, number => number === known && known++ === number);
    return listRows(type, [list], rows, row => itemsAt(list, row).filter((_, place) => isNew[(starts[row] ?? 0) + place]));
  }),
  listSlice: ([list, place, many], { type, rows }) => {
    if (!list || !place) throw new TypeError('listSlice was called with too few operands');
    return listRows(type, many ? [list, place, many] : [list, place], rows, row => {
      const items = itemsAt(list, row);
      return items.slice(...placesOf(items.length, wholeAt(place, row), many && wholeAt(many, row)));
    });
  },
};

interface Items {
  readonly items: Vector;
  /** the row of each */
  readonly owners: Int32Array;
  /** where those of each row begin */
  readonly starts: Int32Array;
}

/** The items of all lists that are there, one after the other. */
export function itemsOf(list: Vector, { length }: Rows): Items {
  const values: unknown[] = [];
  const owners: number[] = [];
  const starts = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    starts[row] = values.length;
    if (!isValid(list, row)) continue;
    for (const item of itemsAt(list, row)) {
      values.push(item);
      owners.push(row);
    }
  }
  const type: DataType = 'item' in list.type ? valueType(list.type.item.type) : { id: 'null' };
  const items = columnLoader(type, columnFromValues(type, values))(0, values.length);
  return { items, owners: Int32Array.from(owners), starts };
}

/** The aggregate of the items, each list being a group. */
function aggregated(aggregate: AggregateFunction): ScalarKernel {
  return unary((list, { rows }) => {
    const { items, owners } = itemsOf(list, rows);
    const name = `list${aggregate.charAt(0).toUpperCase()}${aggregate.slice(1)}`;
    const accumulated = accumulator({ name, function: aggregate, column: name }, items.type);
    accumulated.add(items, owners, rows.length);
    return accumulated.finish(0, rows.length);
  });
}

/** From which item to which. */
function placesOf(count: number, start: number | bigint, many: number | bigint | undefined): readonly [from: number, to: number] {
  // What is not counted from the end is at most all there is.
  if (start < 0) return span(count, start, many);
  const from = Math.min(Number(start), count);
  const length = many === undefined ? count : Math.min(Math.max(Number(many), 0), count);
  return [from, Math.min(from + length, count)];
}
