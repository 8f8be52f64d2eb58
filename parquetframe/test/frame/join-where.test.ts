import test from 'ava';
import { allEngines, createRuntime, isParquetFrameError } from 'parquetframe';

const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 9, 30, second));
const calls = pf.fromRows([
  { line: 'A', time: at(5), call: 1 },
  { line: 'B', time: at(1), call: 2 },
  { line: 'A', time: at(20), call: 3 },
]);
const shifts = pf.fromRows([
  { line: 'A', from: at(4), to: at(9), name: 'x' },
  { line: 'B', from: at(0), to: at(1), name: 'y' },
  { line: 'A', from: at(0), to: at(6), name: 'z' },
]);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id } as const;

  test(`what lies in an interval, and in the same group: ${manifest.id}`, async t => {
    const within = calls.joinWhere(shifts, {
      on: [
        ['time', '>=', 'from'],
        ['time', '<=', 'to'],
      ],
    });
    t.deepEqual(await within.select('call', 'name', 'line_right').toRows(run), [
      { call: 1, name: 'x', line_right: 'A' },
      { call: 1, name: 'z', line_right: 'A' },
      { call: 2, name: 'y', line_right: 'B' },
      { call: 2, name: 'z', line_right: 'A' },
    ]);
    const own = calls.joinWhere(shifts, {
      on: [
        ['line', '=', 'line'],
        ['time', '>', 'from'],
        ['time', '<', 'to'],
      ],
    });
    t.deepEqual((await own.toColumns(run)).name, ['x', 'z']);
  });

  test(`what a cross join and a filter give: ${manifest.id}`, async t => {
    const left = pf
      .fromRange(0, 60)
      .withColumns(row => ({ a: row.value.mod(7), b: row.value.mod(11) }))
      .select('a', 'b');
    const right = pf
      .fromRange(0, 50)
      .withColumns(row => ({ c: row.value.mod(5), d: row.value.mod(13) }))
      .select('c', 'd');
    const joined = left.joinWhere(right, {
      on: [
        ['a', '<=', 'c'],
        ['b', '>', 'd'],
      ],
    });
    const crossed = left.join(right, { how: 'cross' }).filter(row => row.a.lte(row.c).and(row.b.gt(row.d)));
    t.deepEqual(await joined.toRows(run), await crossed.toRows(run));
    const few = joined.filter(row => row.a.eq(1n).and(row.d.lt(3n)));
    t.deepEqual(await few.toRows(run), await crossed.filter(row => row.a.eq(1n).and(row.d.lt(3n))).toRows(run));
  });
}

const refused: readonly (readonly [string, object, RegExp])[] = [
  ['no conditions', { on: [] }, /takes conditions.*received an empty list/],
  ['no list', { on: 'time' }, /takes conditions/],
  ['an expression', { on: [['time', '>=']] }, /takes conditions/],
  ['a hole', { on: new Array(1) }, /takes conditions/],
  ['another comparison', { on: [['time', '!=', 'from']] }, /compares by =, <, <=, >, >=; received "!="/],
  ['an option of join', { on: [['time', '<', 'from']], how: 'left' }, /how/],
  ['an empty suffix', { on: [['time', '<', 'from']], suffix: '' }, /suffix/],
];

test('what is wrong with a call is said by name', async t => {
  for (const [name, options, message] of refused) {
    const call = (): unknown => Reflect.apply(calls.joinWhere, calls, [shifts, options]);
    const error = t.throws(call, undefined, name);
    t.true(isParquetFrameError(error) && error.code === 'INVALID_ARGUMENT', name);
    t.regex(error.message, message, name);
  }
  t.throws((): unknown => Reflect.apply(calls.joinWhere, calls, [{}, { on: [] }]), { code: 'INVALID_ARGUMENT' });
  const types = calls.joinWhere(shifts, { on: [['call', '<', 'name']] });
  await t.throwsAsync(types.toRows(), { code: 'TYPE_MISMATCH' });
  // @ts-expect-error a column of neither frame
  const none = calls.joinWhere(shifts, { on: [['nobody', '<', 'from']] });
  await t.throwsAsync(none.toRows(), { code: 'COLUMN_NOT_FOUND' });
});
