/** docs/expressions.md, from the records of the functions. */

const PREFACE = `Expressions are made of columns, literals and functions, in the callback of a verb or with \`col()\`:

\`\`\`ts
import { fromRows } from 'parquetframe';

const orders = fromRows(
  [
    { city: 'Straße', price: '19.99', pieces: 3 },
    { city: 'Linz', price: '5.00', pieces: 1 },
  ],
  { schema: { city: 'utf8', price: { id: 'decimal', precision: 10, scale: 2 }, pieces: 'int64' } },
);
const dear = await orders
  .filter(row => row.price.gt(10).and(row.pieces.gt(1)))
  .withColumns(row => ({ total: row.price.mul(row.pieces), city: row.city.upper() }))
  .toRows();
console.log(dear); // [ { city: 'STRASSE', price: '19.99', pieces: 3n, total: '59.97' } ]
\`\`\`

Conditions are combined with \`.and()\`, \`.or()\` and \`.not()\`. JavaScript's \`&&\`, \`||\`, \`!\`, \`?:\` and \`if\` cannot look into an expression, which is an object and so always true: each would
lose a condition. A condition that a callback makes and does not return is \`INVALID_ARGUMENT\`; the second condition of \`||\` is never made, so add the ESLint rule, which finds
them all: \`import parquetframe from 'parquetframe/eslint'\`, then \`parquetframe.configs.recommended\`. It goes by names, so that it may also find a \`filter\` of an array of, say, big numbers.

## Choices

\`when(condition).then(value)\`, with any number of further conditions and an \`otherwise\`, is SQL's CASE. A value is computed on the rows that take it, and on no others, so that it cannot fail there;
the same holds for \`coalesce\` and \`fillNull\`.

\`\`\`ts
import { fromRows, when } from 'parquetframe';

const totals = fromRows(
  [
    { total: 10n, pieces: 3n, due: new Date('2024-01-31') },
    { total: 7n, pieces: 0n, due: null },
  ],
  { schema: { total: 'int64', pieces: 'int64', due: 'timestamp' } },
);
const rows = await totals
  .withColumns(row => ({
    each: when(row.pieces.ne(0)).then(row.total.floorDiv(row.pieces)).otherwise(null),
    size: when(row.total.gte(10)).then('large').when(row.total.gte(5)).then('medium').otherwise('small'),
    month: row.due.month().fillNull(0),
    next: row.due.addMonths(1),
  }))
  .select('each', 'size', 'month', 'next')
  .toRows();
console.log(rows);
// [ { each: 3n, size: 'large', month: 1n, next: 2024-02-29T00:00:00.000Z }, { each: null, size: 'medium', month: 0n, next: null } ]
\`\`\`

Dates and times are those of the clock of their column: without a zone, in UTC, at a fixed offset, or in a zone of the tz database such as Europe/Berlin, of which all engines get the same version. The beginning of a day
is the first moment of it, also where midnight is there twice or not at all; \`addDays\`, \`addMonths\` and \`addYears\` keep the time of the day, and go to a later one where the clock skips it. \`convertTimeZone\` shows the same moment by another
clock, \`atTimeZone\` takes what the clock shows for that of another. \`groupByTime\` has days of 23 and 25 hours.

## Functions of your own

\`defineFunction\` makes an expression of a function in TypeScript, which the compiler checks where it is called:

\`\`\`ts
import { defineFunction, fromRows } from 'parquetframe';

const distance = defineFunction('geo.distance', {
  takes: ['float64', 'float64'],
  gives: 'float64',
  evaluate: (x, y) => Math.hypot(x, y),
});
const lengths = defineFunction('texts.words', {
  takes: ['utf8'],
  gives: 'int32',
  evaluateBatch: ([texts]) => Int32Array.from(texts, text => text.split(' ').length),
});
const points = fromRows([
  { x: 3, y: 4, name: 'to the east' },
  { x: null, y: 1, name: 'north' },
]);
console.log(await points.withColumns(row => ({ d: distance(row.x, row.y), words: lengths(row.name) })).select('d', 'words').toRows());
// [ { d: 5, words: 3 }, { d: null, words: 1 } ]
\`\`\`

- The name has a prefix of your own, so that no function that comes later has it; one name stands for one function.
- \`takes\` and \`gives\` are names of types, or full types such as \`decimal(10, 2)\`, \`timestamp[ms, UTC]\` and \`list<utf8>\`. A float takes any number, an integer type those whose values it holds, \`utf8\` texts in any encoding. Values are those of rows: \`Date\` for dates and timestamps, texts for decimals.
- \`evaluate\` is called row by row. \`evaluateBatch\` gets some thousand rows at once, floats and integers of up to 32 bits as a Float64Array, int64 as a BigInt64Array, anything else as an array, and gives as many
  values; each row must be by itself, because how many come together is not for the function to know.
- Where an operand is null, so is the result, without a call; with \`nulls: 'own'\` the function sees nulls.
- What it throws, and a value that is not of its type, is \`FUNCTION_FAILED\` and names the function and the row.
- It runs in this process, on \`ts-reference\`, and is never sent to another. \`module: import.meta.url\`, in a module that does nothing else, lets the threads of \`worker-pool\` evaluate it as well: each imports that
  module. Steps around it still run on the fastest engine.

## Literals

| written | beside | is |
| --- | --- | --- |
| a whole number | anything but a float or a decimal | int64 |
| any other number | integers | float64, in comparisons and divisions; else \`TYPE_MISMATCH\` |
| any number | a float | float64 |
| a number, a bigint or a text such as \`'19.99'\` | a decimal | the decimal written: 19.99 is exactly 19.99, by the shortest text that gives the number back. Numbers of more than 38 digits are float64 |
| a bigint | anything else | int64, uint64, or a decimal beyond 64 bits |
| a number or a bigint | a time or a duration | a count of the unit of the column |
| a text such as \`'23:59:59.5'\` | a time | a time |
| a Date, or a text of ISO 8601 | a date or timestamp | a timestamp; in UTC where it states no offset |
| a string with half of a surrogate pair | | \`INVALID_ARGUMENT\`: UTF-8 cannot hold it |

A column that is null in every row (type \`null\`), and a null literal, take the type that goes with the other operand: the answer is null. Where the answer would be of one type or another it is
\`TYPE_MISMATCH\`: a timestamp minus nulls is a timestamp or a duration.

\`lit(value, type)\` states the type: \`lit('19.99', 'decimal')\`, \`lit(5n, { id: 'duration', unit: 's' })\`. A bigint of a stated decimal type is its unscaled value, as in rows.

## Parameters

\`param(name, type)\` is a value that comes with the call. It stands wherever a literal of an expression may, and for these options: \`limit\`, \`maxDepth\` and the sources of \`bfs\`, \`damping\`,
\`tolerance\` and \`maxIterations\` of \`pageRank\`, and what plugins take as arguments.

\`\`\`ts
import { fromRows, param } from 'parquetframe';

const shops = fromRows([
  { name: 'north', distance: 1.5 },
  { name: 'south', distance: 4 },
]);
const near = shops.filter(row => row.distance.lt(param('radius', 'float64'))).limit(param('most', 'int64'));
console.log(await near.count({ params: { radius: 2, most: 10 } })); // 1
console.log(await near.toRows({ params: { radius: 5, most: 1 } })); // [ { name: 'north', distance: 1.5 } ]
\`\`\`

A frame is prepared once, whatever the values: schemas are read, the plan is checked and rewritten, engines have bound their kernels, and candidates are known. Each call then checks its values, chooses by what
the sizes are now, and runs. Every call that runs a frame takes \`params\`: a value for each parameter, none that there is not, each of its type (null is of every type); anything else is \`INVALID_ARGUMENT\` and
names the parameter. What a call found out about its result is not remembered as that of other values. What is computed once and kept, by \`cache()\` or as a graph, cannot depend on parameters, and neither can
options that decide how a plan is prepared: columns, keys, choices.

## Decimals

Comparison is exact, with integers and floats too. Sums, differences, products, floored quotients and remainders of decimals, and of decimals with integers, are exact decimals of at most 38 digits; a result of more is
\`DECIMAL_OVERFLOW\`. With \`decimal(p, s)\` for p digits of which s after the point, and integers as decimals without digits after it:

| | digits after the point | digits |
| --- | --- | --- |
| a + b, a - b | max(s₁, s₂) | max(p₁ - s₁, p₂ - s₂) + 1 + digits after the point |
| a * b | s₁ + s₂, 38 at most | p₁ + p₂ |
| a // b | 0 | p₁ - s₁ + s₂ + 1 |
| a % b | max(s₁, s₂) | p₂ - s₂ + digits after the point |

and 38 where that is more. Division, and arithmetic with a float, is float64: each operand becomes the nearest float64 first.
`;

