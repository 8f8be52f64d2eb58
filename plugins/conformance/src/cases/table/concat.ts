import { canonicalJson, type ChainInput, type OperationCases } from '@parquetframe/core/engine';
import { rowsAsText } from '../../compare.js';
import { tableOf } from '../../values.js';
import { schemaFor } from '../schemas.js';
import { REFUSED_EDGES, REFUSED_TABLE, refusedCases } from '../refused.js';

const first = tableOf({ x: ['int64', [1n, null]], s: ['utf8', ['a', 'ç']] });
const second = tableOf({ x: ['int64', [3n, 4n, 5n]], s: ['utf8', [null, '', 'e']] }, [1, 0, 2]);
const empty = tableOf({ x: ['int64', []], s: ['utf8', []] });

export const tableConcatCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE, REFUSED_EDGES], {}, [['tables of different columns', {}, 'SCHEMA_MISMATCH']]),
    {
      name: 'one table after the other',
      inputs: [first, empty, second].map(table => ({ kind: 'table', table })),
      options: {},
      expect: { table: tableOf({ x: ['int64', [1n, null, 3n, 4n, 5n]], s: ['utf8', ['a', 'ç', null, '', 'e']] }) },
    },
    { name: 'one table alone', inputs: [{ kind: 'table', table: second }], options: {}, expect: { table: second } },
    {
      name: 'the same table twice',
      inputs: [first, first].map(table => ({ kind: 'table', table })),
      options: {},
      expect: { table: tableOf({ x: ['int64', [1n, null, 1n, null]], s: ['utf8', ['a', 'ç', 'a', 'ç']] }) },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    const tables = Array.from({ length: random.integer(1, 4) }, () => random.table(schema));
    return { inputs: tables.map(table => ({ kind: 'table', table })), options: {} };
  },
  chain(_random, schema, inputs) {
    const isLike = ({ kind }: ChainInput): boolean =>
      kind.kind === 'table' && canonicalJson(kind.schema) === canonicalJson(schema);
    return schema.length > 0 && inputs.every(isLike) ? {} : undefined;
  },
  laws: [
    {
      name: 'the result is the rows of the inputs in order',
      check({ inputs }, result) {
        if (result.kind !== 'table') return 'the result is not a table';
        const expected = inputs.flatMap(input => (input.kind === 'table' ? rowsAsText(input.table) : []));
        const actual = rowsAsText(result.table);
        return expected.join('\n') === actual.join('\n')
          ? undefined
          : `(${actual.join('), (')}), expected (${expected.join('), (')})`;
      },
    },
  ],
};
