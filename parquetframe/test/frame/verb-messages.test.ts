import test from 'ava';
import { allEngines, col, count, createRuntime, isParquetFrameError } from 'parquetframe';

/** Errors speak of what the user wrote: the verb or method that was called, and a column that there is. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off', int64: 'bigint' });
test.after.always('close the runtime', () => pf.close());

const frame = pf.fromRows([
  { s: 'a', x: 1, y: 2.5, t: new Date(0), none: null, l: [1] },
  { s: 'b', x: 2, y: Infinity, t: new Date(1e12), none: null, l: [2] },
  { s: null, x: null, y: -Infinity, t: null, none: null, l: null },
]);

type Call = (...given: readonly unknown[]) => unknown;
/** A method without its types: the compiler refuses most of what is tried here. */
const call = (object: unknown, name: string, ...given: readonly unknown[]): unknown => {
  const method: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  return Reflect.apply(method as Call, object, given);
};
const made = (of: unknown): unknown => call(frame, 'withColumns', { w: of });
const ofText = (method: string, ...given: readonly unknown[]): unknown => made(call(col('s'), method, ...given));
const ofList = (method: string, ...given: readonly unknown[]): unknown => made(call(col('l'), method, ...given));
const half = '\ud83d';

const REFUSED: readonly (readonly [title: string, make: () => unknown, message: RegExp])[] = [
  ['diff', () => ofText('diff'), /^diff accepts numbers, instants, times and durations, received utf8 \(column "s"\)$/],
  ['pctChange', () => ofText('pctChange'), /^pctChange accepts numbers, received utf8 \(column "s"\)$/],
  ['cumSum', () => ofText('cumSum'), /^cumSum accepts numbers and durations, received utf8 \(column "s"\)$/],
  ['rollingMean', () => ofText('rollingMean', { rows: 2 }), /^rollingMean accepts .* \(column "s"\)$/],
  ['fillForward', () => ofList('fillForward'), /^fillForward accepts .* \(column "l"\)$/],
  ['rank', () => ofList('rank'), /^rank cannot order by "l" of type list/],
  [
    'lag',
    () => ofText('lag', 1, { default: 5 }),
    /^lag accepts a default of the type of the column, received utf8 and int64 \(column "s"\)/,
  ],
  ['a window of an expression', () => made(call(col('s').upper(), 'cumSum')), /received utf8 \(column "upper\(s\)"\)$/],
  [
    'an aggregate of an expression',
    () => call(frame, 'agg', { n: call(col('s').upper(), 'sum') }),
    /^sum accepts .*\(column "upper\(s\)"\)$/,
  ],
  ['topK', () => call(frame, 'topK', 2, 'l'), /^topK cannot compare "l" of type list/],
  ['topK of groups', () => call(frame.groupBy('s'), 'topK', 2, 'l'), /^topK cannot compare "l" of type list/],
  [
    'replace',
    () => call(frame, 'replace', 's', { a: 'x' }, { default: 5 }),
    /^replace accepts new values and a default that have a common type, received utf8 and int64 \(column "s"\)/,
  ],
  [
    'transpose',
    () => call(frame.select('x', 'y'), 'transpose', { header: 'x', columns: ['a'] }),
    /^transpose accepts values of the column as columns, received float64 and utf8 \(column "x"\)/,
  ],
  [
    'pivot',
    () => call(frame, 'pivot', { index: 's', on: 'x', columns: ['a'], values: count() }),
    /^pivot accepts values of the column/,
  ],
  [
    'corr',
    () => call(frame.rename({ x: 'column' }), 'corr', 'column', 'y'),
    /^corr gives the names of the columns in a column "column"/,
  ],
  ['qcut', () => call(frame, 'qcut', 'y', { quantiles: { a: 1 } }), /received \{ a: 1 \}$/],
  ['qcut with a list', () => call(frame, 'qcut', 'y', { quantiles: [0.5, 2] }), /received \[0\.5, 2\]$/],
  ['a frame that is null', () => call(col('x').sum(), 'over', { frame: null }), /^over: a frame is written as .*received null/],
  ['a name that is null', () => call(frame, 'unpivot', { on: ['x', 'y'], valueName: null }), /valueName must be .*received null/],
  ['no name for counts', () => call(frame, 'valueCounts', 's', { name: null }), /name must be a non-empty string, received null/],
  ['a window too long', () => call(frame, 'groupByTime', 't', { every: '99999999mo' }), /every must be at most '12000000mo'/],
  ['no time at all', () => call(frame, 'groupByTime', 't', { every: '0d' }), /every must be .* and not 0/],
  [
    'a window beyond the column',
    longWindow,
    /every must be at most '53375d' for "t", which is timestamp\[ns\], received "999999999w"/,
  ],
  ['half a character: rows', () => pf.fromRows([{ [half]: 1 }]), /^fromRows: the name "\\ud83d" has half of a surrogate pair/],
  ['half a character: in a struct', () => pf.fromRows([{ a: { [half]: 1 } }]), /^fromRows: the name "\\ud83d" has half/],
  ['half a character: a schema', () => call(pf, 'fromRows', [], { schema: { [half]: 'int64' } }), /^fromRows: the name/],
  ['half a character: Arrow', () => call(pf, 'fromArrow', halfNamed()), /the name "\\ud83d" has half of a surrogate pair/],
  ['half a character: ranges', () => call(pf, 'fromRange', 0, 1, { name: half }), /^fromRange: the name/],
  ['half a character: rename', () => call(frame, 'rename', { x: half }), /^rename: the name/],
  ['half a character: renameAll', () => call(frame, 'renameAll', { prefix: half }), /the name .* has half of a surrogate pair/],
  ['half a character: withColumns', () => call(frame, 'withColumns', { [half]: col('x') }), /^withColumns: the name/],
  ['half a character: agg', () => call(frame, 'agg', { [half]: count() }), /^agg: the name/],
  ['half a character: withRowIndex', () => call(frame, 'withRowIndex', { name: half }), /^withRowIndex: the name/],
  ['half a character: join', () => call(frame, 'join', frame, { on: 's', suffix: half }), /^join: the name/],
  ['half a character: unpivot', () => call(frame, 'unpivot', { on: ['x', 'y'], variableName: half }), /^unpivot: the name/],
  ['half a character: cut', () => call(frame, 'cut', 'x', { breaks: [1], name: half }), /^cut: the name/],
];

