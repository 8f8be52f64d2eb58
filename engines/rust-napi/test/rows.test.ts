/** Sorts and joins of tables that are larger than the kit's cases: the same rows from this engine as from the reference. */
import { col, createRuntime, type DataFrame, type Runtime } from '@parquetframe/core';
import { tableFromRows, toShared, type Schema, type TableData } from '@parquetframe/core/engine';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

const ROWS = 12_000;
const { available } = await rustNapi().probe({ signal: new AbortController().signal });
const runtime = await createRuntime({ engines: [rustNapi(), tsReference()], uncertified: 'allow', wisdom: 'off' });
test.after.always(() => runtime.close());
const engines = available ? (['rust-napi', 'ts-reference'] as const) : (['ts-reference'] as const);
const native = available ? test.serial : test.skip;

const schema: Schema = [
  { name: 'few', type: { id: 'int32' }, nullable: true },
  { name: 'x', type: { id: 'float64' }, nullable: true },
  { name: 'text', type: { id: 'utf8' }, nullable: true },
  { name: 'row', type: { id: 'int64' }, nullable: false },
];

/** Mixed rows, in which every column has nulls, repeated values and values that look alike. */
function table(rows: number, seed: number): TableData {
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const odd = [Number.NaN, 0, -0, Infinity, -Infinity];
  const values = Array.from({ length: rows }, (_, row) => ({
    few: next(20) === 0 ? null : next(50) - 25,
    x: next(20) === 0 ? null : next(10) === 0 ? (odd[next(5)] ?? 0) : next(1_000_000) / 7 - 50_000,
    text: next(20) === 0 ? null : `name of ${'abé😀'.slice(next(3))}${String(next(rows))}`,
    row: BigInt(row),
  }));
  return tableFromRows(schema, values);
}

const left = table(ROWS, 1);
const right = table(ROWS / 10, 2);

type Mixed = { readonly few: 'int32'; readonly x: 'float64'; readonly text: 'utf8'; readonly row: 'int64' };
const framesOf = (pf: Runtime): readonly [DataFrame<Mixed>, DataFrame<Mixed>] => [
  pf.fromArrow<Mixed>(left),
  pf.fromArrow<Mixed>(toShared(right)),
];
const [frame, other] = framesOf(runtime);

/** The rows of a frame from each engine, as text, which tells −0 from 0. */
async function answers(of: DataFrame): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const engine of engines) {
    const result = await of.collect({ engine });
    texts.push(
      result
        .toRows()
        .map(row =>
          Object.values(row)
            .map(value => (Object.is(value, -0) ? '-0' : String(value)))
            .join('|'),
        )
        .join('\n'),
    );
  }
  return texts;
}

const sorts: readonly (readonly [string, () => DataFrame])[] = [
  ['a float', () => frame.sort('x').unchecked()],
  ['a float, descending, nulls first', () => frame.sort('x', { descending: true, nulls: 'first' }).unchecked()],
  ['texts', () => frame.sort('text').unchecked()],
  ['three keys', () => frame.sort(['few', { column: 'text', descending: true }, { column: 'x', nulls: 'first' }]).unchecked()],
  ['a column with few values', () => frame.sort('few', { descending: true }).unchecked()],
  ['the first rows', () => frame.sort('x').limit(10).unchecked()],
  ['rows in the middle', () => frame.sort(['few', 'x']).limit(500, 2_000).unchecked()],
  [
    'the first rows of what a filter leaves',
    () =>
      frame
        .filter(row => row.few.gt(3))
        .sort('text')
        .limit(7)
        .unchecked(),
  ],
  [
    'what is computed',
    () =>
      frame
        .withColumns(row => ({ y: row.x.mul(-1) }))
        .sort('y')
        .unchecked(),
  ],
];
for (const [name, make] of sorts)
  native(`a sort by ${name} gives the rows of the reference`, async t => {
    const [own, reference] = await answers(make());
    t.true(own !== undefined && own.length > 0);
    t.true(own === reference);
  });

for (const how of ['inner', 'left', 'right', 'full', 'semi', 'anti'] as const)
  for (const nullsEqual of [false, true])
    native(`a join, ${how}${nullsEqual ? ', nulls equal' : ''}, gives the rows of the reference`, async t => {
      const joined = [
        frame.join(other, { on: ['few', 'x'], how, nullsEqual }),
        frame.join(other, { on: 'text', how, nullsEqual }),
        frame.join(
          other.filter(row => row.text.isNotNull()),
          { leftOn: 'row', rightOn: 'row', how, nullsEqual },
        ),
      ];
      for (const of of joined) {
        const [own, reference] = await answers(of.unchecked());
        t.true(own !== undefined && own === reference);
      }
    });

native('every row with every row', async t => {
  const few = frame.limit(70).join(other.limit(90), { how: 'cross' });
  const [own, reference] = await answers(few.unchecked());
  t.true(own !== undefined && own === reference);
});

native('a join without memory for its pairs is OUT_OF_MEMORY, and the process lives', async t => {
  const pf = await createRuntime({ engines: [rustNapi()], uncertified: 'allow', wisdom: 'off', memory: 256e6 });
  const [one] = framesOf(pf);
  const same = one.withColumns({ k: col('row').mul(0) });
  await t.throwsAsync(same.join(same, { on: 'k' }).collect({ engine: 'rust-napi' }), { code: 'OUT_OF_MEMORY' });
  await pf.close();
});
