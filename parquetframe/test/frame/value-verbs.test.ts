import test from 'ava';
import { allEngines, count, createRuntime } from 'parquetframe';

/** cut, qcut, replace, windows of time, ranges, correlations, transposed and chosen columns; every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const values = pf.fromRows(
  [
    { x: 1, i: 1, s: 'a', d: new Date(0), q: '1.50', b: true },
    { x: NaN, i: 5, s: 'b', d: new Date(1e12), q: '2.00', b: false },
    { x: null, i: null, s: null, d: null, q: null, b: null },
    { x: 2.5, i: 7, s: 'a', d: new Date(0), q: '1.00', b: true },
    { x: -0, i: 9, s: 'c', d: new Date(0), q: '9.00', b: true },
  ],
  { schema: { x: 'float64', i: 'int32', s: 'utf8', d: 'timestamp[ms]', q: 'decimal(5, 2)', b: 'bool' } },
);
const coded = pf.fromRows([{ s: 'a' }, { s: 'b' }, { s: null }], { schema: { s: 'dictionary<utf8>' } });
const at = (text: string): Date => new Date(`${text}Z`);
const TIMES = [
  '2024-01-01T00:00:00',
  '2024-01-01T00:14:59.999',
  '2024-01-01T00:15:00',
  '1969-12-31T23:59:59',
  '2024-02-29T12:00:00',
];
const rowsOfTimes = [...TIMES.map((text, v) => ({ t: at(text), v, k: v % 2 ? 'a' : 'b' })), { t: null, v: 5, k: 'a' }];
const timesOf = (type: string) => pf.fromRows(rowsOfTimes, { schema: { t: type as 'timestamp[ms]', v: 'int32', k: 'utf8' } });
const wide = pf.fromRows(
  [
    { k: 'q1', a: 1, b: 2n },
    { k: 'q2', a: 3.5, b: 4n },
    { k: null, a: 5, b: null },
  ],
  { schema: { k: 'utf8', a: 'float64', b: 'int64' } },
);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, int64: 'number' } as const;
  const column = async (frame: { toColumns(options: typeof run): Promise<object> }, name: string): Promise<unknown> =>
    Reflect.get(await frame.toColumns(run), name);

  test(`cut gives the interval of each value: ${manifest.id}`, async t => {
    t.deepEqual(await column(values.cut('x', { breaks: [0, 2.5] }), 'x_bin'), ['(0, 2.5]', null, null, '(0, 2.5]', '(-inf, 0]']);
    t.deepEqual(await column(values.cut('x', { breaks: [0, 2.5], right: false, name: 'z' }), 'z'), [
      '[0, 2.5)',
      null,
      null,
      '[2.5, inf)',
      '[0, 2.5)',
    ]);
    t.deepEqual(await column(values.cut('i', { breaks: [4.5, 7n], labels: ['l', 'm', 'h'], name: 'i' }), 'i'), [
      'l',
      'm',
      null,
      'm',
      'h',
    ]);
    t.deepEqual(await column(values.cut('q', { breaks: [1.5], labels: ['low', 'high'] }), 'q_bin'), [
      'low',
      'high',
      null,
      'low',
      'high',
    ]);
    t.deepEqual(await column(values.cut('d', { breaks: [new Date(1)], labels: ['old', 'new'] }), 'd_bin'), [
      'old',
      'new',
      null,
      'old',
      'old',
    ]);
  });

  test(`qcut gives the interval between quantiles: ${manifest.id}`, async t => {
    t.deepEqual(await column(values.qcut('x', { quantiles: 2 }), 'x_bin'), ['(-inf, 1]', null, null, '(1, inf]', '(-inf, 1]']);
    t.deepEqual(await column(values.qcut('i', { quantiles: 4, labels: ['a', 'b', 'c', 'd'] }), 'i_bin'), [
      'a',
      'b',
      null,
      'c',
      'd',
    ]);
    t.deepEqual(await column(values.qcut('i', { quantiles: [0.5], right: false }), 'i_bin'), [
      '[-inf, 6)',
      '[-inf, 6)',
      null,
      '[6, inf)',
      '[6, inf)',
    ]);
    t.deepEqual(await values.limit(0).qcut('i', { quantiles: 3 }).toRows(run), []);
    t.deepEqual(await column(values.filter(row => row.x.isNull()).qcut('x', { quantiles: 3 }), 'x_bin'), [null]);
  });

  test(`replace puts values in the place of others: ${manifest.id}`, async t => {
    t.deepEqual(await column(values.replace('s', { a: 'A', b: null }), 's'), ['A', null, null, 'A', 'c']);
    t.deepEqual(
      await column(
        values.replace(
          's',
          new Map([
            ['a', 'A'],
            [null, 'none'],
          ]),
        ),
        's',
      ),
      ['A', 'b', 'none', 'A', 'c'],
    );
    t.deepEqual(await column(values.replace('i', { 1: 10, 5: 50 }), 'i'), [10, 50, null, 7, 9]);
    t.deepEqual(
      await column(
        values.replace('x', [
          [NaN, 0],
          [0, 5],
        ]),
        'x',
      ),
      [1, 0, null, 2.5, 5],
    );
    t.deepEqual(await column(values.replace('q', [[1.5, 19.99]]), 'q'), ['19.99', '2.00', null, '1.00', '9.00']);
    t.deepEqual(await column(values.replace('b', { true: false }), 'b'), [false, false, null, false, false]);
    t.deepEqual(
      await column(
        values.replace(
          'i',
          [
            [1, 'one'],
            [5, 'five'],
          ],
          { default: 'many' },
        ),
        'i',
      ),
      ['one', 'five', 'many', 'many', 'many'],
    );
    t.deepEqual(await column(values.replace('s', [['a', 1.5]], { default: null }), 's'), [1.5, null, null, 1.5, null]);
    t.deepEqual(await column(coded.replace('s', { a: 'z' }), 's'), ['z', 'b', null]);
  });

  test(`windows of time, whatever holds the time: ${manifest.id}`, async t => {
    const ends = async (type: string, every: '15m' | '1d' | '1w' | '2w' | '1mo' | '1q' | '5mo' | '1y'): Promise<unknown> => {
      const rows = await timesOf(type).groupByTime('t', { every }).agg({ n: count() }).toRows(run);
      return rows.map(({ t: time, n }) => [time?.toISOString().replace(/:00\.000Z$/, ''), n]);
    };
    for (const type of ['timestamp[s]', 'timestamp[ms]', 'timestamp[ns]', 'date[millisecond]', 'dictionary<timestamp[us]>']) {
      if (type !== 'timestamp[s]')
        t.deepEqual(await ends(type, '15m'), [
          ['2024-01-01T00:00', 2],
          ['2024-01-01T00:15', 1],
          ['1969-12-31T23:45', 1],
          ['2024-02-29T12:00', 1],
          [undefined, 1],
        ]);
    }
    const BEGIN = { '1d': ['2024-01-01', '1969-12-31', '2024-02-29'], '1w': ['2024-01-01', '1969-12-29', '2024-02-26'] } as const;
    for (const type of ['timestamp[ms]', 'timestamp[ns, UTC]', 'date[millisecond]'])
      for (const every of ['1d', '1w'] as const)
        t.deepEqual(await ends(type, every), [
          [`${BEGIN[every][0]}T00:00`, 3],
          [`${BEGIN[every][1]}T00:00`, 1],
          [`${BEGIN[every][2]}T00:00`, 1],
          [undefined, 1],
        ]);
    t.deepEqual(await ends('timestamp[ms]', '1mo'), [
      ['2024-01-01T00:00', 3],
      ['1969-12-01T00:00', 1],
      ['2024-02-01T00:00', 1],
      [undefined, 1],
    ]);
    t.deepEqual(await ends('timestamp[ms]', '1q'), [
      ['2024-01-01T00:00', 4],
      ['1969-10-01T00:00', 1],
      [undefined, 1],
    ]);
    t.deepEqual(await ends('timestamp[ms]', '1y'), [
      ['2024-01-01T00:00', 4],
      ['1969-01-01T00:00', 1],
      [undefined, 1],
    ]);
    // Days and months begin by the clock of the column.
    t.deepEqual(await ends('timestamp[us, +02:30]', '1d'), [
      ['2023-12-31T21:30', 3],
      ['1969-12-31T21:30', 1],
      ['2024-02-28T21:30', 1],
      [undefined, 1],
    ]);
    t.deepEqual(await ends('timestamp[us, +02:30]', '1y'), [
      ['2023-12-31T21:30', 4],
      ['1969-12-31T21:30', 1],
      [undefined, 1],
    ]);
  });

  test(`windows of time with other keys, labels and origins: ${manifest.id}`, async t => {
    const times = timesOf('timestamp[ms]');
    t.deepEqual(
      await times
        .groupByTime('t', { every: '1h', by: 'k', label: 'right' })
        .agg(row => ({ n: count(), last: row.t.max() }))
        .sort(['t', 'k'])
        .limit(3)
        .toRows(run),
      [
        { k: 'a', t: at('1970-01-01T00:00'), n: 1, last: at('1969-12-31T23:59:59') },
        { k: 'a', t: at('2024-01-01T01:00'), n: 1, last: at('2024-01-01T00:14:59.999') },
        { k: 'b', t: at('2024-01-01T01:00'), n: 2, last: at('2024-01-01T00:15') },
      ],
    );
    for (const type of ['timestamp[ms]', 'timestamp[ms, +01:00]'])
      t.deepEqual(await column(timesOf(type).groupByTime('t', { every: '1d', origin: '2024-01-01T06:00' }).count(), 't'), [
        at('2023-12-31T06:00'),
        at('1969-12-31T06:00'),
        at('2024-02-29T06:00'),
        null,
      ]);
    t.deepEqual(await column(times.groupByTime('t', { every: '1h' }).head(1), 'v'), [0, 3, 4, 5]);
    t.deepEqual(await times.groupByTime('t', { every: '1h' }).topK(1, 'v').select('t', 'v').limit(1).toRows(run), [
      { t: null, v: 5 },
    ]);
    const days = times.withColumns(row => ({ t: row.t.cast('date') }));
    t.deepEqual(await days.groupByTime('t', { every: '2w' }).count().limit(1).toRows(run), [
      { t: at('2023-12-25T00:00'), count: 3 },
    ]);
  });

  test(`windows of time that overlap, or leave gaps: ${manifest.id}`, async t => {
    const MINUTE = 60_000;
    const minutes = [7, 0, 31, null, 15, 14, 31, 90, -1];
    const frame = pf.fromRows(
      minutes.map((minute, i) => ({ t: minute === null ? null : new Date(minute * MINUTE), i })),
      { schema: { t: 'timestamp[ms]', i: 'int32' } },
    );
    /** What looking at every window gives: windows in the order of their first rows, those of one row in the order of time. */
    const windows = (every: number, period: number): readonly (readonly [number | null, readonly number[]])[] => {
      const found = new Map<number | null, number[]>();
      for (const [i, minute] of minutes.entries()) {
        const starts: (number | null)[] = [];
        if (minute === null) starts.push(null);
        else for (let at = -600; at <= minute; at += every) if (minute < at + period) starts.push(at);
        for (const at of starts) found.set(at, [...(found.get(at) ?? []), i]);
      }
      return [...found];
    };
    for (const [every, period] of [
      [15, 45],
      [15, 20],
      [15, 15],
      [30, 10],
      [1, 3],
    ] as const) {
      for (const label of ['left', 'right'] as const) {
        const rows = await frame
          .groupByTime('t', { every: `${every}m`, period: `${period}m`, label })
          .agg(row => ({ rows: row.i.list() }))
          .toRows(run);
        t.deepEqual(
          rows.map(({ t: time, rows: of }) => [time === null ? null : time.getTime() / MINUTE, [...of]]),
          windows(every, period).map(([at, of]) => [at === null || label === 'left' ? at : at + period, of]),
          `${period} minutes every ${every}, ${label}`,
        );
      }
    }
    const months = pf.fromRows([{ d: new Date('2024-03-31') }, { d: new Date('2024-01-01') }], { schema: { d: 'date' } });
    const quarters = await months.groupByTime('d', { every: '1mo', period: '3mo', label: 'right' }).count().toRows(run);
    t.deepEqual(
      quarters.map(({ d, count: n }) => [d?.toISOString().slice(0, 10), n]),
      [
        ['2024-04-01', 2],
        ['2024-05-01', 1],
        ['2024-06-01', 1],
        ['2024-02-01', 1],
        ['2024-03-01', 1],
      ],
    );
    const days = await months.groupByTime('d', { every: '1mo', period: '2d' }).count().toRows(run);
    t.deepEqual(days, [{ d: new Date('2024-01-01'), count: 1 }]);
    t.deepEqual(await column(frame.groupByTime('t', { every: '15m', period: '30m' }).head(1), 'i'), [0, 0, 2, 2, 3, 7, 7, 8]);
  });

  test(`ranges are sources: ${manifest.id}`, async t => {
    t.deepEqual(await column(pf.fromRange(0, 10, { step: 3 }), 'value'), [0, 3, 6, 9]);
    t.deepEqual(await column(pf.fromRange(5n, 0, { step: -2, name: 'i' }), 'i'), [5, 3, 1]);
    t.is(await pf.fromRange(5, 0).count({ prefer: manifest.id }), 0);
    t.deepEqual(
      await pf
        .fromRange(0, 300_000)
        .agg(row => ({ sum: row.value.sum(), n: count() }))
        .toRows(run),
      [{ sum: 44_999_850_000, n: 300_000 }],
    );
    const days = (texts: readonly string[]): readonly Date[] => texts.map(text => new Date(text));
    t.deepEqual(
      await column(pf.fromTimes(new Date('2024-01-31'), new Date('2024-04-30'), { every: '1mo' }), 'time'),
      days(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']),
    );
    t.deepEqual(await column(pf.fromTimes(at('2024-01-01T00:00'), at('2024-01-01T03:00'), { every: '90m', name: 'at' }), 'at'), [
      at('2024-01-01T00:00'),
      at('2024-01-01T01:30'),
      at('2024-01-01T03:00'),
    ]);
    // As upsampling: every window, whether it has rows or not.
    const sparse = timesOf('timestamp[ms]').limit(3).groupByTime('t', { every: '5m' }).count();
    const filled = pf
      .fromTimes(at('2024-01-01T00:00'), at('2024-01-01T00:15'), { every: '5m', name: 't' })
      .join(sparse, { on: 't', how: 'left' });
    t.deepEqual(await column(filled.fillNull({ count: 0n }), 'count'), [1, 0, 1, 1]);
  });

  test(`correlations of all pairs: ${manifest.id}`, async t => {
    const rows = [1, 2, 3, 4].map(a => ({ a, b: -a, c: a === 4 ? null : a * a, s: 'x', one: 1 }));
    const frame = pf.fromRows(rows, { schema: { a: 'float64', b: 'int64' as 'float64', c: 'float32', s: 'utf8', one: 'int8' } });
    const matrix = await frame.select('a', 'c', 's', 'one').corr().toRows(run);
    t.deepEqual(matrix, [
      { column: 'a', a: 1, c: 0.989743318610787, one: null },
      { column: 'c', a: 0.989743318610787, c: 1, one: null },
      { column: 'one', a: null, c: null, one: null },
    ]);
    t.deepEqual(await frame.corr('a').toRows(run), [{ column: 'a', a: 1 }]);
  });

  test(`transpose makes rows of columns: ${manifest.id}`, async t => {
    t.deepEqual(await wide.transpose({ header: 'k', columns: ['q1', 'q2', null, 'q9'] }).toRows(run), [
      { variable: 'a', q1: 1, q2: 3.5, null: 5, q9: null },
      { variable: 'b', q1: 2, q2: 4, null: null, q9: null },
    ]);
    t.deepEqual(
      await wide
        .drop('a')
        .transpose({ header: 'k', columns: ['q2'], name: 'what' })
        .toRows(run),
      [{ what: 'b', q2: 4 }],
    );
  });

  test(`columns by type, by pattern, and by other names: ${manifest.id}`, async t => {
    const one = wide.limit(1);
    t.deepEqual(await one.selectTypes('numeric').toRows(run), [{ a: 1, b: 2 }]);
    t.deepEqual(await one.selectTypes('utf8', 'int64').toRows(run), [{ k: 'q1', b: 2 }]);
    t.deepEqual(await one.selectMatching(/^[AB]$/gi).toRows(run), [{ a: 1, b: 2 }]);
    t.deepEqual(await one.renameAll({ prefix: 'x_', suffix: '!' }).toRows(run), [{ 'x_k!': 'q1', 'x_a!': 1, 'x_b!': 2 }]);
    t.deepEqual(await one.renameAll(name => name.toUpperCase()).toRows(run), [{ K: 'q1', A: 1, B: 2 }]);
  });
}

