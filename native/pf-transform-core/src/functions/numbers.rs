//! Functions of one number: rounding to whole numbers, signs, square roots, tests of floats, bits. O(n) time, 8 or 16 bytes per row.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int64Array, new_null_array};
use arrow_buffer::{BooleanBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::{Call, Operands, ScalarFunction, one};
use crate::arithmetic::wrapped;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::Value;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "floor", operands: Operands::exactly(1), kernel: |operands, call| whole(Rounding::Floor, one(operands)?, call) },
    ScalarFunction { name: "ceil", operands: Operands::exactly(1), kernel: |operands, call| whole(Rounding::Ceil, one(operands)?, call) },
    ScalarFunction {
        name: "truncate",
        operands: Operands::exactly(1),
        kernel: |operands, call| whole(Rounding::Truncate, one(operands)?, call),
    },
    ScalarFunction {
        name: "round",
        operands: Operands::exactly(1),
        kernel: |operands, call| whole(Rounding::HalfAway, one(operands)?, call),
    },
    ScalarFunction { name: "sign", operands: Operands::exactly(1), kernel: |operands, call| map(one(operands)?, call, sign) },
    ScalarFunction { name: "sqrt", operands: Operands::exactly(1), kernel: |operands, call| map(one(operands)?, call, square_root) },
    ScalarFunction {
        name: "isNaN",
        operands: Operands::exactly(1),
        kernel: |operands, call| map(one(operands)?, call, |array| test(array, f64::is_nan)),
    },
    ScalarFunction {
        name: "isFinite",
        operands: Operands::exactly(1),
        kernel: |operands, call| map(one(operands)?, call, |array| test(array, f64::is_finite)),
    },
    ScalarFunction {
        name: "isInfinite",
        operands: Operands::exactly(1),
        kernel: |operands, call| map(one(operands)?, call, |array| test(array, f64::is_infinite)),
    },
    ScalarFunction { name: "bitNot", operands: Operands::exactly(1), kernel: |operands, call| map(one(operands)?, call, turned_over) },
];

/// Applies a function to the values of a column or a literal; nulls of a type or a literal are nulls of the result's type.
pub(super) fn map(value: &Value, call: &Call<'_>, f: impl Fn(&ArrayRef) -> Result<ArrayRef>) -> Result<Value> {
    if value.is_all_null() {
        return Ok(Value::Array(new_null_array(call.data_type, call.length)));
    }
    Ok(match value.decoded()? {
        Value::Array(array) => Value::Array(f(&array)?),
        Value::Literal(array) => Value::Literal(f(&array)?),
    })
}

/// The values of a column of numbers.
fn carrier(array: &ArrayRef) -> Result<Carrier> {
    Carrier::of(array).ok_or_else(|| Error::TypeMismatch(format!("expected numbers, received {}", array.data_type())))
}

/// How a number becomes a whole one.
#[derive(Debug, Clone, Copy)]
enum Rounding {
    Floor,
    Ceil,
    Truncate,
    HalfAway,
}

impl Rounding {
    fn of_float(self, x: f64) -> f64 {
        match self {
            Self::Floor => x.floor(),
            Self::Ceil => x.ceil(),
            Self::Truncate => x.trunc(),
            Self::HalfAway => x.round(),
        }
    }

    /// Of `x / divisor`, exactly; the divisor is a power of ten.
    fn of_quotient(self, x: i128, divisor: i128) -> i128 {
        let (quotient, rest) = (x / divisor, x % divisor);
        match self {
            Self::Floor => quotient - i128::from(rest < 0),
            Self::Ceil => quotient + i128::from(rest > 0),
            Self::Truncate => quotient,
            // Twice the rest may be beyond 128 bits.
            Self::HalfAway if rest.unsigned_abs() >= divisor.unsigned_abs() - rest.unsigned_abs() => quotient + x.signum(),
            Self::HalfAway => quotient,
        }
    }
}

