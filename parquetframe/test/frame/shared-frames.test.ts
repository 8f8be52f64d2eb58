import tsReference from '@parquetframe/engine-ts-reference';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { allEngines, col, createRuntime, type DataFrame, type Runtime } from 'parquetframe';

/**
 * Plans that use one frame more than once, generated: each is run as it is, with its shared frames, and once more with every use a frame of its own.
 * Both give the same rows, whatever engines there are, and no engine is blamed for anything.
 */
type SourceRow = { readonly a: bigint | null; readonly b: bigint | null };

/** A node of a plan: what it does and which earlier nodes it reads. */
interface Node {
  readonly verb: number;
  readonly value: number;
  readonly left: number;
  readonly right: number;
}

const SOURCES: readonly (readonly SourceRow[])[] = [
  [
    { a: 1n, b: 2n },
    { a: 2n, b: 3n },
    { a: null, b: 1n },
    { a: 2n, b: null },
  ],
  [
    { a: 0n, b: 1n },
    { a: 1n, b: 1n },
    { a: 3n, b: 2n },
  ],
];

const nodes = fc.array(fc.record({ verb: fc.nat(6), value: fc.nat(3), left: fc.nat(7), right: fc.nat(7) }), {
  minLength: 2,
  maxLength: 7,
});

const BOTH = [{ column: 'b' }, { column: 'a' }];
const small = (frame: DataFrame): DataFrame => frame.sort(BOTH).limit(8);
const renamed = (frame: DataFrame, b: string): DataFrame => frame.select('a', b).rename({ [b]: 'b' });

function apply({ verb, value }: Node, left: DataFrame, right: DataFrame): DataFrame {
  if (verb === 0) return left.filter(col('a').gt(value - 1));
  if (verb === 1) return left.filter(col('b').isNotNull()).rename({ a: 'b', b: 'a' }).select('a', 'b');
  if (verb === 2) return left.sort(BOTH).limit(value + 2);
  if (verb === 3) return left.groupBy('a').agg({ b: col('b').sum() });
  if (verb === 4) return small(renamed(left.join(right, { on: 'a' }), 'b_right'));
  if (verb === 5) return small(renamed(left.join(right, { leftOn: 'b', rightOn: 'a', how: 'left' }), 'b_right'));
  return small(renamed(left.join(right, { on: 'b' }), 'a_right'));
}

/** @param isShared whether a node that is read twice is one frame, or made again for every reader */
function build(pf: Runtime, plan: readonly Node[], isShared: boolean): DataFrame {
  const made = new Map<number, DataFrame>();
  const sourceOf = (index: number): DataFrame =>
    pf.fromRows(SOURCES[index % SOURCES.length] ?? [], { schema: { a: 'int64', b: 'int64' } }).unchecked();
  const frameOf = (index: number): DataFrame => {
    const known = isShared ? made.get(index) : undefined;
    if (known) return known;
    const node = plan[index - SOURCES.length];
    // A node reads nodes before it.
    const frame = node ? apply(node, frameOf(node.left % index), frameOf(node.right % index)) : sourceOf(index);
    made.set(index, frame);
    return frame;
  };
  return frameOf(plan.length + SOURCES.length - 1);
}

const sorted = (rows: readonly object[]): readonly string[] =>
  rows.map(row => JSON.stringify(Object.values(row).map(String))).sort();

async function agrees(t: ExecutionContext, pf: Runtime, plan: readonly Node[]): Promise<void> {
  const expected = sorted(await build(pf, plan, false).toRows());
  for (const rewrite of [true, false]) {
    const table = await build(pf, plan, true).collect({ rewrite });
    t.deepEqual(sorted(table.toRows()), expected);
    const blamed = table.provenance.stages.flatMap(stage => stage.fallbacks.filter(({ outcome }) => outcome === 'crashed'));
    t.deepEqual(blamed, []);
  }
}

test('generated plans that share frames, on the reference engine', async t => {
  await using pf = await createRuntime({ engines: [tsReference()], wisdom: 'off' });
  await fc.assert(
    fc.asyncProperty(nodes, plan => agrees(t, pf, plan)),
    { numRuns: 60 },
  );
});

test('generated plans that share frames, on each engine that is here where it can, the others where it cannot', async t => {
  const engines = await allEngines();
  for (const { manifest } of engines) {
    await using pf = await createRuntime({ engines, uncertified: 'allow', wisdom: 'off' });
    if (pf.engines().find(({ id }) => id === manifest.id)?.availability.available !== true) continue;
    await fc.assert(
      fc.asyncProperty(nodes, async plan => {
        const expected = sorted(await build(pf, plan, false).toRows());
        const table = await build(pf, plan, true).collect({ prefer: manifest.id });
        t.deepEqual(sorted(table.toRows()), expected);
        t.deepEqual(
          table.provenance.stages.flatMap(stage => stage.fallbacks.filter(({ outcome }) => outcome === 'crashed')),
          [],
        );
      }),
      { numRuns: 15 },
    );
  }
});

test('the shapes that people write', async t => {
  await using pf = await createRuntime({ engines: await allEngines(), uncertified: 'allow', wisdom: 'off' });
  const edges = pf.fromRows([
    { a: 1n, b: 2n },
    { a: 2n, b: 3n },
    { a: 3n, b: 1n },
  ]);
  const positive = edges.filter(col('a').gt(0));
  t.is((await edges.join(edges, { leftOn: 'b', rightOn: 'a' }).collect()).length, 3);
  t.is((await positive.join(positive, { leftOn: 'b', rightOn: 'a' }).collect()).length, 3);
  // three uses
  const twice = positive.join(positive, { leftOn: 'b', rightOn: 'a' });
  t.is((await twice.join(positive, { leftOn: 'b_right', rightOn: 'a', suffix: '_third' }).collect()).length, 3);
  // an aggregate beside its own input
  const sums = positive.groupBy('a').agg({ total: col('b').sum() });
  t.deepEqual(
    (await positive.join(sums, { on: 'a' }).sort('a').toRows()).map((row): unknown => row.total),
    [2n, 3n, 1n],
  );
  // filters on both sides
  const both = positive.filter(col('b').lt(3)).join(positive.filter(col('b').gt(1)), { leftOn: 'b', rightOn: 'a' });
  t.deepEqual(
    (await both.sort('a').toRows()).map(row => Object.values<unknown>(row)),
    [
      [1n, 2n, 2n, 3n],
      [3n, 1n, 1n, 2n],
    ],
  );
  // kept, and read as a stream
  const kept = positive.join(positive, { on: 'a' }).cache();
  let rows = 0;
  for await (const batch of kept.join(kept, { on: 'a', suffix: '_again' }).batches()) rows += batch.length;
  t.is(rows, 3);
});