type Call = (...given: readonly unknown[]) => unknown;
const of = (object: object, name: string): Call => {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is not a method`);
  return (...given) => Reflect.apply(method, object, given) as unknown;
};
const WRONG: readonly (readonly [verb: string, given: readonly unknown[], message: RegExp, code?: string])[] = [
  ['cut', ['x'], /^cut takes a column and its breaks/],
  ['cut', ['x', { breaks: [] }], /^cut: breaks must be an array .* received an empty array/],
  ['cut', ['x', { breaks: [1, 1] }], /^cut: breaks must ascend.* received 1 after 1/],
  ['cut', ['x', { breaks: [1, NaN] }], /^cut: breaks must be finite numbers or Dates, received NaN/],
  ['cut', ['x', { breaks: Array(2) }], /^cut: breaks must be finite .* received undefined/],
  ['cut', ['x', { breaks: [1, new Date(2)] }], /^cut: breaks must ascend/],
  ['cut', ['x', { breaks: [1], labels: ['a'] }], /^cut: labels must be an array of 2 texts/],
  ['cut', ['x', { breaks: [1], labels: ['a', 3] }], /^cut: labels must be an array of 2 texts/],
  ['cut', ['x', { breaks: [1], name: '' }], /^cut: name must be/],
  ['cut', ['x', { breaks: [1], right: 1 }], /^cut: right must be/],
  ['cut', ['x', { bins: 3 }], /^cut has no option "bins"/],
  ['cut', ['s', { breaks: [1] }], /^cut takes numbers, dates or timestamps; "s" is utf8/, 'TYPE_MISMATCH'],
  ['cut', ['d', { breaks: [1] }], /^cut: breaks of "d".* must be Dates/, 'TYPE_MISMATCH'],
  ['qcut', ['x', { quantiles: 1 }], /^qcut: quantiles must be .* received 1/],
  ['qcut', ['x', { quantiles: [0.5, 0.2] }], /^qcut: quantiles must be/],
  ['qcut', ['x', { quantiles: 3, labels: ['a'] }], /^qcut: labels must be an array of 3 texts/],
  ['qcut', ['d', { quantiles: 2 }], /^qcut takes numbers; "d" is timestamp/, 'TYPE_MISMATCH'],
  ['replace', ['i', 'x'], /^replace takes old and new values/],
  ['replace', ['i', []], /^replace needs at least one value/],
  ['replace', ['i', [[1]]], /^replace takes pairs/],
  ['replace', ['i', Array(1)], /^replace takes pairs .* received undefined/],
  ['replace', ['i', [[1, 'x']]], /^replace: "x" is not a value of the column "i", which is int32/],
  ['replace', ['i', [[1, 1.5]]], /^replace: 1.5 is not a value of the column "i"/],
  ['replace', ['i', [['x', 1]]], /^replace: "x" cannot be compared with the column "i"/, 'TYPE_MISMATCH'],
  ['replace', ['i', { x: 1 }], /^replace: "x" is not a value .*; give pairs/],
  ['replace', ['i', [[1, 2]], { defalt: 1 }], /^replace has no option "defalt"; did you mean "default"/],
  ['replace', ['i', [[1, 2]], { default: [] }], /^replace: default takes an expression or a literal/],
  ['groupByTime', ['d'], /^groupByTime: every must be a whole number and a unit/],
  ['groupByTime', ['d', { every: '0h' }], /received "0h"/],
  ['groupByTime', ['d', { every: '1.5h' }], /received "1.5h"/],
  ['groupByTime', ['d', { every: '1h', label: 'middle' }], /^groupByTime: label must be "left" or "right"/],
  ['groupByTime', ['d', { every: '1h', origin: 'noon' }], /^groupByTime: origin must be a Date or a text/],
  ['groupByTime', ['d', { every: '1mo', origin: new Date(0) }], /take no origin; received a Date/],
  ['groupByTime', ['d', { every: '1d', period: '0d' }], /^groupByTime: period must be a whole number and a unit.* received "0d"/],
  ['groupByTime', ['d', { every: '1d', period: 7 }], /^groupByTime: period must be .* received 7/],
  ['corr', ['s'], /^corr takes numbers; "s" is utf8/, 'TYPE_MISMATCH'],
  ['corr', ['x', 'x'], /^corr names the column "x" twice/, 'DUPLICATE_COLUMN'],
  ['transpose', [], /^transpose takes the column that names the new columns/],
  ['transpose', [{ header: 's', columns: [] }], /^transpose: columns must be an array/],
  ['transpose', [{ header: 's', columns: ['a'], name: 's' }], /^transpose: name must be/],
  ['transpose', [{ header: 's', columns: ['a'] }], /^transpose puts values into one column/, 'TYPE_MISMATCH'],
  ['selectTypes', [], /^selectTypes needs at least one type/],
  ['selectTypes', ['string'], /^selectTypes takes names of types.* received "string"/],
  ['selectTypes', ['list'], /^selectTypes: there is no column of type list/, 'COLUMN_NOT_FOUND'],
  ['selectMatching', ['x'], /^selectMatching takes a regular expression/],
  ['selectMatching', [/zz/], /^selectMatching: there is no column that matches \/zz\//, 'COLUMN_NOT_FOUND'],
  ['renameAll', ['x'], /^renameAll takes \{ prefix, suffix \} or a function/],
  ['renameAll', [{ prefix: 1 }], /^renameAll: prefix and suffix must be strings/],
  ['renameAll', [() => 3], /^renameAll: the new name of "x" must be a string, received 3/],
  ['renameAll', [() => 'same'], /two columns "same"/, 'DUPLICATE_COLUMN'],
];
for (const [index, [verb, given, message, code = 'INVALID_ARGUMENT']] of WRONG.entries())
  test(`${verb} refuses what makes no sense, ${String(index)}: ${String(message)}`, async t => {
    await t.throwsAsync(
      async () => {
        const made: unknown = of(values, verb)(...given);
        const frame: unknown = verb === 'groupByTime' ? of(made as object, 'count')() : made;
        await of(frame as object, 'collect')();
      },
      { code, message },
    );
  });

test('windows that a column cannot have are refused', async t => {
  const windows = (type: string, every: '1500ms' | '1h', column = 't') =>
    of(timesOf(type).unchecked().groupByTime(column, { every }), 'count')() as { collect(): Promise<unknown> };
  const seconds = pf.fromRows([{ t: new Date(0) }], { schema: { t: 'timestamp[s]' } }).groupByTime('t', { every: '1500ms' });
  await t.throwsAsync(seconds.count().collect(), {
    code: 'INVALID_ARGUMENT',
    message: /must be whole counts of the unit of "t"/,
  });
  const days = pf.fromRows([{ t: new Date(0) }], { schema: { t: 'date' } }).groupByTime('t', { every: '1h' });
  await t.throwsAsync(days.count().collect(), {
    code: 'INVALID_ARGUMENT',
    message: /"t" is a date, whose windows are whole days/,
  });
  const zoned = timesOf('timestamp[ms, Europe/Berlin]').groupByTime('t', { every: '1h', period: '2h' });
  await t.throwsAsync(zoned.count().collect(), { code: 'TYPE_MISMATCH', message: /Europe\/Berlin.*atTimeZone\(null\)/ });
  await t.throwsAsync(windows('timestamp[ms]', '1h', 'v').collect(), { code: 'TYPE_MISMATCH', message: /"v" is int32/ });
  t.throws(() => timesOf('timestamp[ms]').groupByTime('t', { every: '1h' }).agg({ t: count() }), { code: 'DUPLICATE_COLUMN' });
});

test('ranges that make no sense are refused', t => {
  const { fromRange, fromTimes } = { fromRange: of(pf, 'fromRange'), fromTimes: of(pf, 'fromTimes') };
  t.throws(() => fromRange(0), {
    code: 'INVALID_ARGUMENT',
    message: /fromRange: end must be a whole number, received undefined/,
  });
  t.throws(() => fromRange(0, 1.5), { message: /received 1.5/ });
  t.throws(() => fromRange(0, 1, { step: 0 }), { message: /step must not be 0/ });
  t.throws(() => fromRange(0, 1e15), { message: /at most 1073741824 rows/ });
  t.throws(() => fromRange(0, 1, { name: '' }), { message: /name must be a non-empty string/ });
  t.throws(() => fromTimes(new Date(0), new Date(NaN), { every: '1s' }), {
    message: /end must be a Date, received an invalid Date/,
  });
  t.throws(() => fromTimes(new Date(0), new Date(0), { every: '1us' }), { message: /whole milliseconds/ });
  t.throws(() => fromTimes(new Date(0), new Date(0)), { message: /fromTimes: every must be/ });
});
