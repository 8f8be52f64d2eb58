import test from 'ava';
import { col, count, createRuntime, fn, lit, param, when } from 'parquetframe';
import tsReference from '@parquetframe/engine-ts-reference';

/** What a message says: the verb that was called, not one that it is made of, and what is missing. */
const pf = await createRuntime({ engines: [tsReference()], wisdom: 'off', uncertified: 'allow' });
test.after.always('close the runtime', () => pf.close());
const typed = pf.fromRows([{ s: 'a', i: 1n, b: true, d: new Date(0), l: [1] }], {
  schema: { s: 'utf8', i: 'int64', b: 'bool', d: 'timestamp', l: 'list<float64>' },
});
const frame = typed.unchecked();
const sparse = ['s', , 'i'] as readonly string[]; // eslint-disable-line no-sparse-arrays -- as programs have it

type Call = (...given: readonly unknown[]) => unknown;
/** A method without its types. */
const of = (object: object, name: string): Call => {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  return (...given) => Reflect.apply(method, object, given) as unknown;
};
/** Runs what a call gives: frames are lazy. */
async function finish(result: unknown): Promise<void> {
  const value = await result;
  if (typeof value === 'object' && value !== null && 'collect' in value) await of(value, 'collect')();
}
const column = (name: string, method: string, ...given: readonly unknown[]): unknown =>
  frame.withColumns({ z: of(col(name), method)(...given) as never });

type Wrong = readonly (readonly [what: string, call: () => unknown, message: RegExp, code?: string])[];
const refuses = (kind: string, wrong: Wrong): void => {
  for (const [what, call, message, code = 'INVALID_ARGUMENT'] of wrong)
    test(`${kind}: ${what}`, async t => {
      await t.throwsAsync(async () => finish(call()), { code, message });
    });
};

refuses('the verb that was called', [
  [
    'uniqueValues without a column',
    () => of(frame, 'uniqueValues')(),
    /^uniqueValues takes the name of a column, received undefined/,
  ],
  ['uniqueValues of a list', () => of(frame, 'uniqueValues')(['s']), /^uniqueValues takes the name of a column/],
  ['an option of uniqueValues', () => of(frame, 'uniqueValues')('s', { x: 1 }), /^uniqueValues has no option "x"/],
  ['uniqueValues of lists', () => frame.uniqueValues('l'), /^uniqueValues cannot compare "l"/, 'TYPE_MISMATCH'],
  ['an option of first', () => of(frame, 'first')({ x: 1 }), /^first has no option "x"/],
  ['an option of isEmpty', () => of(frame, 'isEmpty')({ x: 1 }), /^isEmpty has no option "x"/],
  ['an option of describe', () => of(frame, 'describe')({ x: 1 }), /^describe has no option "x"/],
  ['an option of forEachBatch', () => of(frame, 'forEachBatch')(() => 1, { x: 1 }), /^forEachBatch has no option "x"/],
  ['crossTab without anything', () => of(frame, 'crossTab')(), /^crossTab: index takes column names/],
  ['crossTab without on', () => of(frame, 'crossTab')('s', 3, [1]), /^crossTab: on must be the name of a column, received 3/],
  ['crossTab without columns', () => of(frame, 'crossTab')('s', 'i', []), /^crossTab: columns .* received an empty array/],
  ['crossTab of lists', () => frame.crossTab('l', 'i', [1]), /^crossTab cannot compare "l"/, 'TYPE_MISMATCH'],
  ['topK without anything', () => of(frame, 'topK')(), /^topK takes how many rows, and the columns.*received neither/],
  ['topK without columns', () => of(frame, 'topK')(3), /^topK takes .* as in topK\(3, 'delay'\); received 3 alone/],
  ['topK the wrong way round', () => of(frame, 'topK')('s', 3), /^topK: rows must be a whole number/],
  ['topK of groups', () => of(frame.groupBy('s'), 'topK')(3), /^topK takes how many rows/],
  ['bottomK of groups', () => of(frame.groupBy('s'), 'bottomK')(), /^bottomK takes how many rows/],
  ['valueCounts of lists', () => frame.valueCounts('l'), /^valueCounts cannot compare "l"/, 'TYPE_MISMATCH'],
  ['valueCounts with one name', () => frame.valueCounts('s', { name: 's' }), /^valueCounts: the counts/, 'DUPLICATE_COLUMN'],
]);

