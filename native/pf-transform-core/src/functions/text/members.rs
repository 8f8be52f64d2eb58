//! Members of JSON, and numbers as texts.

use num_bigint::{BigInt, BigUint};

use super::build::{write_rows, write_some_rows};
use super::rows::{Integers, Texts, any_null, nulls_of};
use super::search::both;
use crate::error::{Error, Result};
use crate::functions::Call;
use crate::functions::json::{find, parse_path, text_in};
use crate::numeric::{Carrier, float_parts};
use crate::value::Value;

pub(super) fn json_extract(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (texts, paths) = both(operands)?;
    let nulls = any_null([texts.nulls(call.length), paths.nulls(call.length)]);
    let steps = match paths.constant() {
        Some(path) => parse_path(path).ok_or_else(|| Error::InvalidArgument(format!("{path:?} is no path")))?,
        None => Vec::new(),
    };
    write_some_rows(call, nulls.as_ref(), texts.bytes(call.length), |row, builder| {
        let text = texts.get(row);
        let Some(found) = find(text, &steps).map(|range| &text[range]) else { return Ok(false) };
        if found == "null" {
            return Ok(false);
        }
        if found.starts_with('"') {
            builder.push(text_in(found).as_deref().unwrap_or_default())?;
        } else {
            builder.push(found)?;
        }
        Ok(true)
    })
}

pub(super) fn format_number(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [number, count, separator @ ..] = operands else {
        return Err(Error::InvalidArgument("formatNumber was given too few operands".to_owned()));
    };
    if number.is_all_null() {
        return Ok(Value::Array(arrow_array::new_null_array(call.data_type, call.length)));
    }
    let number = number.decoded()?;
    let (count, separator) = (Integers::of(count)?, separator.first().map(Texts::of).transpose()?);
    let array = number.array();
    let Some(carrier) = Carrier::of(array) else {
        return Err(Error::TypeMismatch(format!("expected numbers, received {}", array.data_type())));
    };
    let step = usize::from(!number.is_literal());
    let own = nulls_of(array.logical_nulls().as_ref(), step, call.length);
    let others = separator.as_ref().and_then(|separator| separator.nulls(call.length));
    let nulls = any_null([own, count.nulls(call.length), others]);
    write_rows(call, nulls.as_ref(), 12 * call.length, |row, builder| {
        let at = row * step;
        let digits = u32::try_from(count.get(row)).unwrap_or(0);
        let (value, power_of_two, scale) = match &carrier {
            Carrier::Signed(values) => (BigInt::from(values[at]), 0, 0),
            Carrier::Unsigned(values) => (BigInt::from(values[at]), 0, 0),
            Carrier::Decimal(values, scale) => (BigInt::from(values[at]), 0, i32::from(*scale)),
            Carrier::Float(values) => match float_parts(values[at]) {
                Some((mantissa, exponent)) => (BigInt::from(mantissa), exponent, 0),
                None if values[at].is_nan() => return builder.push("NaN"),
                None => return builder.push(if values[at] > 0.0 { "Infinity" } else { "-Infinity" }),
            },
        };
        let units = rounded(value.magnitude(), power_of_two, i32::try_from(digits).unwrap_or(0) - scale);
        let negative = value.sign() == num_bigint::Sign::Minus && units != BigUint::ZERO;
        builder.push(&written(negative, &units.to_string(), digits as usize, separator.as_ref().map_or("", |texts| texts.get(row))))
    })
}

/// magnitude × 2^two × 10^ten, halves rounded up.
fn rounded(magnitude: &BigUint, two: i32, ten: i32) -> BigUint {
    let power = |base: u32, exponent: i32| BigUint::from(base).pow(u32::try_from(exponent).unwrap_or(0));
    let over = magnitude * power(2, two) * power(10, ten);
    let under = power(2, -two) * power(10, -ten);
    (over * 2_u32 + &under) / (under * 2_u32)
}

/// A number of units of the last digit.
fn written(negative: bool, units: &str, digits: usize, separator: &str) -> String {
    let padded = format!("{units:0>width$}", width = digits + 1);
    let (whole, fraction) = padded.split_at(padded.len() - digits);
    let mut text = String::with_capacity(padded.len() * 2);
    if negative {
        text.push('-');
    }
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    if digits > 0 {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{rounded, written};
    use num_bigint::BigUint;

    #[test]
    fn numbers_in_groups() {
        assert_eq!(written(true, "1234567", 2, ","), "-12,345.67");
        assert_eq!(written(false, "5", 3, ","), "0.005");
        assert_eq!(written(false, "123456", 0, " "), "123 456");
        assert_eq!(written(false, "123", 0, "_"), "123");
    }

    #[test]
    fn halves_go_away_from_zero() {
        let of = |magnitude: u32, two, ten| rounded(&BigUint::from(magnitude), two, ten);
        assert_eq!(of(5, 0, -1), BigUint::from(1_u32));
        assert_eq!(of(4, 0, -1), BigUint::ZERO);
        assert_eq!(of(5, -1, 0), BigUint::from(3_u32));
        assert_eq!(of(3, 2, 1), BigUint::from(120_u32));
    }
}