const NULLS = { operands: 'where an operand is null', own: 'see what it gives', never: 'never' };

/** Undefined where a method takes something else than expressions. */
function attempt(call) {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/** Function → the method of an expression that calls it. */
function methods(col) {
  const found = {};
  const [a, b] = [col('a'), col('b')];
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(a))) {
    if (['constructor', 'apply'].includes(name)) continue;
    const made =
      attempt(() => a[name](...Array(a[name].length).fill(b))) ?? attempt(() => a[name](b)) ?? attempt(() => a[name]([b]));
    // Those that are made of several functions have another call as their first operand.
    if (made?.node?.kind === 'call' && made.node.arguments[0] === a.node) found[made.node.function] ??= name;
  }
  return found;
}

/** `text, integer?`: a `?` may be left out, `…` is any number, what is in capitals is the same in every row. */
const parameters = ({ takes = [], overflow }) =>
  [
    ...takes.map(word =>
      typeof word === 'string'
        ? word.replace('...', '…').replace(/^constant (.*)$/, (_, kind) => kind.toUpperCase())
        : word.oneOf.map(choice => `'${choice}'`).join(' \\| '),
    ),
    ...(overflow ? ['{ overflow }?'] : []),
  ].join(', ');

const ARGUMENTS = {
  nothing: '',
  ignoreNulls: '{ ignoreNulls? }',
  ddof: '{ ddof? }',
  fraction: 'q',
  separator: 'separator',
  by: 'by',
  number: 'other',
  numberAndDdof: 'other, { ddof? }',
  bias: '{ bias? }',
  breaks: 'breaks',
  byAndDescending: 'by, { descending? }',
  byAndSeparator: 'by, separator, { descending? }',
};

