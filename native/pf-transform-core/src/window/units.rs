//! Numbers as whole multiples of a unit that divides them all, so that their sums are exact.

use num_bigint::BigInt;

use crate::numeric::{Carrier, float_parts};

/// A column in units of 2^power; of decimals in those of their last digit.
pub(super) struct Units<'a> {
    carrier: &'a Carrier,
    pub power: i32,
}

impl<'a> Units<'a> {
    pub fn new(carrier: &'a Carrier) -> Self {
        let power = match carrier {
            Carrier::Float(values) => {
                let last_bit = |&value: &f64| {
                    float_parts(value)
                        .filter(|(magnitude, _)| *magnitude != 0)
                        .map(|(magnitude, power)| power + magnitude.trailing_zeros().cast_signed())
                };
                values.iter().filter_map(last_bit).min().unwrap_or(0)
            }
            _ => 0,
        };
        Self { carrier, power }
    }

    /// Digits after the point, of decimals.
    pub const fn scale(&self) -> i8 {
        if let Carrier::Decimal(_, scale) = self.carrier { *scale } else { 0 }
    }

    /// How many units a value is; none of NaN and infinities.
    pub fn of(&self, row: usize) -> Option<BigInt> {
        Some(match self.carrier {
            Carrier::Signed(values) => BigInt::from(values[row]),
            Carrier::Unsigned(values) => BigInt::from(values[row]),
            Carrier::Decimal(values, _) => BigInt::from(values[row]),
            Carrier::Float(values) => {
                let (magnitude, power) = float_parts(values[row])?;
                let magnitude = BigInt::from(magnitude);
                if power >= self.power {
                    magnitude << (power - self.power).unsigned_abs()
                } else {
                    magnitude >> (self.power - power).unsigned_abs()
                }
            }
        })
    }
}