refuses('what is missing', [
  ['clip with one bound', () => column('i', 'clip', 1), /^clip takes 2 arguments, received 1/],
  ['clip with the upper one', () => column('i', 'clip', undefined, 1), /^clip: argument 1 is undefined/],
  ['truncateTime', () => column('d', 'truncateTime'), /^truncateTime takes 1 argument, received none; the last is one of "year"/],
  ['epoch', () => column('d', 'epoch'), /^epoch takes 1 argument, received none; the last is one of "s", "ms"/],
  ['until', () => column('d', 'until', new Date(0)), /^until takes 2 arguments, received 1; .*"nanosecond"/],
  ['eq', () => column('i', 'eq'), /^eq takes 1 argument, received none/],
  ['between', () => column('i', 'between', 1), /^between takes 2 arguments, received 1/],
  ['add', () => column('i', 'add'), /^add takes 1 argument/],
  ['fillNull of an expression', () => column('i', 'fillNull'), /^fillNull takes 1 argument/],
  [
    'an operand of fn',
    () => frame.filter(fn('and', col('b'), undefined as never)),
    /^and takes an expression or a literal .* undefined/,
  ],
  [
    'otherwise',
    () => frame.withColumns({ z: when(col('i').gt(0)).then(1) as never }),
    /"z" .* received a choice without \.otherwise\(value\)/,
  ],
  [
    'otherwise, in a callback',
    () => typed.withColumns(row => ({ z: when(row.i.gt(0)).then(1) as never })),
    /"z" .* received a choice without \.otherwise\(value\)/,
  ],
  ['otherwise of a predicate', () => frame.filter(when(col('b')).then(true) as never), /filter takes .* without \.otherwise/],
  ['otherwise of an operand', () => column('i', 'add', when(col('b')).then(1)), /without \.otherwise/],
  ['otherwise of a value', () => when(col('b')).then(when(col('b')).then(1) as never), /^then takes .* without \.otherwise/],
  ['then', () => frame.withColumns({ z: when(col('b')) as never }), /received a condition without its value, \.then\(value\)/],
  ['then before otherwise', () => of(when(col('b')), 'otherwise')(1), /^otherwise comes after the value/],
  ['then before when', () => of(when(col('b')), 'when')(col('b')), /^when comes after the value/],
  ['the value of then', () => of(when(col('b')), 'then')(), /^then takes an expression or a literal .* undefined/],
  ['the value of otherwise', () => of(when(col('b')).then(1), 'otherwise')(), /^otherwise takes an expression or a literal/],
]);

const pivot = (options: object): unknown => of(frame, 'pivot')({ index: 's', on: 'i', values: count(), ...options });
refuses('pivot', [
  ['no columns', () => pivot({ columns: [] }), /^pivot: columns must be an array .* received an empty array/],
  ['a parameter', () => pivot({ columns: [param('p', 'int64')] }), /^pivot: columns must be values .* received a parameter/],
  [
    'a parameter for all',
    () => pivot({ columns: param('p', 'int64') }),
    /^pivot: columns must be an array .* received a parameter/,
  ],
  ['an expression', () => pivot({ columns: [col('i')] }), /^pivot: columns must be values .* received an expression/],
  ['a hole', () => pivot({ columns: [1, , 2] }), /^pivot: columns takes .* received undefined/], // eslint-disable-line no-sparse-arrays -- as programs have it
  [
    'on that is of the index',
    () => pivot({ index: ['s', 'i'], columns: [1] }),
    /^pivot names the column "i" twice/,
    'DUPLICATE_COLUMN',
  ],
  ['an index twice', () => pivot({ index: ['s', 's'], columns: [1] }), /^pivot: index names .* twice/, 'DUPLICATE_COLUMN'],
]);

refuses('lists and objects that say nothing, or the same twice', [
  [
    'fillNull with null',
    () => of(frame, 'fillNull')({ s: null }),
    /^fillNull: "s" needs a value that is not null, received null/,
  ],
  ['fillNull with undefined', () => of(frame, 'fillNull')({ s: undefined }), /^fillNull: "s" needs a value/],
  ['concat of nothing', () => of(frame, 'concat')([]), /^concat needs at least one other frame, received none/],
  [
    'unpivot of a column twice',
    () => frame.unpivot({ on: ['s', 's'] }),
    /^unpivot: on names the column "s" twice/,
    'DUPLICATE_COLUMN',
  ],
  ['unpivot by a column twice', () => frame.unpivot({ on: 's', index: ['i', 'i'] }), /^unpivot: index names/, 'DUPLICATE_COLUMN'],
]);

refuses('lists with holes', [
  ['join', () => of(frame, 'join')(frame, { on: sparse }), /^join: on takes column names, received undefined/],
  ['join, one side', () => of(frame, 'join')(frame, { leftOn: sparse, rightOn: sparse }), /^join: leftOn takes column names/],
  ['sort', () => frame.sort(sparse), /^sort takes column names, or objects .* received undefined/],
  ['sort by null', () => of(frame, 'sort')([null]), /^sort takes column names, or objects .* received null/],
  ['topK', () => frame.topK(1, sparse), /^topK takes column names, received undefined/],
  ['dropNulls', () => frame.dropNulls(sparse), /^dropNulls takes column names/],
  ['distinct', () => frame.distinct({ subset: sparse }), /^distinct takes column names/],
  ['unpivot', () => frame.unpivot({ on: sparse }), /^unpivot: on takes column names/],
  ['isIn', () => column('s', 'isIn', sparse), /received undefined/],
  ['files', () => of(pf, 'readCsv')(['a.csv', , 'b.csv']), /^readCsv takes a path .* received undefined/], // eslint-disable-line no-sparse-arrays -- as programs have it
  [
    'names of null',
    () => of(pf, 'readCsv')('a.csv', { nullValues: sparse }),
    /nullValues must be an array of strings/,
    'INVALID_ARGUMENT',
  ],
  ['an option of names', () => frame.run('table.groupHead', { keys: sparse, count: 1 }), /keys must be an array of column names/],
  ['an option of objects', () => frame.run('table.sort', { keys: Array(1) }), /keys must be a non-empty array/],
  ['keys of a join', () => frame.run('table.join', { on: Array(1) }, frame), /on must be a non-empty array/],
  [
    'operands',
    () => frame.run('table.filter', { predicate: { kind: 'call', function: 'and', arguments: Array(2) } }),
    /^an expression is a column/,
  ],
]);

