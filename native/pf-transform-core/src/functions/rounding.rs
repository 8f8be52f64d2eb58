//! Rounding to a number of digits after the point, exactly. O(n) time, 8 or 16 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, Decimal128Array, Float64Array, Int64Array, new_null_array};
use arrow_buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use num_bigint::BigUint;

use super::{Call, Operands, ScalarFunction};
use crate::arithmetic::{TO_FLOAT, wrapped};
use crate::cast::decimal_text;
use crate::decimal::FEWER_DIGITS;
use crate::error::{Error, Excess, Result};
use crate::expression::Overflow;
use crate::numeric::{Carrier, float_parts};
use crate::type_text::type_text;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction {
        name: "roundTo",
        operands: Operands::exactly(2),
        kernel: |operands, call| rounded(operands, call, "roundTo", Ties::Away),
    },
    ScalarFunction {
        name: "roundEven",
        operands: Operands::between(1, 2),
        kernel: |operands, call| rounded(operands, call, "roundEven", Ties::Even),
    },
];

/// Where halves go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ties {
    Away,
    Even,
}

impl Ties {
    /// Whether something goes on to the next number, by twice what is left over beside the unit.
    fn goes_on(self, order: std::cmp::Ordering, below_is_odd: bool) -> bool {
        order.is_gt() || (order.is_eq() && (self == Self::Away || below_is_odd))
    }
}

fn rounded(operands: &[Value], call: &Call<'_>, name: &str, ties: Ties) -> Result<Value> {
    let [number, count @ ..] = operands else {
        return Err(Error::InvalidArgument(format!("{name} was given no operands")));
    };
    if operands.iter().any(Value::is_all_null) {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    let number = number.decoded()?;
    let count = count.first().map(Value::decoded).transpose()?;
    let digits = count.as_ref().map(digits_of).transpose()?;
    let digits_at = |row: usize| digits.as_ref().map_or(0, |digits| digits(row));
    let nulls_of = |value: &Value| if value.is_literal() { None } else { value.array().nulls().cloned() };
    let nulls = NullBuffer::union(nulls_of(&number).as_ref(), count.as_ref().and_then(nulls_of).as_ref());
    let step = usize::from(!number.is_literal());
    let Some(carrier) = Carrier::of(number.array()) else {
        return Err(Error::TypeMismatch(format!("expected numbers, received {}", number.array().data_type())));
    };
    let at: Box<dyn Fn(usize) -> i128> = match &carrier {
        Carrier::Float(values) => {
            let results: ScalarBuffer<f64> = (0..call.length).map(|row| float(values[row * step], digits_at(row), ties)).collect();
            return Ok(Value::Array(Arc::new(Float64Array::new(results, nulls))));
        }
        Carrier::Signed(values) => Box::new(|row| values[row * step].into()),
        Carrier::Unsigned(values) => Box::new(|row| values[row * step].into()),
        Carrier::Decimal(values, _) => Box::new(|row| values[row * step]),
    };
    wholes(call, name, nulls, |row| (at(row), digits_at(row)), ties)
}

/// Numbers of digits, row by row; those beyond 16 bits are as good as these.
fn digits_of(value: &Value) -> Result<Box<dyn Fn(usize) -> i32>> {
    let step = usize::from(!value.is_literal());
    let clamped = |digits: i128| i32::from(i16::try_from(digits).unwrap_or(if digits < 0 { i16::MIN } else { i16::MAX }));
    match Carrier::of(value.array()) {
        Some(Carrier::Signed(values)) => Ok(Box::new(move |row| clamped(values[row * step].into()))),
        Some(Carrier::Unsigned(values)) => Ok(Box::new(move |row| clamped(values[row * step].into()))),
        _ => Err(Error::TypeMismatch(format!("expected integers, received {}", value.array().data_type()))),
    }
}

/// Integers and decimals, by their unscaled values.
fn wholes(call: &Call<'_>, name: &str, nulls: Option<NullBuffer>, at: impl Fn(usize) -> (i128, i32), ties: Ties) -> Result<Value> {
    let scale = if let DataType::Decimal128(_, scale) = call.data_type { *scale } else { 0 };
    let fits = |value: i128| match call.data_type {
        DataType::Decimal128(precision, _) => 10_u128.checked_pow(u32::from(*precision)).is_none_or(|beyond| value.unsigned_abs() < beyond),
        _ => i64::try_from(value).is_ok(),
    };
    let mut valid = nulls.as_ref().map(|nulls| nulls.iter().collect::<Vec<bool>>());
    let mut values = vec![0_i128; call.length];
    for (row, slot) in values.iter_mut().enumerate() {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            continue;
        }
        let (value, digits) = at(row);
        let result = whole(value, i32::from(scale) - digits, ties);
        match (fits(result), call.overflow) {
            (true, _) => *slot = result,
            (false, Overflow::Wrap) => *slot = wrapped(result).into(),
            (false, Overflow::Null) => valid.get_or_insert_with(|| vec![true; call.length])[row] = false,
            (false, Overflow::Error) => return Err(excess(call, name, value, result, scale, row)),
        }
    }
    let nulls = valid.map(|valid| NullBuffer::new(BooleanBuffer::from(valid)));
    Ok(Value::Array(match call.data_type {
        DataType::Decimal128(precision, scale) => {
            Arc::new(Decimal128Array::new(values.into(), nulls).with_precision_and_scale(*precision, *scale)?)
        }
        _ => Arc::new(Int64Array::new(values.into_iter().map(wrapped).collect(), nulls)),
    }))
}

