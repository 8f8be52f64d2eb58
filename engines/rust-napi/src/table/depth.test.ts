import { columnFromValues, tableData } from '@parquetframe/core/engine';
import test from 'ava';
import { codeOf, ignore, importTable, never, openAddon } from '../native/open.test.data.js';

const addon = openAddon();
const type = { id: 'int64' } as const;
const bool = { id: 'bool' } as const;

/** `x = 0 or x = 1 or …`, as a chain of verbs makes it: one level deeper for each term. */
function anyOf(terms: number): string {
  const equal = `{"kind":"call","function":"equal","type":{"id":"bool"},"arguments":[
    {"kind":"column","name":"x","type":{"id":"int64"}},{"kind":"parameter","index":0,"type":{"id":"int64"}}]}`;
  const open = `{"kind":"call","function":"or","type":${JSON.stringify(bool)},"arguments":[`.repeat(terms - 1);
  const predicate = open + equal + `,${equal}]}`.repeat(terms - 1);
  return `{"source":{"kind":"table"},"steps":[{"step":"filter","predicate":${predicate}}],"arguments":["3"]}`;
}

const table = await importTable(
  addon,
  tableData(
    [{ name: 'x', type, nullable: false }],
    [{ length: 10, columns: [columnFromValues(type, [1n, 2n, 3n, 3n, 5n, 6n, 7n, 8n, 9n, 10n])] }],
  ),
);

test('a chain of comparisons may be long', async t => {
  for (const terms of [2, 60, 70, 500, 2000]) {
    const result = await addon.runPipeline(anyOf(terms), [table], 2, never(), ignore);
    t.is(result.rows, 2, `${terms} terms`);
    result.dispose();
  }
});

test('one that would not fit the stack is declined', async t => {
  for (const terms of [2100, 50_000]) {
    const error = await t.throwsAsync(addon.runPipeline(anyOf(terms), [table], 2, never(), ignore));
    t.is(codeOf(error), 'UNSUPPORTED_EXPRESSION');
  }
});
