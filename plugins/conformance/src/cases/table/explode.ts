import type { DataType, Field, OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { schemaFor, typeOf } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const listOf = (type: DataType): DataType => ({ id: 'list', item: { name: 'item', type, nullable: true } });
const INTS = listOf({ id: 'int64' });
const lists = tableOf(
  { k: ['utf8', ['a', 'b', 'c', null, 'e']], l: [INTS, [[1n, 2n], [], null, [null], [3n]]], x: ['int32', [1, 2, 3, 4, 5]] },
  [2, 0, 3],
);

export const tableExplodeCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { column: 'x' }, [
      ['a column that there is not', { column: 'q' }, 'COLUMN_NOT_FOUND'],
      ['a column without lists', { column: 's' }, 'TYPE_MISMATCH'],
    ]),
    {
      name: 'items in their order; a list that is null or empty gives a null',
      inputs: [{ kind: 'table', table: lists }],
      options: { column: 'l' },
      expect: {
        table: tableOf({
          k: ['utf8', ['a', 'a', 'b', 'c', null, 'e']],
          l: ['int64', [1n, 2n, null, null, null, 3n]],
          x: ['int32', [1, 1, 2, 3, 4, 5]],
        }),
      },
    },
    {
      name: 'lists of lists of texts: one level at a time',
      inputs: [{ kind: 'table', table: tableOf({ l: [listOf(listOf({ id: 'utf8' })), [[['a', null], null, []], [['ç']]]] }) }],
      options: { column: 'l' },
      expect: { table: tableOf({ l: [listOf({ id: 'utf8' }), [['a', null], null, [], ['ç']]] }) },
    },
    {
      name: 'lists of one length, and null ones among them',
      inputs: [
        {
          kind: 'table',
          table: tableOf({
            l: [
              { id: 'fixedSizeList', size: 2, item: { name: 'item', type: { id: 'float64' }, nullable: true } },
              [[1, -0], null, [null, NaN]],
            ],
            s: ['utf8', ['x', 'y', 'z']],
          }),
        },
      ],
      options: { column: 'l' },
      expect: { table: tableOf({ l: ['float64', [1, -0, null, null, NaN]], s: ['utf8', ['x', 'x', 'y', 'z', 'z']] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ l: [INTS, []] }, []) }],
      options: { column: 'l' },
      expect: { table: tableOf({ l: ['int64', []] }) },
    },
  ],
  generate(random) {
    const item: Field = { name: 'item', type: typeOf(random), nullable: true };
    const type: DataType =
      random.integer(0, 3) === 0 ? { id: 'fixedSizeList', size: random.integer(1, 3), item } : { id: 'list', item };
    const schema = schemaFor(random, 3, false);
    const at = random.integer(0, schema.length);
    const column: Field = { name: 'a list', type, nullable: true };
    return {
      inputs: [{ kind: 'table', table: random.table([...schema.slice(0, at), column, ...schema.slice(at)]) }],
      options: { column: column.name },
    };
  },
  chain(random, schema) {
    const found = schema.filter(({ type }) => type.id === 'list' || type.id === 'fixedSizeList');
    return found.length === 0 ? undefined : { column: random.pick(found).name };
  },
  laws: [
    {
      name: 'the items are those of the lists, with a null where there is none',
      check({ inputs: [input], options }, result) {
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const column = String(options['column']);
        const expected = Array.from(columnValues(input.table, column)).flatMap((list: unknown): readonly unknown[] =>
          Array.isArray(list) && list.length > 0 ? list : [null],
        );
        const [actual, wanted] = [Array.from(columnValues(result.table, column)), expected].map(items =>
          items.map(formatValue).join(', '),
        );
        return actual === wanted ? undefined : `(${String(actual)}), expected (${String(wanted)})`;
      },
    },
  ],
};
