//! Decimal arithmetic: exact, in 128 bits where they hold the operands in one scale and the result, else with integers of any size.
//! O(n) time, 16 bytes per row.

use std::sync::Arc;

use arrow_array::Decimal128Array;
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use num_bigint::{BigInt, Sign};

use crate::cast::decimal_text;
use crate::error::{Error, Excess, Result};
use crate::expression::{Function, Overflow};
use crate::numeric::Carrier;
use crate::type_text::type_text;
use crate::value::Value;

/// What to do about a result of too many digits.
pub(crate) const FEWER_DIGITS: &str = "cast to float64 or to fewer digits after the point, or give overflow: \"null\"";

/// Scale and precision of a result, and what to do with one that does not fit.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// digits
    pub precision: u8,
    /// digits after the point
    pub scale: i8,
    /// null or an error
    pub overflow: Overflow,
}

/// The columns of an operation, as unscaled integers.
struct Operand<'a> {
    carrier: &'a Carrier,
    scale: i8,
    step: usize,
}

impl<'a> Operand<'a> {
    const fn new(carrier: &'a Carrier, step: usize) -> Self {
        let scale = if let Carrier::Decimal(_, scale) = carrier { *scale } else { 0 };
        Self { carrier, scale, step }
    }

    fn at(&self, row: usize) -> i128 {
        let row = row * self.step;
        match self.carrier {
            Carrier::Signed(values) => values[row].into(),
            Carrier::Unsigned(values) => values[row].into(),
            Carrier::Decimal(values, _) => values[row],
            Carrier::Float(_) => 0,
        }
    }

    /// By what power of ten values are multiplied to get to a scale that is not below their own.
    fn lift(&self, scale: i8) -> u32 {
        (i32::from(scale) - i32::from(self.scale)).unsigned_abs()
    }

    fn text(&self, row: usize) -> String {
        decimal_text(&self.at(row).into(), self.scale)
    }
}

/// Applies a function to decimals, or to decimals and integers; null by zero.
///
/// # Errors
/// `DecimalOverflow` for a result of more digits than the target has, in mode `error`.
pub fn binary(
    function: Function,
    (left, right): (&Carrier, &Carrier),
    steps: (usize, usize),
    nulls: Option<&NullBuffer>,
    target: Target,
    length: usize,
) -> Result<Value> {
    let (a, b) = (Operand::new(left, steps.0), Operand::new(right, steps.1));
    let lifts = if function == Function::Multiply {
        (0, 0)
    } else {
        let common = a.scale.max(b.scale);
        (a.lift(common), b.lift(common))
    };
    let powers = (10_i128.checked_pow(lifts.0), 10_i128.checked_pow(lifts.1));
    let limit = 10_i128.checked_pow(u32::from(target.precision)).unwrap_or(i128::MAX);
    let mut values = Vec::with_capacity(length);
    let mut valid = Vec::with_capacity(length);
    for row in 0..length {
        if nulls.is_some_and(|nulls| nulls.is_null(row)) {
            values.push(0);
            valid.push(false);
            continue;
        }
        let (x, y) = (a.at(row), b.at(row));
        let result = match in_128_bits(function, x, y, powers) {
            Some(result) => result.map(Ok),
            None => in_any_size(function, x, y, lifts).map(i128::try_from),
        };
        match result {
            Some(Ok(result)) if result < limit && result > -limit => {
                values.push(result);
                valid.push(true);
            }
            None => {
                values.push(0);
                valid.push(false);
            }
            Some(_) if target.overflow == Overflow::Null => {
                values.push(0);
                valid.push(false);
            }
            Some(_) => {
                let result = in_any_size(function, x, y, lifts).unwrap_or_default();
                return Err(Error::DecimalOverflow(Box::new(Excess {
                    operation: format!("{} of {} and {}", function.name(), a.text(row), b.text(row)),
                    result: decimal_text(&result, target.scale),
                    target: type_text(&DataType::Decimal128(target.precision, target.scale)),
                    cure: FEWER_DIGITS,
                    row: Some(row),
                })));
            }
        }
    }
    let nulls = NullBuffer::new(BooleanBuffer::from(valid));
    let array = Decimal128Array::new(values.into(), Some(nulls)).with_precision_and_scale(target.precision, target.scale)?;
    Ok(Value::Array(Arc::new(array)))
}

/// `None` where 128 bits are too few; `Some(None)` for a division by zero.
fn in_128_bits(function: Function, x: i128, y: i128, powers: (Option<i128>, Option<i128>)) -> Option<Option<i128>> {
    let (x, y) = (x.checked_mul(powers.0?)?, y.checked_mul(powers.1?)?);
    match function {
        Function::Add => x.checked_add(y).map(Some),
        Function::Subtract => x.checked_sub(y).map(Some),
        Function::Multiply => x.checked_mul(y).map(Some),
        _ if y == 0 => Some(None),
        _ => {
            let (quotient, remainder) = (x.checked_div(y)?, x.checked_rem(y)?);
            let below = remainder != 0 && (remainder < 0) != (y < 0);
            Some(Some(match function {
                Function::FloorDivide => quotient - i128::from(below),
                _ => remainder + if below { y } else { 0 },
            }))
        }
    }
}

fn in_any_size(function: Function, x: i128, y: i128, lifts: (u32, u32)) -> Option<BigInt> {
    let lifted = |value: i128, lift: u32| BigInt::from(value) * BigInt::from(10u8).pow(lift);
    let (x, y) = (lifted(x, lifts.0), lifted(y, lifts.1));
    match function {
        Function::Add => Some(x + y),
        Function::Subtract => Some(x - y),
        Function::Multiply => Some(x * y),
        _ if y.sign() == Sign::NoSign => None,
        _ => {
            let (quotient, remainder) = (&x / &y, &x % &y);
            let below = remainder.sign() != Sign::NoSign && remainder.sign() != y.sign();
            Some(match function {
                Function::FloorDivide if below => quotient - 1,
                Function::FloorDivide => quotient,
                _ if below => remainder + y,
                _ => remainder,
            })
        }
    }
}