const AGGREGATES = `
## Aggregate functions

Each is a method of expressions, for \`agg\`; \`count()\` by itself counts rows. \`.where(predicate)\` after any of them leaves only rows for which the predicate is true; groups without any stay.

\`\`\`ts
import { count, fromRows } from 'parquetframe';

const trips = fromRows([
  { city: 'Graz', fare: 10, tip: 1, card: true },
  { city: 'Graz', fare: 14, tip: null, card: false },
  { city: 'Linz', fare: 8, tip: 2, card: true },
]);
const totals = await trips
  .groupBy('city')
  .agg(row => ({ paid: count().where(row.card), spread: row.fare.std(), middle: row.fare.quantile(0.5), best: row.tip.argMax(row.fare) }))
  .toRows();
console.log(totals[0]); // { city: 'Graz', paid: 1n, spread: 2.8284271247461903, middle: 12, best: null }
\`\`\`

`;

const WINDOWS = `
## Windows

\`.over({ partitionBy, orderBy, frame })\` after an aggregate gives every row the aggregate of the rows of its partition, or of a frame of them, in \`withColumns\` and in conditions of \`filter\`. Columns are
names or expressions, which the compiler checks. A frame is \`{ rows: [-6, 'current'] }\`, counted from the row, or \`{ range: ['-7d', 'current'] }\`, in values of the order, with \`'unbounded'\` for the ends of the
partition; \`table.window\` in [operations](operations.md) says what they mean. \`rowNumber()\`, \`rank()\`, \`denseRank()\`, \`percentRank()\`, \`cumeDist()\` and \`ntile(n)\` are by themselves; these are methods:
\`lag\`, \`lead\` and \`shift\` with \`{ default }\`, \`diff\`, \`pctChange\`, \`firstValue\`, \`lastValue\`, \`nthValue\`, \`cumSum\`, \`cumMin\`, \`cumMax\`, \`cumCount\`, \`rollingSum\`, \`rollingMean\`, \`rollingMin\`, \`rollingMax\` and
\`rollingStd\` with \`{ rows }\` or \`{ range, by }\`, \`fillForward\`, \`fillBackward\`, \`rank\` and \`ewmMean\`. They go over all rows in the order of the frame unless \`over\` follows, which reaches every window of an expression.

\`\`\`ts
import { fromRows, rowNumber } from 'parquetframe';

const sales = fromRows([
  { shop: 'b', day: new Date('2024-01-02'), sold: 4 },
  { shop: 'a', day: new Date('2024-01-01'), sold: 1 },
  { shop: 'a', day: new Date('2024-01-09'), sold: 8 },
  { shop: 'a', day: new Date('2024-01-03'), sold: 3 },
]);
const windows = await sales
  .withColumns(row => ({
    week: row.sold.sum().over({ partitionBy: row.shop, orderBy: row.day, frame: { range: ['-6d', 'current'] } }),
    more: row.sold.sub(row.sold.mean().over({ partitionBy: row.shop })),
    grown: row.sold.diff().over({ partitionBy: row.shop, orderBy: row.day }),
  }))
  .filter(row => rowNumber().over({ partitionBy: row.shop, orderBy: { column: row.day, descending: true } }).eq(1))
  .select('shop', 'week', 'more', 'grown')
  .toRows();
console.log(windows); // [ { shop: 'b', week: 4, more: 0, grown: null }, { shop: 'a', week: 11, more: 4, grown: 5 } ]
\`\`\`

Beside the aggregates above, \`table.window\` has:

`;