fn whole(rounding: Rounding, value: &Value, call: &Call<'_>) -> Result<Value> {
    map(value, call, |array| {
        let nulls = array.nulls().cloned();
        Ok(match (carrier(array)?, call.data_type) {
            (Carrier::Float(values), _) => {
                let values: ScalarBuffer<f64> = values.iter().map(|&x| rounding.of_float(x)).collect();
                Arc::new(Float64Array::new(values, nulls))
            }
            (Carrier::Decimal(values, scale), DataType::Decimal128(precision, whole_scale)) if scale > 0 => {
                let divisor = 10_i128.checked_pow(u32::from(scale.unsigned_abs())).unwrap_or(i128::MAX);
                let values: ScalarBuffer<i128> = values.iter().map(|&x| rounding.of_quotient(x, divisor)).collect();
                Arc::new(Decimal128Array::new(values, nulls).with_precision_and_scale(*precision, *whole_scale)?)
            }
            // Whole already.
            _ => array.clone(),
        })
    })
}

fn sign(array: &ArrayRef) -> Result<ArrayRef> {
    let nulls = array.nulls().cloned();
    let signs: ScalarBuffer<i64> = match carrier(array)? {
        Carrier::Float(values) => {
            let signs: ScalarBuffer<f64> = values.iter().map(|&x| if x.is_nan() || x == 0.0 { x } else { x.signum() }).collect();
            return Ok(Arc::new(Float64Array::new(signs, nulls)));
        }
        Carrier::Signed(values) => values.iter().map(|x| x.signum()).collect(),
        Carrier::Unsigned(values) => values.iter().map(|&x| i64::from(x > 0)).collect(),
        Carrier::Decimal(values, _) => {
            let signs: ScalarBuffer<i128> = values.iter().map(|x| x.signum()).collect();
            return Ok(Arc::new(Decimal128Array::new(signs, nulls).with_precision_and_scale(1, 0)?));
        }
    };
    Ok(Arc::new(Int64Array::new(signs, nulls)))
}

fn square_root(array: &ArrayRef) -> Result<ArrayRef> {
    let roots: ScalarBuffer<f64> = carrier(array)?.to_float().iter().map(|x| x.sqrt()).collect();
    Ok(Arc::new(Float64Array::new(roots, array.nulls().cloned())))
}

/// Of integers and decimals, which are all finite, the answer for 0.
fn test(array: &ArrayRef, passes: fn(f64) -> bool) -> Result<ArrayRef> {
    let bits = match carrier(array)? {
        Carrier::Float(values) => BooleanBuffer::collect_bool(values.len(), |row| passes(values[row])),
        _ if passes(0.0) => BooleanBuffer::new_set(array.len()),
        _ => BooleanBuffer::new_unset(array.len()),
    };
    Ok(Arc::new(BooleanArray::new(bits, array.nulls().cloned())))
}

fn turned_over(array: &ArrayRef) -> Result<ArrayRef> {
    let values: ScalarBuffer<i64> = match carrier(array)? {
        Carrier::Signed(values) => values.iter().map(|x| !x).collect(),
        Carrier::Unsigned(values) => values.iter().map(|&x| !wrapped(x.into())).collect(),
        Carrier::Float(_) | Carrier::Decimal(..) => {
            return Err(Error::TypeMismatch(format!("expected integers, received {}", array.data_type())));
        }
    };
    Ok(Arc::new(Int64Array::new(values, array.nulls().cloned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotients_of_38_digits_are_rounded_exactly() {
        let divisor = 10_i128.pow(38);
        let nines = divisor - 1;
        assert_eq!(Rounding::HalfAway.of_quotient(nines, divisor), 1);
        assert_eq!(Rounding::HalfAway.of_quotient(-nines, divisor), -1);
        assert_eq!(Rounding::HalfAway.of_quotient(divisor / 2 - 1, divisor), 0);
        assert_eq!(Rounding::HalfAway.of_quotient(-divisor / 2, divisor), -1);
        assert_eq!(Rounding::Floor.of_quotient(-1, divisor), -1);
        assert_eq!(Rounding::Ceil.of_quotient(1, divisor), 1);
        assert_eq!(Rounding::Truncate.of_quotient(-nines, divisor), 0);
    }
}
