import test from 'ava';
import { Mt19937, kronecker, shuffle, uniform, weights, type GeneratedEdges } from '@parquetframe/benchmarks';

// Literals from GAP's own generator.h @ sbeamer/gapbs, compiled with g++ 12 (libstdc++); the native generator is tested with the same.

/** FNV-1a over 32-bit words. */
function fnv(words: Iterable<number>): bigint {
  let hash = 14_695_981_039_346_656_037n;
  for (const word of words) hash = BigInt.asUintN(64, (hash ^ BigInt(word)) * 1_099_511_628_211n);
  return hash;
}
function* pairs({ src, dst }: GeneratedEdges): Generator<number> {
  for (let i = 0; i < src.length; i++) {
    yield src[i] ?? 0;
    yield dst[i] ?? 0;
  }
}

test('mt19937 is the standard generator', t => {
  const random = new Mt19937(5489);
  const draws = Array.from({ length: 10_000 }, () => random.next());
  t.deepEqual(draws.slice(0, 3), [3_499_211_612, 581_869_302, 3_890_346_734]);
  // Required by the C++ standard, [rand.predef].
  t.is(draws[9_999], 4_123_659_995);
});

test('shuffles as libstdc++', t => {
  const shuffled = (length: number): Uint32Array => {
    const values = Uint32Array.from({ length }, (_, i) => i);
    shuffle(values, new Mt19937(27_491_095));
    return values;
  };
  t.deepEqual([...shuffled(2)], [1, 0]);
  t.deepEqual([...shuffled(5)], [1, 2, 4, 3, 0]);
  t.deepEqual([...shuffled(10)], [5, 6, 8, 2, 9, 4, 0, 7, 3, 1]);
  // Around 2^16 the method changes from two swaps per draw to one.
  t.is(fnv(shuffled(65_535)), 10_360_068_599_406_617_450n);
  t.is(fnv(shuffled(65_536)), 15_894_483_561_977_553_403n);
});

test("Kronecker graphs are GAP's", t => {
  const small = kronecker(4);
  t.deepEqual([...pairs(small)].slice(0, 8), [10, 13, 8, 13, 10, 13, 5, 13]);
  t.is(fnv(pairs(small)), 6_676_910_967_675_579_538n);
  t.is(fnv(pairs(kronecker(10))), 1_573_153_017_806_920_318n);
  // Two blocks.
  t.is(fnv(pairs(kronecker(15))), 7_999_883_782_867_148_747n);
});

test("uniform graphs are GAP's", t => {
  const small = uniform(4);
  t.deepEqual([...pairs(small)].slice(0, 8), [12, 3, 15, 6, 7, 15, 12, 10]);
  t.is(fnv(pairs(small)), 13_403_765_811_132_286_404n);
  t.is(fnv(pairs(uniform(15))), 507_545_123_204_479_591n);
});

test("weights are GAP's", t => {
  const values = weights((1 << 18) + 5);
  t.deepEqual([...values.slice(0, 6)], [235, 102, 156, 40, 86, 212]);
  t.is(fnv(values), 17_102_070_169_992_342_271n);
});
