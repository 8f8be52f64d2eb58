import test from 'ava';
import { allEngines, createRuntime } from 'parquetframe';

/** Values of other rows in the place of nulls, with every engine that is here preferred in turn. */
const engines = await allEngines();
const pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
test.after.always('close the runtime', () => pf.close());

const frame = pf.fromRows(
  [
    { g: 'a', day: 3, price: null, name: null, tags: null, none: null },
    { g: 'b', day: 1, price: 10, name: 'x', tags: ['t'], none: null },
    { g: 'a', day: 2, price: null, name: null, tags: null, none: null },
    { g: 'a', day: 1, price: 5, name: null, tags: null, none: null },
    { g: 'b', day: 2, price: null, name: 'y', tags: null, none: null },
    { g: 'b', day: 3, price: null, name: null, tags: null, none: null },
  ],
  { schema: { g: 'utf8', day: 'int32', price: 'int64', name: 'dictionary<utf8>', tags: 'list<utf8>', none: 'null' } },
);

for (const { manifest } of engines) {
  const run = { prefer: manifest.id, int64: 'number' } as const;

  test(`nulls become the value before or after them: ${manifest.id}`, async t => {
    const forward = await frame.fillForward().toColumns(run);
    t.deepEqual(forward.price, [null, 10, 10, 5, 5, 5]);
    t.deepEqual(forward.name, [null, 'x', 'x', 'x', 'y', 'y']);
    t.deepEqual(forward.tags, [null, ['t'], null, null, null, null]);
    t.deepEqual(forward.none, [null, null, null, null, null, null]);
    t.deepEqual(await frame.fillForward().schema(), await frame.schema());
    const backward = await frame.fillBackward('price').toColumns(run);
    t.deepEqual(backward.price, [10, 10, 5, 5, null, null]);
    t.deepEqual(backward.name, [null, 'x', null, null, 'y', null]);
  });

  test(`of partitions, in an order, from so many rows away: ${manifest.id}`, async t => {
    const price = async (of: typeof frame): Promise<unknown[]> => (await of.toColumns(run)).price;
    const by = { partitionBy: 'g', orderBy: 'day' } as const;
    t.deepEqual(await price(frame.fillForward(by)), [5, 10, 5, 5, 10, 10]);
    t.deepEqual(await price(frame.fillForward('price', { partitionBy: ['g'] })), [null, 10, null, 5, 10, 10]);
    t.deepEqual(await price(frame.fillForward(['price', 'name'], { ...by, limit: 1 })), [null, 10, 5, 5, 10, null]);
    t.deepEqual(await price(frame.fillBackward('price', { limit: 1 })), [10, 10, 5, 5, null, null]);
    const latest = { partitionBy: 'g', orderBy: [{ column: 'day', descending: true }] } as const;
    t.deepEqual(await price(frame.fillBackward('price', latest)), [5, 10, 5, 5, 10, 10]);
    const kept = await frame.fillForward(by).toColumns(run);
    t.deepEqual(kept.g, ['a', 'b', 'a', 'a', 'b', 'b']);
  });
}

test('what makes no sense is named', async t => {
  const loose = frame.unchecked();
  const refused = (call: () => unknown, message: RegExp): void => {
    t.throws(call, { code: 'INVALID_ARGUMENT', message });
  };
  refused(() => loose.fillForward([]), /^fillForward needs at least one column, received none/);
  refused(() => loose.fillForward(3 as never), /^fillForward takes column names, received 3/);
  refused(() => loose.fillForward({ limits: 1 } as never), /^fillForward has no option "limits".*limit/);
  refused(
    () => loose.fillBackward({ limit: 0 }),
    /^fillBackward: limit must be a whole number of rows from 1 to 2\^31 - 1, received 0/,
  );
  refused(
    () => loose.fillForward({ orderBy: 3 as never }),
    /^fillForward: orderBy takes its options as an object of column, descending/,
  );
  refused(() => loose.fillForward({ partitionBy: 3 as never }), /^fillForward: partitionBy takes column names, received 3/);
  refused(() => frame.fillNull(undefined as never), /; values of other rows are taken by fillForward and fillBackward$/);
  const missing = { code: 'COLUMN_NOT_FOUND', message: /"q"/ };
  await t.throwsAsync(loose.fillForward('q').collect(), missing);
  await t.throwsAsync(loose.fillForward({ orderBy: 'q' }).collect(), missing);
  await t.throwsAsync(loose.fillForward('tags').collect(), { code: 'TYPE_MISMATCH', message: /^fillForward accepts .*"tags"/ });
  // @ts-expect-error a column that there is not
  t.notThrows(() => frame.fillForward('prices'));
  // @ts-expect-error a column that there is not
  t.notThrows(() => frame.fillBackward('price', { partitionBy: 'prices' }));
});