refuses('what was meant', [
  [
    'an aggregate beside a column',
    () => column('i', 'gt', col('i').mean()),
    /received an aggregate; beside the values of each row an aggregate has \.over\(\) after it, as in row\.x\.gt\(row\.x\.mean\(\)\.over\(\)\)$/,
  ],
  ['an aggregate as a condition', () => frame.filter(col('i').mean() as never), /^filter takes .* an aggregate has \.over\(\)/],
  [
    'a number as a column',
    () => frame.withColumns({ z: 5 as never }),
    /^withColumns: "z" must be as in .* received 5; the same value in every row is lit\(5\)$/,
  ],
  ['null as a column', () => frame.withColumns({ z: null as never }), /; the same value in every row is lit\(null\)$/],
  ['a bigint as a column', () => frame.withColumns({ z: 5n as never }), /; the same value in every row is lit\(5n\)$/],
  [
    'a text as a column',
    () => frame.withColumns({ z: 'i' as never }),
    /; the same text in every row is lit\("i"\), the column of that name col\("i"\)$/,
  ],
  ['a number as an aggregate', () => frame.agg({ z: 5 as never }), /^agg: "z" must be as in .* received 5$/],
  ['digits of round', () => column('i', 'round', 1), /^round takes no argument; received 1\. Digits .* roundTo\(1\)$/],
  ['another value of min', () => column('i', 'min', col('i')), /^min takes no argument; received 1\..* least\(other\)$/],
  ['another value of max', () => column('i', 'max', 3), /^max takes no argument; received 1\..* greatest\(other\)$/],
  [
    'a length of time',
    () => column('d', 'add', '1h30m'),
    /; a length of time, which can be added to a timestamp, is lit\(5400n, \{ id: 'duration', unit: 's' \}\)$/,
  ],
  ['a short one', () => column('d', 'sub', '15us'), /is lit\(15n, \{ id: 'duration', unit: 'us' \}\)$/],
  ['months', () => column('d', 'add', '1y'), /; months are added to a date or a timestamp with addMonths\(12\)$/],
  [
    'a text as a timestamp',
    () => frame.cast({ s: 'timestamp' }),
    /received utf8 to timestamp\[us\]; .*toTimestamp\('/,
    'TYPE_MISMATCH',
  ],
  ['a text as a date', () => column('s', 'tryCast', 'date'), /^tryCast .* to date\[day\]; .*toDate\('/, 'TYPE_MISMATCH'],
  ['a timestamp as a text', () => frame.cast({ d: 'utf8' }), /to utf8; .*formatTime\('%Y-%m-%d'\)$/, 'TYPE_MISMATCH'],
  ['a list as a number', () => frame.cast({ l: 'int64' }), /received list<float64> to int64$/, 'TYPE_MISMATCH'],
]);

test('what the messages say instead can be written', async t => {
  const row = await typed
    .withColumns({
      later: col('d').add(lit(86_400n, { id: 'duration', unit: 's' })),
      month: col('d').addMonths(1),
      above: col('i').gt(col('i').mean().over()),
      text: col('d').formatTime('%Y-%m-%d'),
      read: lit('1970-01-02T03:04:05').toTimestamp('%Y-%m-%dT%H:%M:%S'),
      least: col('i').least(lit(0n)),
    })
    .unchecked()
    .select('later', 'month', 'above', 'text', 'read', 'least')
    .first();
  t.deepEqual(row, {
    later: new Date(86_400_000),
    month: new Date('1970-02-01'),
    above: false,
    text: '1970-01-01',
    read: new Date('1970-01-02T03:04:05Z'),
    least: 0n,
  });
});

test('of many columns the nearest are named, and how many more there are', async t => {
  const wide = pf.fromRows([Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`col${String(i)}`, i]))]).unchecked();
  const error = await t.throwsAsync(wide.select('colx77').collect(), { code: 'COLUMN_NOT_FOUND' });
  t.regex(error.message, /^there is no column "colx77"; the columns are "col77", .* and 2980 more\. Did you mean "col77"\?$/);
  t.true(error.message.length < 400);
  await t.throwsAsync(frame.select('q').collect(), {
    message: 'there is no column "q"; the columns are "s", "i", "b", "d", "l"',
  });
  await t.throwsAsync(wide.selectTypes('utf8').collect(), { message: /the columns are "col0", .*"col19" and 2980 more$/ });
});
