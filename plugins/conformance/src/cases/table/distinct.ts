import type { OperationCases } from '@parquetframe/core/engine';
import { columnValues } from '../../compare.js';
import { formatValue, tableOf } from '../../values.js';
import { largeTable } from '../large.js';
import { comparable, schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const pairs = tableOf({ k: ['utf8', ['b', 'a', 'b', null, 'a', null]], x: ['int64', [1n, 2n, 1n, null, 3n, null]] }, [2, 0, 4]);

export const tableDistinctCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], {}, [
      ['a column that there is not', { subset: ['q'] }, 'COLUMN_NOT_FOUND'],
      ['neither first nor last', { keep: 'any' }, 'INVALID_ARGUMENT'],
    ]),
    {
      name: 'rows in the order in which they first appear, null equal to null',
      inputs: [{ kind: 'table', table: pairs }],
      options: {},
      expect: { table: tableOf({ k: ['utf8', ['b', 'a', null, 'a']], x: ['int64', [1n, 2n, null, 3n]] }) },
    },
    {
      name: 'by some columns: the first row of each',
      inputs: [{ kind: 'table', table: pairs }],
      options: { subset: ['k'] },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a', null]], x: ['int64', [1n, 2n, null]] }) },
    },
    {
      name: 'by some columns: the last row of each, in the order of the first',
      inputs: [{ kind: 'table', table: pairs }],
      options: { subset: ['k'], keep: 'last' },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a', null]], x: ['int64', [1n, 3n, null]] }) },
    },
    {
      name: 'by all columns, in another order than the table has them',
      inputs: [{ kind: 'table', table: pairs }],
      options: { subset: ['x', 'k'], keep: 'last' },
      expect: { table: tableOf({ k: ['utf8', ['b', 'a', null, 'a']], x: ['int64', [1n, 2n, null, 3n]] }) },
    },
    {
      name: 'NaN is one value, and -0 is 0',
      inputs: [{ kind: 'table', table: tableOf({ x: ['float64', [-0, NaN, 0, NaN, 1]] }) }],
      options: {},
      expect: { table: tableOf({ x: ['float64', [0, NaN, 1]] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }, []) }],
      options: {},
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    const fields = comparable(schema);
    const whole = fields.length === schema.length && random.boolean();
    const names = fields.map(({ name }) => name);
    const some = random.boolean() ? [random.pick(names)] : names.reverse();
    const subset = whole || fields.length === 0 ? undefined : some;
    return {
      inputs: [
        {
          kind: 'table',
          table: random.table(fields.length === 0 ? [{ name: 'n', type: { id: 'int32' }, nullable: true }] : schema),
        },
      ],
      options: { ...(subset ? { subset } : {}), ...(random.boolean() ? {} : { keep: random.pick(['first', 'last']) }) },
    };
  },
  chain(random, schema) {
    const fields = comparable(schema);
    if (fields.length === 0) return undefined;
    return fields.length === schema.length && random.boolean() ? {} : { subset: [random.pick(fields).name] };
  },
  laws: [
    {
      name: 'no two rows are equal in the columns that are compared',
      check({ options }, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const { table } = result;
        const subset = (options['subset'] ?? table.schema.map(field => field.name)) as readonly string[];
        const columns = subset.map(name => columnValues(table, name));
        const texts = Array.from({ length: table.length }, (_, row) =>
          columns.map(values => formatValue(values[row])).join(', '),
        );
        const twice = texts.find((text, row) => texts.indexOf(text) !== row);
        return twice === undefined ? undefined : `(${twice}) is there twice`;
      },
    },
  ],
  large: () => ({ inputs: [{ kind: 'table', table: largeTable() }], options: {} }),
};
