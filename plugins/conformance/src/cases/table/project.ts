import type {
  CaseRandom,
  DataType,
  OperationCase,
  OperationCases,
  ProjectedColumn,
  ScalarFunction,
  UserExpression,
} from '@parquetframe/core/engine';
import { bindOperation } from '../../bind.js';
import { tableOf, tableOfValues, type LiteralColumn } from '../../values.js';
import { FUNCTION_TABLE, everyProjection } from '../every-function.js';
import { call, column, literal, projected } from '../expressions.js';
import { projectionCases } from '../functions/case.js';
import { FUNCTION_CASES } from '../functions/index.js';
import { largeTable } from '../large.js';
import { resultName } from '../names.js';
import { CALLED_FUNCTIONS, randomCall } from '../random-call.js';
import { computedCells, type ComputedCells } from '../partial.js';
import { comparable, schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const INT_MAX = 2n ** 63n - 1n;
const INT_MIN = -(2n ** 63n);

const LIST: DataType = { id: 'list', item: { name: 'item', type: { id: 'utf8' }, nullable: true } };
const STRUCT: DataType = { id: 'struct', fields: [{ name: 'a', type: { id: 'int64' }, nullable: true }] };
const DICTIONARY: DataType = { id: 'dictionary', index: { id: 'int32' }, values: { id: 'utf8' }, ordered: false };

/** One expression over one table, with the values it must give. */
const gives = (
  name: string,
  input: { readonly [column: string]: LiteralColumn },
  expression: UserExpression,
  expected: LiteralColumn,
): OperationCases['literals'][number] => ({
  name,
  inputs: [{ kind: 'table', table: tableOf(input) }],
  options: { columns: [{ name: 'y', expression }] },
  expect: { table: tableOf({ y: expected }) },
});
const fails = (
  name: string,
  input: { readonly [column: string]: LiteralColumn },
  expression: UserExpression,
  error: string,
): OperationCases['literals'][number] => ({
  name,
  inputs: [{ kind: 'table', table: tableOf(input) }],
  options: { columns: [{ name: 'y', expression }] },
  expect: { error },
});
const cast = (name: string, to: DataType): UserExpression => call('cast', [column(name)], { to });

function called(random: CaseRandom, name: ScalarFunction): Omit<OperationCase, 'name' | 'expect'> {
  const { table, expression } = randomCall(random, name);
  return { inputs: [{ kind: 'table', table }], options: { columns: [{ name: 'y', expression }] } };
}

export const tableProjectCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], { columns: [{ name: 'x', expression: column('x') }] }, [
      ['no columns', { columns: [] }, 'INVALID_ARGUMENT'],
      [
        'two columns of one name',
        {
          columns: [
            { name: 'a', expression: column('x') },
            { name: 'a', expression: column('s') },
          ],
        },
        'DUPLICATE_COLUMN',
      ],
      ['a column that there is not', { columns: [{ name: 'a', expression: column('q') }] }, 'COLUMN_NOT_FOUND'],
    ]),
    ...everyProjection([{ kind: 'table', table: FUNCTION_TABLE }]),
    gives('addition of integers is int64', { x: ['int8', [127, null, -1]] }, call('add', [column('x'), literal(1)]), [
      'int64',
      [128n, null, 0n],
    ]),
    gives('uint8 minus its greater', { x: ['uint8', [1]], z: ['uint8', [2]] }, call('subtract', [column('x'), column('z')]), [
      'int64',
      [-1n],
    ]),
    gives('float32 is widened', { x: ['float32', [Math.fround(0.1)]] }, call('add', [column('x'), literal(0)]), [
      'float64',
      [Math.fround(0.1)],
    ]),
    gives(
      'integer and float give float64',
      { x: ['int64', [3n]], z: ['float64', [0.5]] },
      call('multiply', [column('x'), column('z')]),
      ['float64', [1.5]],
    ),
    gives(
      'divide of integers is float64',
      { x: ['int64', [1n, 7n, 0n, -1n]], z: ['int64', [2n, 0n, 0n, 0n]] },
      call('divide', [column('x'), column('z')]),
      ['float64', [0.5, Infinity, Number.NaN, -Infinity]],
    ),
    gives(
      'floorDivide rounds down, by zero is null',
      { x: ['int64', [7n, -7n, 7n, -7n, 1n]], z: ['int64', [2n, 2n, -2n, -2n, 0n]] },
      call('floorDivide', [column('x'), column('z')]),
      ['int64', [3n, -4n, -4n, 3n, null]],
    ),
    gives(
      'modulo has the sign of the divisor, by zero is null',
      { x: ['int64', [7n, -7n, 7n, -7n, 1n]], z: ['int64', [3n, 3n, -3n, -3n, 0n]] },
      call('modulo', [column('x'), column('z')]),
      ['int64', [1n, 2n, -2n, -1n, null]],
    ),
    gives(
      'floats by zero follow IEEE 754',
      { x: ['float64', [1, -1, 0]], z: ['float64', [0, 0, 0]] },
      call('divide', [column('x'), column('z')]),
      ['float64', [Infinity, -Infinity, Number.NaN]],
    ),
    // x - floor(x / y) * y is not the remainder: its product is rounded, and infinity times zero is NaN.
    gives(
      'modulo of floats is exact, with the sign of the divisor',
      {
        x: ['float64', [5.5, -5.5, 1, 1e17, -1e17, 1, -1, -0, Infinity]],
        z: ['float64', [2, 2, 0, 3, 3, Infinity, Infinity, -3, 3]],
      },
      call('modulo', [column('x'), column('z')]),
      ['float64', [1.5, 0.5, Number.NaN, 1, 2, 1, Infinity, -0, Number.NaN]],
    ),
    gives(
      'floorDivide of floats rounds the exact quotient down: 1 / 0.1 is below 10',
      { x: ['float64', [1, -1, 1, -1, -0, Infinity, 1]], z: ['float64', [0.1, 0.1, Infinity, Infinity, 3, 3, 0]] },
      call('floorDivide', [column('x'), column('z')]),
      ['float64', [9, -10, 0, -1, -0, Infinity, Infinity]],
    ),
    gives(
      'overflow wraps when asked',
      { x: ['int64', [INT_MAX]] },
      call('add', [column('x'), literal(1)], { overflow: 'wrap' }),
      ['int64', [INT_MIN]],
    ),
    gives(
      'overflow is null when asked',
      { x: ['int64', [INT_MAX, 1n]] },
      call('multiply', [column('x'), literal(2)], { overflow: 'null' }),
      ['int64', [null, 2n]],
    ),
    gives(
      'negation of the smallest integer wraps when asked',
      { x: ['int64', [INT_MIN, 5n]] },
      call('negate', [column('x')], { overflow: 'wrap' }),
      ['int64', [INT_MIN, -5n]],
    ),
    gives('comparison with null is null', { x: ['int64', [1n, null]] }, call('equal', [column('x'), column('x')]), [
      'bool',
      [true, null],
    ]),
    gives('null tests are never null', { x: ['float64', [1, null, Number.NaN]] }, call('isNull', [column('x')]), [
      'bool',
      [false, true, false],
      'required',
    ]),
    gives(
      'and of null and false is false',
      { p: ['bool', [null, null]], q: ['bool', [false, true]] },
      call('and', [column('p'), column('q')]),
      ['bool', [false, null]],
    ),
    gives('cast truncates towards zero', { x: ['float64', [1.9, -1.9, -0]] }, cast('x', { id: 'int32' }), ['int32', [1, -1, 0]]),
    gives('cast of integers to text', { x: ['int64', [INT_MIN, 0n, null]] }, cast('x', { id: 'utf8' }), [
      'utf8',
      ['-9223372036854775808', '0', null],
    ]),
    gives(
      'cast of floats to text is as JavaScript prints them',
      { x: ['float64', [0.1, 1e21, -0, Number.NaN, Infinity, 100]] },
      cast('x', { id: 'utf8' }),
      ['utf8', ['0.1', '1e+21', '0', 'NaN', 'Infinity', '100']],
    ),
    gives(
      'cast of decimals to text of a negative scale: zero is one digit',
      { x: [{ id: 'decimal', precision: 9, scale: -2 }, [0n, 5n, -5n]] },
      cast('x', { id: 'utf8' }),
      ['utf8', ['0', '500', '-500']],
    ),
    gives(
      'cast of text to float32 rounds once',
      { s: ['utf8', ['1.0000000596046447753906251', '1.000000059604644775390625', '-1e-400', '1e39']] },
      cast('s', { id: 'float32' }),
      ['float32', [1 + 2 ** -23, 1, -0, Infinity]],
    ),
    gives('cast of text to numbers', { s: ['utf8', ['12', '-3', null]] }, cast('s', { id: 'int64' }), [
      'int64',
      [12n, -3n, null],
    ]),
    gives('cast of bool', { p: ['bool', [true, false, null]] }, cast('p', { id: 'int8' }), ['int8', [1, 0, null]]),
    gives(
      'cast of timestamps to a coarser unit rounds down',
      { t: [{ id: 'timestamp', unit: 'ns', timezone: null }, [1_999_999n, -1n]] },
      cast('t', { id: 'timestamp', unit: 'ms', timezone: null }),
      [{ id: 'timestamp', unit: 'ms', timezone: null }, [1n, -1n]],
    ),
    gives(
      'cast of a date is midnight',
      { d: [{ id: 'date', unit: 'day' }, [1, -1]] },
      cast('d', { id: 'timestamp', unit: 's', timezone: null }),
      [{ id: 'timestamp', unit: 's', timezone: null }, [86_400n, -86_400n]],
    ),
    gives('a literal alone', { x: ['int64', [1n, 2n]] }, literal('k'), ['utf8', ['k', 'k']]),
    ...[LIST, STRUCT, DICTIONARY].map(type =>
      gives(`a null of type ${type.id}`, { x: ['int64', [1n, 2n]] }, literal(null, type), [type, [null, null]]),
    ),
    gives('no rows', { x: ['int64', []] }, call('add', [column('x'), literal(1)]), ['int64', []]),
    fails('addition overflows', { x: ['int64', [0n, INT_MAX]] }, call('add', [column('x'), literal(1)]), 'INTEGER_OVERFLOW'),
    fails('negation overflows', { x: ['int64', [INT_MIN]] }, call('negate', [column('x')]), 'INTEGER_OVERFLOW'),
    fails(
      'floorDivide of the smallest integer by -1 overflows',
      { x: ['int64', [INT_MIN]], z: ['int64', [-1n]] },
      call('floorDivide', [column('x'), column('z')]),
      'INTEGER_OVERFLOW',
    ),
    fails(
      'uint64 beyond int64 overflows',
      { x: ['uint64', [2n ** 64n - 1n]] },
      call('add', [column('x'), literal(0)]),
      'INTEGER_OVERFLOW',
    ),
    fails('NaN cannot be an integer', { x: ['float64', [Number.NaN]] }, cast('x', { id: 'int64' }), 'CAST_FAILED'),
    fails('2^63 cannot be an int64', { x: ['float64', [2 ** 63]] }, cast('x', { id: 'int64' }), 'CAST_FAILED'),
    fails('-1 cannot be a uint8', { x: ['int64', [-1n]] }, cast('x', { id: 'uint8' }), 'CAST_FAILED'),
    fails('text with a blank is not a number', { s: ['utf8', [' 1']] }, cast('s', { id: 'int64' }), 'CAST_FAILED'),
    fails('empty text is not a number', { s: ['utf8', ['']] }, cast('s', { id: 'float64' }), 'CAST_FAILED'),
    ...projectionCases(FUNCTION_CASES),
  ],
  generate(random) {
    if (random.boolean()) return called(random, random.pick(CALLED_FUNCTIONS));
    const schema = schemaFor(random);
    const fields = comparable(schema);
    const errors = random.boolean() ? 'overflow' : 'cast';
    const count = random.integer(1, 3);
    const columns = Array.from({ length: count }, (_, index) => ({
      name: resultName(random, `y${index}`),
      expression: projected(random, fields, errors),
    }));
    return { inputs: [{ kind: 'table', table: random.table(schema) }], options: { columns } };
  },
  functions: Object.fromEntries(CALLED_FUNCTIONS.map(name => [name, random => called(random, name)])),
  chain(random, schema) {
    const fields = comparable(schema);
    if (fields.length === 0) return undefined;
    const columns = Array.from({ length: random.integer(1, 4) }, (_, index) => ({
      name: resultName(random, `p${index}`),
      expression: random.boolean() ? column(random.pick(fields).name) : projected(random, fields, 'overflow'),
    }));
    return { columns };
  },
  async partial({ inputs: [input], options }, tools) {
    if (input?.kind !== 'table') return undefined;
    const columns = options['columns'] as readonly ProjectedColumn[];
    const cells: ComputedCells[] = [];
    for (const each of columns) cells.push(await computedCells(input.table, each, tools));
    const { output } = bindOperation('table.project', options, [{ kind: 'table', schema: input.table.schema }], 'exact').fragment
      .root;
    if (output.kind !== 'table') return undefined;
    const values = cells.map(cell => cell.values);
    const table = tableOfValues(output.schema, values, [input.table.length]);
    return { table, unknown: cells.map(cell => cell.unknown) };
  },
  laws: [
    {
      name: 'projecting keeps the number of rows',
      check(prepared, result) {
        const [input] = prepared.inputs;
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        return result.table.length === input.table.length ? undefined : `${result.table.length} rows from ${input.table.length}`;
      },
    },
  ],
  large: () => ({
    inputs: [{ kind: 'table', table: largeTable() }],
    options: { columns: [{ name: 'z', expression: call('add', [call('multiply', [column('x'), column('x')]), column('y')]) }] },
  }),
};