function longWindow(): unknown {
  const fine = call(frame, 'cast', { t: 'timestamp[ns]' });
  return call(call(fine, 'groupByTime', 't', { every: '999999999w' }), 'count');
}

const halfNamed = (): unknown => ({
  schema: [{ name: half, type: { id: 'int64' }, nullable: true }],
  length: 0,
  batches: [],
});

for (const [title, make, message] of REFUSED)
  test(`what is refused is called by its name: ${title}`, async t => {
    const error = await t.throwsAsync(async () => {
      await call(make(), 'toRows');
    });
    t.true(isParquetFrameError(error));
    t.regex(error.message, message);
  });

for (const { manifest } of engines) {
  const on = { prefer: manifest.id };

  test(`a sum that does not fit is that of the earliest row, and of the column that is made: ${manifest.id}`, async t => {
    const rows = [
      { g: 2, k: 1, x: 2n ** 62n },
      { g: 1, k: 2, x: 2n ** 63n - 1n },
      { g: 2, k: 3, x: 2n ** 62n + 5n },
      { g: 1, k: 4, x: 9n },
    ];
    const over = { partitionBy: 'g', orderBy: 'k' } as const;
    const sums = (frame: typeof wide) =>
      frame.withColumns(row => ({ total: row.x.rollingSum({ rows: 3, minSamples: 1 }).over(over).add(0n) }));
    const wide = pf.fromRows(rows);
    for (const each of [wide, wide.sort('g'), wide.sort('k', { descending: true }).sort('k')]) {
      const first = (await each.toRows()).find(row => row.k > 2);
      const total = first?.g === 2 ? 2n ** 63n + 5n : 2n ** 63n + 8n;
      await t.throwsAsync(sums(each).toRows(on), {
        code: 'INTEGER_OVERFLOW',
        message: new RegExp(`^the sum "total" is ${String(total)},`),
      });
    }
  });

  test(`windows take columns that are null in every row, as aggregates do: ${manifest.id}`, async t => {
    const windows = frame.withColumns(row => ({
      sum: row.none.cumSum(),
      least: row.none.min().over({ partitionBy: row.s }),
      first: row.none.firstValue(),
      forward: row.none.fillForward(),
      nth: row.none.nthValue(1),
      faded: row.none.ewmMean({ alpha: 0.5 }),
      n: row.none.cumCount(),
    }));
    const schema = Object.fromEntries((await windows.schema()).map(({ name, type }) => [name, type.id]));
    t.like(schema, {
      sum: 'int64',
      least: 'null',
      first: 'null',
      forward: 'null',
      nth: 'null',
      faded: 'float64',
      n: 'int64',
    });
    const { s, sum, faded, n } = await windows.toColumns(on);
    t.deepEqual(s, ['a', 'b', null]);
    t.deepEqual(
      [sum, faded, n],
      [
        [null, null, null],
        [null, null, null],
        [0n, 0n, 0n],
      ],
    );
  });

  test(`infinite quantiles read as the ends do: ${manifest.id}`, async t => {
    t.deepEqual((await frame.qcut('y', { quantiles: 4 }).toColumns(on)).y_bin, ['(-inf, 2.5]', '(2.5, inf]', '(-inf, -inf]']);
  });
}
