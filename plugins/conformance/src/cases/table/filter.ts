import type { DataType, OperationCases } from '@parquetframe/core/engine';
import { columnValues, rowsAsText } from '../../compare.js';
import { tableOf, tableOfValues } from '../../values.js';
import { FUNCTION_TABLE, everyPredicate } from '../every-function.js';
import { call, column, literal, riskyPredicate } from '../expressions.js';
import { largeTable } from '../large.js';
import { computedCells } from '../partial.js';
import { comparable, schemaFor } from '../schemas.js';
import { REFUSED_TABLE, refusedCases } from '../refused.js';

const numbers = tableOf({ x: ['int64', [1n, null, 3n, 2n, 3n]] });
const MICROSECONDS = { id: 'timestamp', unit: 'us', timezone: null } as const;
const decimal = (scale: number): DataType => ({ id: 'decimal', precision: 38, scale });
const HUNDREDTHS = [12_345_678_901_234_567_801n, 10n, 15n, null];
const TEN_THOUSANDTHS = [1_234_567_890_123_456_780_101n, 1000n, 1501n, 0n];
const floats = tableOf({ x: ['float64', [1, Number.NaN, null, -0, 0, Infinity]] });

export const tableFilterCases: OperationCases = {
  literals: [
    ...refusedCases([REFUSED_TABLE], {}, [
      ['no predicate', {}, 'INVALID_ARGUMENT'],
      ['a predicate that is not a bool', { predicate: column('x') }, 'TYPE_MISMATCH'],
      ['a column that there is not', { predicate: column('q') }, 'COLUMN_NOT_FOUND'],
      ['text compared with a number', { predicate: call('greater', [column('s'), literal(1)]) }, 'TYPE_MISMATCH'],
    ]),
    ...everyPredicate([{ kind: 'table', table: FUNCTION_TABLE }]),
    {
      name: 'null is neither true nor false',
      inputs: [{ kind: 'table', table: numbers }],
      options: { predicate: call('greater', [column('x'), literal(1)]) },
      expect: { table: tableOf({ x: ['int64', [3n, 2n, 3n]] }) },
    },
    {
      name: 'not of null is null',
      inputs: [{ kind: 'table', table: numbers }],
      options: { predicate: call('not', [call('greater', [column('x'), literal(1)])]) },
      expect: { table: tableOf({ x: ['int64', [1n]] }) },
    },
    {
      name: 'null or true is true, null and true is null',
      inputs: [
        { kind: 'table', table: tableOf({ p: ['bool', [null, null, true, false]], q: ['bool', [true, false, null, null]] }) },
      ],
      options: { predicate: call('or', [column('p'), column('q')]) },
      expect: { table: tableOf({ p: ['bool', [null, true]], q: ['bool', [true, null]] }) },
    },
    {
      name: 'null and false is false, so its negation is true',
      inputs: [{ kind: 'table', table: tableOf({ p: ['bool', [null, null, true]], q: ['bool', [false, true, true]] }) }],
      options: { predicate: call('not', [call('and', [column('p'), column('q')])]) },
      expect: { table: tableOf({ p: ['bool', [null]], q: ['bool', [false]] }) },
    },
    {
      name: 'NaN equals itself',
      inputs: [{ kind: 'table', table: floats }],
      options: { predicate: call('equal', [column('x'), literal(Number.NaN)]) },
      expect: { table: tableOf({ x: ['float64', [Number.NaN]] }) },
    },
    {
      name: 'NaN is greater than every number',
      inputs: [{ kind: 'table', table: floats }],
      options: { predicate: call('greater', [column('x'), literal(Infinity)]) },
      expect: { table: tableOf({ x: ['float64', [Number.NaN]] }) },
    },
    {
      name: 'minus zero equals zero and is kept as it is',
      inputs: [{ kind: 'table', table: floats }],
      options: { predicate: call('equal', [column('x'), literal(0)]) },
      expect: { table: tableOf({ x: ['float64', [-0, 0]] }) },
    },
    {
      name: 'int64 is compared with a float exactly, not through float64',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n]] }) }],
      options: { predicate: call('equal', [column('x'), literal(2 ** 53, { id: 'float64' })]) },
      expect: { table: tableOf({ x: ['int64', [2n ** 53n]] }) },
    },
    {
      name: 'the largest int64 is less than 2^63',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 63n - 1n, -(2n ** 63n)]] }) }],
      options: { predicate: call('less', [column('x'), literal(2 ** 63, { id: 'float64' })]) },
      expect: { table: tableOf({ x: ['int64', [2n ** 63n - 1n, -(2n ** 63n)]] }) },
    },
    {
      name: 'uint64 and int64 are compared by value',
      inputs: [
        {
          kind: 'table',
          table: tableOf({ u: ['uint64', [2n ** 64n - 1n, 5n, 2n ** 63n]], i: ['int64', [-1n, 5n, -(2n ** 63n)]] }),
        },
      ],
      options: { predicate: call('greater', [column('u'), column('i')]) },
      expect: { table: tableOf({ u: ['uint64', [2n ** 64n - 1n, 2n ** 63n]], i: ['int64', [-1n, -(2n ** 63n)]] }) },
    },
    {
      name: 'strings are compared by UTF-8 bytes, not by UTF-16 units',
      inputs: [{ kind: 'table', table: tableOf({ s: ['utf8', ['\uFFFD', '\u{1F600}', 'z', '', null]] }) }],
      options: { predicate: call('greater', [column('s'), literal('\uFFFD')]) },
      expect: { table: tableOf({ s: ['utf8', ['\u{1F600}']] }) },
    },
    {
      name: 'composed and decomposed letters are different strings',
      inputs: [{ kind: 'table', table: tableOf({ s: ['utf8', ['\u00e9', 'e\u0301']] }) }],
      options: { predicate: call('equal', [column('s'), literal('\u00e9')]) },
      expect: { table: tableOf({ s: ['utf8', ['\u00e9']] }) },
    },
    {
      name: 'timestamps of different units are compared as instants',
      inputs: [
        {
          kind: 'table',
          table: tableOf({
            a: [{ id: 'timestamp', unit: 's', timezone: null }, [1n, 2n, -1n]],
            b: [{ id: 'timestamp', unit: 'ns', timezone: null }, [1_000_000_000n, 1_999_999_999n, -1_000_000_001n]],
          }),
        },
      ],
      options: { predicate: call('greater', [column('a'), column('b')]) },
      expect: {
        table: tableOf({
          a: [{ id: 'timestamp', unit: 's', timezone: null }, [2n, -1n]],
          b: [{ id: 'timestamp', unit: 'ns', timezone: null }, [1_999_999_999n, -1_000_000_001n]],
        }),
      },
    },
    {
      // Found in the resolution of literals: they were read in the time zone of the machine, and as milliseconds.
      name: 'an instant as text is in UTC without an offset, and has all its digits',
      inputs: [{ kind: 'table', table: tableOf({ t: [MICROSECONDS, [0n, 36_000_123_456n, 36_000_123_000n, null]] }) }],
      options: { predicate: call('equal', [column('t'), literal('1970-01-01T10:00:00.123456')]) },
      expect: { table: tableOf({ t: [MICROSECONDS, [36_000_123_456n]] }) },
    },
    {
      name: 'an integer beyond 64 bits is compared by value',
      inputs: [{ kind: 'table', table: tableOf({ x: ['uint64', [0n, 2n ** 64n - 1n, null]] }) }],
      options: {
        predicate: call('and', [
          call('less', [column('x'), literal(2n ** 64n)]),
          call('greater', [column('x'), literal(-(2n ** 63n) - 1n)]),
        ]),
      },
      expect: { table: tableOf({ x: ['uint64', [0n, 2n ** 64n - 1n]] }) },
    },
    {
      name: 'an empty table',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []], s: ['utf8', []] }) }],
      options: { predicate: call('equal', [column('x'), literal(1)]) },
      expect: { table: tableOf({ x: ['int64', []], s: ['utf8', []] }) },
    },
    {
      // Found in a native engine: a typed array of no elements need not lie at an aligned address.
      name: 'no rows of string views and 16-byte values: empty buffers without an aligned address',
      inputs: [
        {
          kind: 'table',
          table: tableOf({ v: ['utf8View', []], d: [{ id: 'decimal', precision: 38, scale: 2 }, []], x: ['int64', []] }),
        },
      ],
      options: { predicate: call('isNotNull', [column('x')]) },
      expect: { table: tableOf({ v: ['utf8View', []], d: [{ id: 'decimal', precision: 38, scale: 2 }, []], x: ['int64', []] }) },
    },
    {
      name: 'a table without batches',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', []] }, []) }],
      options: { predicate: call('isNull', [column('x')]) },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
    {
      name: 'several batches, all rows of one dropped',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [1n, 2n, 9n, 9n, 3n]] }, [2, 2, 1]) }],
      options: { predicate: call('less', [column('x'), literal(5)]) },
      expect: { table: tableOf({ x: ['int64', [1n, 2n, 3n]] }) },
    },
    {
      name: 'a null literal keeps nothing',
      inputs: [{ kind: 'table', table: numbers }],
      options: { predicate: call('equal', [column('x'), literal(null)]) },
      expect: { table: tableOf({ x: ['int64', []] }) },
    },
    {
      name: 'integer overflow in a predicate',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [1n, 2n ** 63n - 1n]] }) }],
      options: { predicate: call('greater', [call('add', [column('x'), literal(1)]), literal(0)]) },
      expect: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'a failed cast in a predicate',
      inputs: [{ kind: 'table', table: tableOf({ s: ['utf8', ['1', 'one']] }) }],
      options: { predicate: call('greater', [call('cast', [column('s')], { to: { id: 'int64' } }), literal(0)]) },
      expect: { error: 'CAST_FAILED' },
    },
    {
      name: 'an overflow counts although AND is settled without it',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 63n - 1n]], p: ['bool', [false]] }) }],
      options: { predicate: call('and', [column('p'), call('less', [call('add', [column('x'), column('x')]), literal(0)])]) },
      expect: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'an overflow counts although OR is settled without it',
      inputs: [{ kind: 'table', table: tableOf({ x: ['int64', [2n ** 63n - 1n]], p: ['bool', [true]] }) }],
      options: { predicate: call('or', [call('less', [call('add', [column('x'), column('x')]), literal(0)]), column('p')]) },
      expect: { error: 'INTEGER_OVERFLOW' },
    },
    {
      name: 'decimals of different scales are compared digit by digit',
      inputs: [{ kind: 'table', table: tableOf({ a: [decimal(2), HUNDREDTHS], b: [decimal(4), TEN_THOUSANDTHS] }) }],
      options: { predicate: call('equal', [column('a'), column('b')]) },
      expect: { table: tableOf({ a: [decimal(2), [10n]], b: [decimal(4), [1000n]] }) },
    },
    {
      name: 'decimals of different scales: the last digit decides',
      inputs: [{ kind: 'table', table: tableOf({ a: [decimal(2), HUNDREDTHS], b: [decimal(4), TEN_THOUSANDTHS] }) }],
      options: { predicate: call('less', [column('a'), column('b')]) },
      expect: {
        table: tableOf({
          a: [decimal(2), [12_345_678_901_234_567_801n, 15n]],
          b: [decimal(4), [1_234_567_890_123_456_780_101n, 1501n]],
        }),
      },
    },
  ],
  generate(random) {
    const schema = schemaFor(random);
    return {
      inputs: [{ kind: 'table', table: random.table(schema) }],
      options: { predicate: riskyPredicate(random, comparable(schema)) },
    };
  },
  chain(random, schema) {
    const fields = comparable(schema);
    return fields.length === 0 ? undefined : { predicate: riskyPredicate(random, fields) };
  },
  async partial({ inputs: [input], options }, tools) {
    if (input?.kind !== 'table') return undefined;
    const kept = await computedCells(input.table, { name: 'kept', expression: options['predicate'] }, tools);
    const rows = [...kept.values.keys()].filter(row => kept.unknown.has(row) || kept.values[row] === true);
    const columns = input.table.schema.map(f => columnValues(input.table, f.name));
    const table = tableOfValues(
      input.table.schema,
      columns.map(values => rows.map(row => values[row])),
      [rows.length],
    );
    const uncertain = new Set([...rows.keys()].filter(index => kept.unknown.has(rows[index] ?? -1)));
    return { table, unknown: [], uncertain };
  },
  laws: [
    {
      name: 'filter then count is the count of true',
      async check(prepared, result, tools) {
        const [input] = prepared.inputs;
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const columns = [{ name: 'kept', expression: prepared.options['predicate'] }];
        const projected = await tools.reference('table.project', [input], { columns });
        if (projected.kind !== 'table') return 'the projection is not a table';
        const expected = columnValues(projected.table, 'kept').filter(value => value === true).length;
        return expected === result.table.length
          ? undefined
          : `${result.table.length} rows are kept, the predicate is true for ${expected}`;
      },
    },
    {
      name: 'the rows kept are rows of the input, in its order',
      check(prepared, result) {
        const [input] = prepared.inputs;
        if (result.kind !== 'table' || input?.kind !== 'table') return 'the result is not a table';
        const rows = rowsAsText(input.table);
        let at = 0;
        for (const row of rowsAsText(result.table)) {
          const found = rows.indexOf(row, at);
          if (found === -1) return `(${row}) is not in the input, or not in its place`;
          at = found + 1;
        }
        return undefined;
      },
    },
  ],
  large: () => ({
    inputs: [{ kind: 'table', table: largeTable() }],
    options: { predicate: call('greater', [call('multiply', [column('x'), column('x')]), literal(0.25)]) },
  }),
};