fn excess(call: &Call<'_>, name: &str, value: i128, result: i128, scale: i8, row: usize) -> Error {
    let text = |value: i128| decimal_text(&value.into(), scale);
    let is_decimal = matches!(call.data_type, DataType::Decimal128(..));
    let excess = Box::new(Excess {
        operation: format!("{name} of {}", text(value)),
        result: text(result),
        target: type_text(call.data_type),
        cure: if is_decimal { FEWER_DIGITS } else { TO_FLOAT },
        row: Some(row),
    });
    if is_decimal { Error::DecimalOverflow(excess) } else { Error::IntegerOverflow(excess) }
}

/// A number whose last `places` digits become 0; so many as no number has leave 0.
fn whole(value: i128, places: i32, ties: Ties) -> i128 {
    let Some(places) = u32::try_from(places).ok().filter(|&places| places > 0) else {
        return value;
    };
    // Half of 10³⁹ is beyond every decimal.
    let Some(unit) = 10_i128.checked_pow(places) else {
        return 0;
    };
    let rest = value % unit;
    let below = value - rest;
    // Twice the rest may be beyond 128 bits.
    let order = rest.unsigned_abs().cmp(&(unit.unsigned_abs() - rest.unsigned_abs()));
    if ties.goes_on(order, (below / unit) % 2 != 0) { below.saturating_add(if value < 0 { -unit } else { unit }) } else { below }
}

/// Powers of ten that are exact as floats.
const EXACT_POWERS: u32 = 22;

/// The float64 nearest to the exact value rounded to so many digits after the point.
fn float(x: f64, digits: i32, ties: Ties) -> f64 {
    let Some((mantissa, exponent)) = float_parts(x.abs()).filter(|&(mantissa, _)| mantissa != 0) else {
        return x;
    };
    // No float has digits beyond these, and none is half of what is beyond those.
    if digits > 1100 || exponent >= 0 && digits >= 0 {
        return x;
    }
    if digits < -400 {
        return 0.0_f64.copysign(x);
    }
    let size = match u32::try_from(digits) {
        Ok(digits) if digits <= EXACT_POWERS => few_digits(x, mantissa, exponent.unsigned_abs(), digits, ties),
        _ => any_digits(x, mantissa, exponent, digits, ties),
    };
    size.copysign(x)
}

