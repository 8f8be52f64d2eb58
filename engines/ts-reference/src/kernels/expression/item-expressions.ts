import { atOnce, columnReader, type DataType, type Expression } from '@parquetframe/core/engine';
import type { Choice, LazyKernel } from './choice.js';
import { itemsOf } from './list-items.js';
import { itemsAt, listRows } from './lists.js';
import { columnSink } from './sink.js';
import { isValid } from './vector.js';
import type { Vector } from './vector.js';

/** Lists, and what an expression gives for all of their items, one after the other. */
interface OfItems {
  readonly lists: Vector;
  readonly starts: Int32Array;
  /** undefined where there are no items, for which nothing is evaluated */
  readonly values: Vector | undefined;
  readonly count: number;
}

function ofItems([list, body]: readonly Expression[], { length, evaluate }: Choice): OfItems {
  if (!list || !body) throw new TypeError('a function of items was called with fewer than two operands');
  const lists = evaluate(list, undefined);
  const { items, owners, starts } = itemsOf(lists, { length, first: 0 });
  const count = owners.length;
  return { lists, starts, count, values: count === 0 ? undefined : evaluate(body, Uint32Array.from(owners), items) };
}

/** Functions that evaluate an expression for each item of a list. */
export const ITEM_KERNELS: { readonly [name: string]: LazyKernel } = {
  listMap: (operands, choice) => {
    const { lists, starts, values, count } = ofItems(operands, choice);
    const { type } = choice;
    const at = values && type.id === 'list' ? valuesOf(type.item.type, values, count) : () => null;
    return listRows(type, [lists], { length: choice.length, first: 0 }, row =>
      itemsAt(lists, row).map((_, place) => at((starts[row] ?? 0) + place)),
    );
  },
  listFilter: (operands, choice) => {
    const { lists, starts, values } = ofItems(operands, choice);
    const isTrue = (at: number): boolean =>
      values?.form === 'bool' && isValid(values, at) && values.values[at * values.step] === 1;
    return listRows(choice.type, [lists], { length: choice.length, first: 0 }, row =>
      itemsAt(lists, row).filter((_, place) => isTrue((starts[row] ?? 0) + place)),
    );
  },
};

/** Values as a column reader gives them. */
function valuesOf(type: DataType, values: Vector, count: number): (at: number) => unknown {
  if (values.form === 'opaque' && !values.at) return () => null;
  const sink = columnSink(type, count);
  sink.write(values, 0, count);
  const reader = columnReader(type, atOnce(sink.finish()));
  return at => reader.get(at);
}
