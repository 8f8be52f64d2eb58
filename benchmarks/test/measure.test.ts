import test from 'ava';
import fc from 'fast-check';
import { measure, quartiles, simplified, type Side } from '@parquetframe/benchmarks';

test('quartiles are interpolated', t => {
  t.deepEqual(quartiles([4, 1, 3, 2]), { median: 2.5, low: 1.75, high: 3.25 });
  t.deepEqual(quartiles([7]), { median: 7, low: 7, high: 7 });
});

test('sides run in turn, each round from another one; answers are compared, failures kept apart', async t => {
  const order: string[] = [];
  const closed: string[] = [];
  const side = (name: string, answer: number): Side => ({
    name,
    run: () => {
      order.push(name);
      return Promise.resolve({ answer: () => answer, close: () => void closed.push(name) });
    },
  });
  const broken: Side = { name: 'broken', run: () => Promise.reject(new Error('out of order')) };
  const result = await measure(
    { name: 'case', baseline: 'a', sides: [side('a', 100), broken, side('b', 100.5), side('c', 103)], tolerance: 0.01 },
    { rounds: 3, seconds: 0 },
  );
  t.deepEqual(order, ['a', 'b', 'c', 'a', 'b', 'c', 'b', 'c', 'a', 'c', 'a', 'b']);
  t.deepEqual(closed, order);
  t.deepEqual(
    result.sides.map(({ side: name, agrees, samples }) => [name, agrees, samples.length]),
    [
      ['a', true, 3],
      ['b', true, 3],
      ['c', false, 3],
    ],
  );
  t.deepEqual(result.failed, [{ side: 'broken', error: 'out of order' }]);
  t.deepEqual(result.sides[0]?.ratio, { median: 1, low: 1, high: 1 });
});

test('a baseline that is not there is replaced by the first side that is', async t => {
  const only: Side = { name: 'b', run: () => Promise.resolve({ answer: () => 1, close: () => undefined }) };
  const result = await measure({ name: 'case', baseline: 'a', sides: [only] }, { rounds: 3, seconds: 0 });
  t.is(result.baseline, 'b');
});

test('simplified graphs have every pair once, sorted, without self-loops', t => {
  const edge = fc.tuple(fc.nat(9), fc.nat(9));
  fc.assert(
    fc.property(fc.array(edge), edges => {
      const { src, dst } = simplified({
        vertices: 10,
        src: Uint32Array.from(edges, e => e[0]),
        dst: Uint32Array.from(edges, e => e[1]),
      });
      const expected = new Set(edges.filter(([u, v]) => u !== v).map(([u, v]) => `${Math.min(u, v)} ${Math.max(u, v)}`));
      t.deepEqual(
        [...src].map((u, i) => `${u} ${dst[i] ?? -1}`),
        [...expected].sort(),
      );
    }),
  );
});
