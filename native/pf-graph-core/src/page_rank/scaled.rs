//! Weights whose sums leave the range of f64: what a vertex hands on depends on their proportions only, so the weights of such a vertex are multiplied by a power of
//! two, which is exact. Vertices whose sum is ordinary keep theirs, and every bit of their result.

use super::total_weights;
use crate::adjacency::{Offset, Rows};
use rayon::prelude::*;

/// Sums up to 2^±`ORDINARY` leave room for a rank divided by them.
const ORDINARY: i32 = 900;
/// The largest power of two that is multiplied with.
const MOST: i32 = 1000;

/// The weights of the incoming arcs, and the sum of every vertex's outgoing ones, scaled.
pub(super) struct Scaled {
    pub weights: Vec<f64>,
    pub totals: Vec<f64>,
}

impl Scaled {
    /// None when every sum is 0 or ordinary. `totals` are the sums of the rows of `out`.
    pub fn of<O: Offset>(out: &Rows<'_, O>, incoming: &Rows<'_, O>, forwards: &[f64], backwards: &[f64], totals: &[f64]) -> Option<Self> {
        let ordinary = 2f64.powi(-ORDINARY)..=2f64.powi(ORDINARY);
        let is_extreme = |total: f64| total != 0.0 && !ordinary.contains(&total);
        totals.par_iter().any(|&total| is_extreme(total)).then(|| {
            let scale_of = |u: usize| {
                if !is_extreme(totals[u]) {
                    return 1.0;
                }
                let largest = forwards[out.range(u)].iter().fold(0.0, |most: f64, &weight| most.max(weight));
                power_below(largest)
            };
            let scales: Vec<f64> = (0..out.vertices()).into_par_iter().map(scale_of).collect();
            let weights = incoming.targets.par_iter().zip(backwards).map(|(&u, &weight)| weight * scales[u.index()]).collect();
            let mut own = forwards.to_vec();
            for (u, &scale) in scales.iter().enumerate() {
                own[out.range(u)].iter_mut().for_each(|weight| *weight *= scale);
            }
            Self { weights, totals: total_weights(out, &own) }
        })
    }
}

/// The power of two that brings `largest`, a positive finite number, near 1, as far as f64 has it.
fn power_below(largest: f64) -> f64 {
    // The exponent field; subnormal numbers have 0 there, which is below every normal one.
    let exponent = i32::try_from(largest.to_bits() >> 52).map_or(0, |field| field - 1023);
    2f64.powi((-exponent).clamp(-MOST, MOST))
}

#[cfg(test)]
mod tests {
    use crate::{BuildOptions, Control, EdgeList, PageRankOptions, WeightsColumn, WeightsView, build, page_rank};

    fn ranks(weights: &[f64]) -> Vec<f64> {
        let (src, dst) = ([0, 0, 1, 2, 3, 3], [1, 2, 0, 0, 0, 1]);
        let weights = WeightsColumn::new(WeightsView::F64(weights), None);
        let options = BuildOptions { directed: true, incoming: true };
        let graph = build(4, EdgeList { src: &src, dst: &dst, weights: Some(weights) }, &options, &Control::none()).expect("builds");
        let options = PageRankOptions { weighted: true, ..PageRankOptions::default() };
        page_rank(&graph.view(), &options, &Control::none()).expect("runs").rank
    }

    /// Proportions decide: powers of two as factors change no bit.
    #[test]
    fn sums_that_overflow_or_underflow_give_the_ranks_of_their_proportions() {
        let plain = ranks(&[3.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
        assert!((plain.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for exponent in [1022, 1000, 950, -950, -1000, -1070] {
            let factor = |at: i32| 2f64.powi(at / 2) * 2f64.powi(at - at / 2);
            let scaled = ranks(&[3.0, 1.0, 1.0, 1.0, 1.0, 2.0].map(|weight: f64| weight * factor(exponent)));
            assert_eq!(scaled, plain, "2^{exponent}");
        }
    }

    #[test]
    fn one_extreme_vertex_leaves_the_others_alone() {
        let plain = ranks(&[3.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
        assert_eq!(ranks(&[3.0 * 2f64.powi(1022), 2f64.powi(1022), 1.0, 1.0, 5e-324, 1e-323]), plain);
    }
}