/// Of `mantissa / 2^shift`, within 128 bits.
#[allow(clippy::cast_precision_loss)]
fn few_digits(x: f64, mantissa: i64, shift: u32, digits: u32, ties: Ties) -> f64 {
    let over = u128::from(mantissa.unsigned_abs()) * 10_u128.pow(digits);
    let (quotient, rest) = if shift < 128 { (over >> shift, over & ((1 << shift) - 1)) } else { (0, over) };
    if rest == 0 {
        return x;
    }
    // Of shifts beyond 128 the rest, of 126 bits at most, is less than half.
    let order = if shift <= 128 { rest.cmp(&(1 << (shift - 1))) } else { std::cmp::Ordering::Less };
    let rounded = quotient + u128::from(ties.goes_on(order, quotient % 2 == 1));
    if rounded < 1 << 53 {
        return rounded as f64 / 10_f64.powi(i32::try_from(digits).unwrap_or(0));
    }
    parsed(&format!("{rounded}e-{digits}"))
}

fn any_digits(x: f64, mantissa: i64, exponent: i32, digits: i32, ties: Ties) -> f64 {
    let (mut over, mut under) = (BigUint::from(mantissa.unsigned_abs()), BigUint::from(1_u8));
    let power = BigUint::from(10_u8).pow(digits.unsigned_abs());
    if digits >= 0 {
        over *= power
    } else {
        under *= power
    }
    if exponent >= 0 {
        over <<= exponent.unsigned_abs()
    } else {
        under <<= exponent.unsigned_abs()
    }
    let (quotient, rest) = (&over / &under, &over % &under);
    if rest == BigUint::ZERO {
        return x;
    }
    let order = (rest << 1_u32).cmp(&under);
    let goes_on = ties.goes_on(order, quotient.bit(0));
    parsed(&format!("{}e{}", quotient + u8::from(goes_on), -digits))
}

/// The float nearest to a number that is written in digits.
fn parsed(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_where_they_should() {
        let cases = [
            (2.5, 0, 3.0, 2.0),
            (-2.5, 0, -3.0, -2.0),
            (0.125, 2, 0.13, 0.12),
            (2.675, 2, 2.67, 2.67),
            (1.005, 2, 1.0, 1.0),
            (1250.0, -2, 1300.0, 1200.0),
            (5e-324, 323, 0.0, 0.0),
            (5e-324, 324, 5e-324, 5e-324),
            (1e300, 5, 1e300, 1e300),
            (9.5e307, -308, 1e308, 1e308),
            (-0.4, 0, -0.0, -0.0),
        ];
        for (x, digits, away, even) in cases {
            assert_eq!(float(x, digits, Ties::Away).to_bits(), f64::to_bits(away), "{x} to {digits}");
            assert_eq!(float(x, digits, Ties::Even).to_bits(), f64::to_bits(even), "{x} to {digits}, even");
        }
        assert_eq!(whole(i128::from(i64::MAX), 1, Ties::Away), 9_223_372_036_854_775_810);
        assert_eq!(whole(-25, 1, Ties::Even), -20);
        assert_eq!(whole(35, 1, Ties::Even), 40);
        assert_eq!(whole(35, 100, Ties::Away), 0);
    }

    proptest! {
        #[test]
        fn both_ways_of_rounding_agree(x in any::<f64>(), digits in 0..=22_i32, small in -1e6..1e6_f64) {
            for x in [x.abs(), small.abs()] {
                if let Some((mantissa, exponent)) = float_parts(x).filter(|&(mantissa, exponent)| mantissa != 0 && exponent < 0) {
                    for ties in [Ties::Away, Ties::Even] {
                        let few = few_digits(x, mantissa, exponent.unsigned_abs(), digits.unsigned_abs(), ties);
                        prop_assert_eq!(few.to_bits(), any_digits(x, mantissa, exponent, digits, ties).to_bits());
                    }
                }
            }
        }
    }
}
