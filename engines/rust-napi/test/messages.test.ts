import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  col,
  createRuntime,
  fn,
  isParquetFrameError,
  when,
  type ColumnType,
  type Expr,
  type Runtime,
  type SchemaDeclaration,
  type TypeText,
} from '@parquetframe/core';
import rustNapi from '@parquetframe/engine-rust-napi';
import tsReference from '@parquetframe/engine-ts-reference';
import test from 'ava';

const MOST = 2n ** 63n - 1n;
const NINES = '9'.repeat(38);
const folder = mkdtempSync(path.join(tmpdir(), 'pf-messages-'));
const file = (name: string): string => path.join(folder, name);
const { available } = await rustNapi().probe({ signal: new AbortController().signal });
const [ts, rust] = await Promise.all(
  [tsReference(), rustNapi()].map(engine => createRuntime({ engines: [engine], uncertified: 'allow' })),
);

test.after.always(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Make = (runtime: Runtime) => { collect(): Promise<unknown> };

async function failure(runtime: Runtime | undefined, make: Make): Promise<unknown> {
  if (!runtime) return undefined;
  try {
    await make(runtime).collect();
    return 'no error';
  } catch (error) {
    return isParquetFrameError(error) ? { code: error.code, message: error.message } : error;
  }
}

/** Both engines, each alone, say the same of what fails, in a message that matches. */
function alike(name: string, make: Make, message: RegExp): void {
  (available ? test : test.skip)(`the same words on both engines: ${name}`, async t => {
    const reference = await failure(ts, make);
    t.deepEqual(await failure(rust, make), reference);
    t.regex(String((reference as { readonly message?: unknown }).message), message);
  });
}

type Type = ColumnType | TypeText;
// Declared like this, the compiler knows no types of the columns.
const frameOf = (runtime: Runtime, rows: readonly { readonly [column: string]: unknown }[], schema: SchemaDeclaration) =>
  runtime.fromRows(rows, { schema });
const column = (runtime: Runtime, type: Type, values: readonly unknown[]) =>
  frameOf(
    runtime,
    values.map(x => ({ x })),
    { x: type },
  );
const pairs = (runtime: Runtime, types: readonly [Type, Type], rows: readonly (readonly [unknown, unknown])[]) =>
  frameOf(
    runtime,
    rows.map(([x, y]) => ({ x, y })),
    { x: types[0], y: types[1] },
  );

// ── the calendar, and rows that are chosen ────────────────────────────────────────────────────────────────────────────────

alike(
  'months beyond the type',
  runtime =>
    pairs(
      runtime,
      ['timestamp[ns]', 'int64'],
      [
        [0n, 1n],
        [5n, 3600n],
      ],
    ).withColumns({ z: fn('addMonths', col('x'), col('y')) }),
  /^addMonths of 5 in row 1 is beyond the type, which does not fit timestamp\[ns\]; take a coarser unit$/,
);
alike(
  'a difference beyond int64',
  runtime =>
    pairs(runtime, ['timestamp[s]', 'timestamp[s]'], [[-MOST, MOST]]).withColumns({
      z: fn('until', col('x'), col('y'), 'millisecond'),
    }),
  /^until of -9223372036854775807 and 9223372036854775807 in row 0 is beyond the type/,
);
alike(
  'a day that date[day] does not have',
  runtime => column(runtime, 'timestamp[s]', [null, 0n, MOST]).withColumns({ z: fn('date', col('x')) }),
  /^9223372036854775807 \(timestamp\[s\]\) in row 2 cannot be converted to date\[day\]$/,
);
alike(
  'the row of a value that is chosen',
  runtime =>
    column(runtime, 'int64', [MOST, 1n, null, 7n, MOST - 1n]).withColumns({
      z: when(col('x').ne(MOST)).then(col('x').add(2)).otherwise(0),
    }),
  /^add of 9223372036854775806 and 2 in row 4 is 9223372036854775808/,
);
alike(
  'the row of a value chosen within a choice',
  runtime =>
    column(runtime, 'utf8', ['a', '7', null, 'b', '8']).withColumns({
      z: col('x').nullIf('a').coalesce('1').cast('int64'),
      w: when(col('x').eq('a'))
        .then(0n)
        .otherwise(when(col('x').isNull()).then(1n).otherwise(col('x').cast('int64'))),
    }),
  /^"b" \(utf8\) in row 3 cannot be converted to int64$/,
);

// ── arithmetic ────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Binary = 'add' | 'subtract' | 'multiply' | 'floorDivide' | 'modulo';
const arithmetic: readonly (readonly [Binary, readonly [Type, Type], readonly [unknown, unknown], RegExp])[] = [
  ['add', ['int64', 'int64'], [MOST, 2n], /^add of .* in row 1 is 9223372036854775809, which does not fit int64; cast/],
  ['subtract', ['int64', 'int64'], [-MOST, 9n], /which does not fit int64; cast to float64/],
  ['multiply', ['uint64', 'uint64'], [2n ** 64n - 1n, 2n ** 64n - 1n], / is 340282366920938463426481119284349108225, /],
  ['floorDivide', ['int64', 'int64'], [-MOST - 1n, -1n], /overflow: "wrap" or "null"$/],
  ['modulo', ['uint64', 'uint64'], [2n ** 64n - 2n, 2n ** 64n - 1n], / is 18446744073709551614, /],
  ['add', ['timestamp[ns]', 'duration[s]'], [MOST, MOST], /does not fit timestamp\[ns\]; cast to a coarser unit/],
  ['subtract', ['timestamp[s]', 'timestamp[ns]'], [MOST, 3n], /does not fit duration\[ns\]; cast to a coarser unit/],
  ['multiply', ['duration[ms]', 'int64'], [MOST, 3n], /does not fit duration\[ms\]; cast to a coarser unit/],
  ['add', ['decimal(38, 0)', 'decimal(38, 0)'], [NINES, '1'], / is 1(0{38}), which does not fit decimal\(38, 0\); cast/],
  ['multiply', ['decimal(38, 2)', 'int64'], ['9'.repeat(30), MOST], / is \d+\.\d\d, which does not fit decimal\(38, 2\); cast/],
  ['floorDivide', ['decimal(38, 0)', 'decimal(38, 10)'], [NINES, '0.0000000001'], /does not fit decimal\(38, 0\)/],
];
for (const [name, types, [x, y], message] of arithmetic)
  alike(
    `${name} of ${types.map(String).join(' and ')}`,
    runtime =>
      pairs(runtime, types, [
        [null, null],
        [x, y],
      ]).withColumns({ z: fn(name, col('x'), col('y')) }),
    message,
  );
for (const [name, type, value] of [
  ['negate', 'int64', -MOST - 1n],
  ['negate', 'uint64', 2n ** 64n - 1n],
  ['negate', 'duration[us]', -MOST - 1n],
  ['abs', 'int64', -MOST - 1n],
  ['abs', 'uint64', 2n ** 64n - 1n],
  ['abs', 'duration[us]', -MOST - 1n],
] as const)
  alike(
    `${name} of ${type}`,
    runtime => column(runtime, type, [value]).withColumns({ z: fn(name, col('x')) }),
    type === 'duration[us]' ? /in row 0 is .* duration\[us\]; cast to a coarser unit/ : /in row 0 is .* int64; cast to float64/,
  );
alike(
  'an overflow in a later batch',
  runtime => column(runtime, 'int64', [...Array<bigint>(9000).fill(1n), MOST]).withColumns({ z: col('x').add(1) }),
  /in row 9000 is/,
);

alike(
  'a row behind a filter is counted among those it kept',
  runtime =>
    column(runtime, 'int64', [...Array<bigint>(70_000).fill(1n), 2n, 3n, MOST])
      .filter(col('x').gt(1))
      .withColumns({ z: col('x').add(1) }),
  /in row 2 is/,
);
alike(
  'rounding beyond int64',
  runtime => column(runtime, 'int64', [1n, MOST]).withColumns({ z: fn('roundTo', col('x'), -1) }),
  /^roundTo of 9223372036854775807 in row 1 is 9223372036854775810, which does not fit int64; cast to float64/,
);
alike(
  'rounding beyond 38 digits',
  runtime => column(runtime, 'decimal(38, 1)', [`${'9'.repeat(37)}.9`]).withColumns({ z: fn('roundEven', col('x')) }),
  /^roundEven of 9{37}\.9 in row 0 is 10{37}\.0, which does not fit decimal\(38, 1\)/,
);

// ── casts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const castOf = (to: Type): Expr<ColumnType> => col('x').cast(to as TypeText);
const casts: readonly (readonly [Type, unknown, readonly Type[]])[] = [
  ['int64', MOST, ['int8', 'bool', 'decimal(5, 2)', 'time[ms]', 'time[ns]']],
  ['int32', -5, ['uint8', 'uint64', 'bool', 'time[s]']],
  ['uint64', 2n ** 64n - 1n, ['int64', 'bool', 'duration[ns]']],
  ['float64', Number.NaN, ['int64', 'decimal(38, 0)']],
  ['float64', 1e300, ['uint64', 'decimal(5, 2)']],
  ['float32', 3e38, ['int32']],
  ['decimal(38, 2)', '-12345678901234567890.55', ['int64', 'decimal(5, 2)']],
  ['utf8', 'é"\n\u0301😀', ['int8', 'float32', 'decimal(38, 0)', 'time[ns]']],
  ['largeUtf8', ' 12', ['uint16']],
  ['utf8View', 'a text of more than twelve bytes', ['int64']],
  ['timestamp[s]', MOST, ['timestamp[ns]', 'date']],
  ['duration[s]', MOST, ['duration[ns]', 'int8']],
  ['time[ns]', 86_399_999_999_999n, ['int8']],
  ['binary', Uint8Array.of(1, 2), ['fixedSizeBinary(3)']],
];
for (const [from, value, targets] of casts)
  for (const to of targets)
    alike(
      `a cast of ${from} ${String(value)} to ${to}`,
      runtime => column(runtime, from, [null, value]).withColumns({ z: castOf(to) }),
      / in row 1 cannot be converted to /,
    );

// ── aggregates ────────────────────────────────────────────────────────────────────────────────────────────────────────────

for (const [type, value, message] of [
  ['int64', MOST, /^the sum "a \\"q\\" b" is 18446744073709551614, which does not fit int64; cast the column to float64$/],
  ['uint64', 2n ** 64n - 1n, /does not fit int64; cast the column/],
  ['duration[ns]', -MOST, /is -18446744073709551614, which does not fit duration\[ns\]; cast the column to a coarser unit$/],
  ['decimal(38, 2)', '9'.repeat(36), / is 1(9{35})8\.00, which does not fit decimal\(38, 2\); cast the column/],
  ['decimal(38, -2)', `-${NINES}00`, / is -1(9{37})800, which does not fit decimal\(38, -2\); cast the column/],
] as const)
  alike(`a sum of ${type}`, runtime => column(runtime, type, [value, value]).agg({ 'a "q" b': col('x').sum() }), message);

// ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

symlinkSync(file('circle.parquet'), file('circle.parquet'));
symlinkSync(file('nowhere'), file('dangling.parquet'));
for (const [name, bytes] of [
  ['empty', ''],
  ['text', 'a,b\n1,2\n3,4\n'.repeat(9)],
  ['footer', 'PAR1\0\0\0\0\xff\xff\xff\x7fPAR1'],
  ['encrypted', 'PAR1\0\0\0\0\0\0\0\0PARE'],
] as const)
  writeFileSync(file(`${name}.parquet`), bytes, 'latin1');
for (const [name, given, message] of [
  ['a file that there is not', 'none.parquet', /none\.parquet cannot be opened: there is no such file$/],
  ['a link to nothing', 'dangling.parquet', /cannot be opened: there is no such file$/],
  ['a link to itself', 'circle.parquet', /cannot be opened: its symbolic links lead in a circle$/],
  ['a name that is too long', `${'x'.repeat(300)}.parquet`, /cannot be opened: its name is too long$/],
  ['a file as a folder', 'text.parquet/none.parquet', /cannot be opened: a part of its path is not a folder$/],
  ['an empty file', 'empty.parquet', /empty\.parquet is damaged: the footer: it has 0 bytes/],
  ['a file of text', 'text.parquet', /is damaged: the footer: it does not end with PAR1/],
  ['a footer that is too long', 'footer.parquet', /is damaged: the footer: its footer should have 2147483647 bytes/],
  ['an encrypted file', 'encrypted.parquet', /is encrypted; keys are not supported yet\. Decrypt the file first$/],
] as const)
  alike(name, runtime => runtime.readParquet(file(given)), message);

(available ? test : test.skip)('the same words on both engines: a file that changed, and one that went', async t => {
  const messages = await Promise.all(
    [ts, rust].map(async (runtime, index) => {
      if (!runtime) return [];
      const changing = file(`changing-${index}.parquet`);
      await ts?.fromRows([{ a: 1 }]).writeParquet(changing);
      const frame = runtime.readParquet(changing);
      await frame.count();
      writeFileSync(changing, 'PAR1');
      const changed = await failure(runtime, () => frame);
      rmSync(changing);
      const gone = await failure(runtime, () => frame);
      return [changed, gone].map(error => JSON.stringify(error).replaceAll(changing, 'FILE'));
    }),
  );
  t.deepEqual(messages[1], messages[0]);
  t.regex(
    String(messages[0]?.[0]),
    /FILE changed since this frame was made: it had \d+ bytes and now has 4; make the frame again/,
  );
  t.regex(String(messages[0]?.[1]), /FILE cannot be opened: there is no such file/);
});