const cell = text => String(text).replaceAll('|', '\\|');

export function expressionsPage(note, { BUILT_IN_FUNCTIONS, AGGREGATE_FUNCTIONS, WINDOW_FUNCTIONS }, col) {
  const called = methods(col);
  const method = (name, { method: record }) => {
    if (name === 'case') return '`when(…).then(…).otherwise(…)`';
    if (name === 'toStruct') return '`struct({ name: value, … })`';
    if (record) return `\`.${name}(${parameters(record)})\``;
    return called[name] ? `\`.${called[name]}()\`` : '–';
  };
  const out = [`# Expressions and functions\n\n${note}${PREFACE}`];
  out.push(
    '\n## Scalar functions\n\n`fn(name, …operands)` calls any of them, and those of plugins, by name. Methods take expressions and values of JavaScript: `?` may be left out, `…` is any number of them, and what is in capitals is a literal or a parameter. From `core/src/contract/functions`.\n\n',
    '| function | method | takes | gives | result type | null | errors |\n| --- | --- | --- | --- | --- | --- | --- |\n',
  );
  for (const [name, f] of Object.entries(BUILT_IN_FUNCTIONS))
    out.push(
      `| \`${name}\` | ${method(name, f)} | ${[f.accepts, f.summary, f.type, NULLS[f.nulls ?? 'own'], f.errors ?? '–'].map(cell).join(' | ')} |\n`,
    );
  out.push(AGGREGATES, '| function | method | takes | gives | result type | errors |\n| --- | --- | --- | --- | --- | --- |\n');
  for (const [name, f] of Object.entries(AGGREGATE_FUNCTIONS))
    out.push(
      `| \`${name}\` | \`.${name}(${ARGUMENTS[f.method.takes]})\` | ${[f.accepts, f.summary, f.type, f.errors ?? '–'].map(cell).join(' | ')} |\n`,
    );
  out.push(WINDOWS, '| function | takes | gives | result type |\n| --- | --- | --- | --- |\n');
  for (const [name, f] of Object.entries(WINDOW_FUNCTIONS))
    out.push(`| \`${name}\` | ${[f.accepts ?? 'no column', f.summary, f.type].map(cell).join(' | ')} |\n`);
  return out.join('');
}
