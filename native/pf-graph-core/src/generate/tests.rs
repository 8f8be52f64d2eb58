//! Literals from GAP's own generator.h @ sbeamer/gapbs, compiled with g++ 12 (libstdc++); hashes are FNV-1a over 32-bit words.

use super::*;
use crate::{BuildOptions, Control, EdgeList, Offsets, Weights, WeightsColumn, WeightsView, build};

fn fnv(words: impl IntoIterator<Item = u32>) -> u64 {
    words.into_iter().fold(14_695_981_039_346_656_037, |hash, word| (hash ^ u64::from(word)).wrapping_mul(1_099_511_628_211))
}

fn pairs(edges: &Edges) -> impl Iterator<Item = u32> {
    edges.src.iter().zip(&edges.dst).flat_map(|(&src, &dst)| [src, dst])
}

#[test]
fn mt19937_is_the_standard_generator() {
    let mut random = Mt19937::new(5489);
    let draws: Vec<u32> = (0..10_000).map(|_| random.next_u32()).collect();
    assert_eq!(draws[..3], [3_499_211_612, 581_869_302, 3_890_346_734]);
    // The 10,000th value is required by the C++ standard, [rand.predef].
    assert_eq!(draws[9_999], 4_123_659_995);
}

#[test]
fn shuffles_as_libstdcxx() {
    let shuffled = |length: u32| {
        let mut values: Vec<u32> = (0..length).collect();
        shuffle(&mut values, &mut Mt19937::new(SEED));
        values
    };
    assert_eq!(shuffled(0), []);
    assert_eq!(shuffled(1), [0]);
    assert_eq!(shuffled(2), [1, 0]);
    assert_eq!(shuffled(5), [1, 2, 4, 3, 0]);
    assert_eq!(shuffled(10), [5, 6, 8, 2, 9, 4, 0, 7, 3, 1]);
    // Around 2^16 the method changes from two swaps per draw to one.
    assert_eq!(fnv(shuffled(65_535)), 10_360_068_599_406_617_450);
    assert_eq!(fnv(shuffled(65_536)), 15_894_483_561_977_553_403);
    assert_eq!(fnv(shuffled(100_000)), 12_623_593_429_872_715_359);
}

#[test]
fn kronecker_is_gaps() {
    let small = kronecker(4, 16);
    assert_eq!(pairs(&small).take(8).collect::<Vec<_>>(), [10, 13, 8, 13, 10, 13, 5, 13]);
    assert_eq!((small.src.len(), fnv(pairs(&small))), (256, 6_676_910_967_675_579_538));
    assert_eq!(fnv(pairs(&kronecker(10, 16))), 1_573_153_017_806_920_318);
    // Two blocks.
    assert_eq!(fnv(pairs(&kronecker(15, 16))), 7_999_883_782_867_148_747);
}

#[test]
fn uniform_is_gaps() {
    let small = uniform(4, 16);
    assert_eq!(pairs(&small).take(8).collect::<Vec<_>>(), [12, 3, 15, 6, 7, 15, 12, 10]);
    assert_eq!(fnv(pairs(&small)), 13_403_765_811_132_286_404);
    assert_eq!(fnv(pairs(&uniform(10, 16))), 11_748_098_620_712_322_211);
    assert_eq!(fnv(pairs(&uniform(15, 16))), 507_545_123_204_479_591);
}

#[test]
fn weights_are_gaps() {
    let weights = weights((1 << 18) + 5);
    assert_eq!(weights[..6], [235, 102, 156, 40, 86, 212]);
    assert_eq!(weights[1 << 18..], [203, 143, 15, 56, 205]);
    assert_eq!(fnv(weights.into_iter().map(u32::from)), 17_102_070_169_992_342_271);
}

#[test]
fn simplify_keeps_the_smallest_weight() {
    let (src, dst) = ([0u32, 1, 1, 2, 0], [1u32, 0, 1, 0, 1]);
    let weights = WeightsColumn::new(WeightsView::U8(&[5, 3, 9, 7, 4]), None);
    let options = BuildOptions { directed: false, incoming: true };
    let graph = build(3, EdgeList { src: &src, dst: &dst, weights: Some(weights) }, &options, &Control::none()).expect("builds");
    let simple = simplify(&graph);
    assert_eq!(simple.out.offsets, Offsets::U32(vec![0, 2, 3, 4]));
    assert_eq!(simple.out.targets, [1, 2, 0, 0]);
    assert_eq!(simple.out.weights, Some(Weights::U8(vec![3, 7, 3, 7])));
    assert_eq!((simple.facts.arcs, simple.facts.edges, simple.facts.self_loops), (4, 2, 0));
}
