//! Exact numbers: whole numbers times powers of two.

use num_bigint::BigInt;

/// `value * 2^power`.
#[derive(Clone, Default)]
pub(crate) struct Scaled {
    pub(in crate::aggregate) value: BigInt,
    pub(in crate::aggregate) power: i64,
}

impl Scaled {
    pub(crate) const fn new(value: BigInt, power: i64) -> Self {
        Self { value, power }
    }

    /// A finite double.
    pub(in crate::aggregate) fn of(value: f64) -> Self {
        let bits = value.to_bits();
        let exponent = (bits >> 52) & 0x7ff;
        let fraction = bits & ((1 << 52) - 1);
        // Subnormal numbers have the exponent of the smallest normal ones, without their leading bit.
        let magnitude = BigInt::from(if exponent == 0 { fraction } else { fraction | (1 << 52) });
        let power = exponent.max(1).cast_signed() - 1075;
        Self { value: if value.is_sign_negative() { -magnitude } else { magnitude }, power }
    }

    pub(in crate::aggregate) fn plus(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        let power = self.power.min(other.power);
        Self { value: self.shifted(power) + other.shifted(power), power }
    }

    pub(in crate::aggregate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { value: -&other.value, power: other.power })
    }

    pub(in crate::aggregate) fn times(&self, other: &Self) -> Self {
        Self { value: &self.value * &other.value, power: self.power + other.power }
    }

    pub(in crate::aggregate) fn is_zero(&self) -> bool {
        self.value == BigInt::ZERO
    }

    /// In units of `2^power`, which is no more than the own power.
    pub(super) fn shifted(&self, power: i64) -> BigInt {
        &self.value << (self.power - power).unsigned_abs()
    }
}
