//! Comparison of two columns, or of a column and a literal. O(n) time; one bit per row of memory, plus widened copies when types are mixed.
//!
//! Arrow's kernels are used where they agree with ParquetFrame's rules (equal integer types, strings, binary); floats and mixed types have
//! their own (NaN equals itself and is the greatest number; -0 equals 0; mixed types compare exactly).

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Scalar};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_ord::cmp;
use arrow_schema::{DataType, TimeUnit};

use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::expression::Function;
use crate::numeric::{Carrier, comparator, compare_floats};
use crate::scalar::reinterpret;
use crate::value::Value;

/// Compares two values; the result has `length` rows, null where either side is null.
///
/// # Errors
/// `TypeMismatch` when the sides are of different families.
pub fn compare(function: Function, left: &Value, right: &Value, length: usize) -> Result<Value> {
    if left.is_all_null() || right.is_all_null() {
        return Ok(Value::Array(BooleanArray::new_null(length).into_shared()));
    }
    let (left, right) = (left.decoded()?, right.decoded()?);
    let (left, right) = narrow_literal(left, right);
    if let Some(result) = same_type(function, &left, &right)? {
        return Ok(result.into_rows(&left, &right, length));
    }
    let order = order_of(left.array(), right.array())?;
    Ok(Value::Array(collect(function, &left, &right, length, order).into_shared()))
}

trait IntoShared {
    fn into_shared(self) -> ArrayRef;
}

impl IntoShared for BooleanArray {
    fn into_shared(self) -> ArrayRef {
        std::sync::Arc::new(self)
    }
}

struct Compared(BooleanArray);

impl Compared {
    fn into_rows(self, left: &Value, right: &Value, length: usize) -> Value {
        if left.is_literal() && right.is_literal() && length != 1 {
            let array = if self.0.is_null(0) { BooleanArray::new_null(length) } else { BooleanArray::from(vec![self.0.value(0); length]) };
            return Value::Array(array.into_shared());
        }
        Value::Array(self.0.into_shared())
    }
}

/// A literal beside a column of a narrower type takes the column's type when that is exact, so that no column is widened.
fn narrow_literal(left: Value, right: Value) -> (Value, Value) {
    match (&left, &right) {
        (Value::Array(column), Value::Literal(literal)) => match represent(literal, column.data_type()) {
            Some(narrowed) => (left, Value::Literal(narrowed)),
            None => (left, right),
        },
        (Value::Literal(literal), Value::Array(column)) => match represent(literal, column.data_type()) {
            Some(narrowed) => (Value::Literal(narrowed), right),
            None => (left, right),
        },
        _ => (left, right),
    }
}

/// A non-null literal as a value of another type, if that loses nothing.
fn represent(literal: &ArrayRef, target: &DataType) -> Option<ArrayRef> {
    if literal.data_type() == target {
        return None;
    }
    let value = Value::Literal(literal.clone());
    let converted = crate::cast::cast(&value, target, 1).ok()?;
    let converted = converted.array().clone();
    let order = order_of(literal, &converted).ok()?;
    (!converted.is_null(0) && order(0, 0) == Ordering::Equal).then_some(converted)
}

fn same_type(function: Function, left: &Value, right: &Value) -> Result<Option<Compared>> {
    let (a, b) = (left.array(), right.array());
    if a.data_type() != b.data_type() {
        return Ok(None);
    }
    match a.data_type() {
        DataType::Float64 => {
            return Ok(Some(Compared(floats::<Float64Type>(function, left, right))));
        }
        DataType::Float32 => {
            return Ok(Some(Compared(floats::<Float32Type>(function, left, right))));
        }
        DataType::Float16 => return Ok(None),
        data_type if data_type.is_nested() => {
            return Err(Error::TypeMismatch(format!("values of type {data_type} cannot be compared")));
        }
        _ => {}
    }
    let apply = |a: &dyn arrow_array::Datum, b: &dyn arrow_array::Datum| match function {
        Function::Equal => cmp::eq(a, b),
        Function::NotEqual => cmp::neq(a, b),
        Function::Less => cmp::lt(a, b),
        Function::LessEqual => cmp::lt_eq(a, b),
        Function::Greater => cmp::gt(a, b),
        _ => cmp::gt_eq(a, b),
    };
    let result = match (left, right) {
        (Value::Literal(a), Value::Literal(b)) => apply(a, b),
        (Value::Array(a), Value::Literal(b)) => apply(a, &Scalar::new(b.clone())),
        (Value::Literal(a), Value::Array(b)) => apply(&Scalar::new(a.clone()), b),
        (Value::Array(a), Value::Array(b)) => apply(a, b),
    };
    Ok(Some(Compared(result?)))
}

fn floats<T: ArrowPrimitiveType>(function: Function, left: &Value, right: &Value) -> BooleanArray
where
    T::Native: Into<f64>,
{
    let (a, b) = (left.array().as_primitive::<T>().values(), right.array().as_primitive::<T>().values());
    let length = if left.is_literal() { b.len() } else { a.len() };
    if let (Value::Array(_), Value::Literal(_)) = (left, right) {
        // The common case, free of branches: a column against a number.
        let limit: f64 = b[0].into();
        let bits = |test: fn(f64, f64) -> bool| BooleanBuffer::collect_bool(length, |i| test(a[i].into(), limit));
        if !limit.is_nan() {
            let bits = match function {
                Function::Equal => bits(|x, y| x == y),
                Function::NotEqual => bits(|x, y| x != y),
                Function::Less => bits(|x, y| x < y),
                Function::LessEqual => bits(|x, y| x <= y),
                // NaN is greater than any number.
                Function::Greater => bits(|x, y| x > y || x.is_nan()),
                _ => bits(|x, y| x >= y || x.is_nan()),
            };
            return BooleanArray::new(bits, left.array().nulls().cloned());
        }
    }
    collect(function, left, right, length, |i, j| compare_floats(a[i].into(), b[j].into()))
}

fn collect(function: Function, left: &Value, right: &Value, length: usize, order: impl Fn(usize, usize) -> Ordering) -> BooleanArray {
    let (left_step, right_step) = (usize::from(!left.is_literal()), usize::from(!right.is_literal()));
    let nulls = NullBuffer::union(
        if left.is_literal() { None } else { left.array().nulls() },
        if right.is_literal() { None } else { right.array().nulls() },
    );
    let test = |accept: fn(Ordering) -> bool| BooleanBuffer::collect_bool(length, |row| accept(order(row * left_step, row * right_step)));
    let bits = match function {
        Function::Equal => test(Ordering::is_eq),
        Function::NotEqual => test(Ordering::is_ne),
        Function::Less => test(Ordering::is_lt),
        Function::LessEqual => test(Ordering::is_le),
        Function::Greater => test(Ordering::is_gt),
        _ => test(Ordering::is_ge),
    };
    BooleanArray::new(bits, nulls)
}

type RowOrder = Box<dyn Fn(usize, usize) -> Ordering + Send + Sync>;

/// The order of row `i` of one array and row `j` of another, both not null, of one family.
///
/// # Errors
/// `TypeMismatch` when the arrays are of different families.
pub fn order_of(a: &ArrayRef, b: &ArrayRef) -> Result<RowOrder> {
    if let (Some(a), Some(b)) = (Carrier::of(a), Carrier::of(b)) {
        return Ok(comparator(&a, &b));
    }
    if let (Some((a, a_factor, a_kind)), Some((b, b_factor, b_kind))) = (instants(a)?, instants(b)?)
        && a_kind == b_kind
    {
        return Ok(Box::new(move |i, j| (i128::from(a[i]) * a_factor).cmp(&(i128::from(b[j]) * b_factor))));
    }
    if let (DataType::Boolean, DataType::Boolean) = (a.data_type(), b.data_type()) {
        let (a, b) = (a.as_boolean().clone(), b.as_boolean().clone());
        return Ok(Box::new(move |i, j| a.value(i).cmp(&b.value(j))));
    }
    if is_string(a.data_type()) == is_string(b.data_type())
        && let (Some(a), Some(b)) = (ByteRows::of(a), ByteRows::of(b))
    {
        return Ok(Box::new(move |i, j| a.value(i).cmp(b.value(j))));
    }
    Err(Error::TypeMismatch(format!("{} and {} cannot be compared", a.data_type(), b.data_type())))
}

const fn is_string(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// Nanoseconds in a unit.
#[must_use]
pub const fn nanoseconds(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::Second => 1_000_000_000,
        TimeUnit::Millisecond => 1_000_000,
        TimeUnit::Microsecond => 1_000,
        TimeUnit::Nanosecond => 1,
    }
}

/// Families of temporal types: values of one are ordered across units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temporal {
    Instant,
    Time,
    Duration,
}

pub(crate) type Instants = (arrow_buffer::ScalarBuffer<i64>, i128, Temporal);

/// The nanoseconds that a value of a temporal type stands for, and its family.
pub(crate) const fn temporal(data_type: &DataType) -> Option<(i128, Temporal)> {
    Some(match data_type {
        DataType::Date32 => (86_400 * nanoseconds(TimeUnit::Second), Temporal::Instant),
        DataType::Date64 => (nanoseconds(TimeUnit::Millisecond), Temporal::Instant),
        DataType::Timestamp(unit, _) => (nanoseconds(*unit), Temporal::Instant),
        DataType::Time32(unit) | DataType::Time64(unit) => (nanoseconds(*unit), Temporal::Time),
        DataType::Duration(unit) => (nanoseconds(*unit), Temporal::Duration),
        _ => return None,
    })
}

/// Temporal values as integers and the nanoseconds each stands for.
pub(crate) fn instants(array: &ArrayRef) -> Result<Option<Instants>> {
    let Some((factor, family)) = temporal(array.data_type()) else { return Ok(None) };
    let narrow = matches!(array.data_type(), DataType::Date32 | DataType::Time32(_));
    let raw = reinterpret(array, if narrow { &DataType::Int32 } else { &DataType::Int64 })?;
    match Carrier::of(&raw) {
        Some(Carrier::Signed(values)) => Ok(Some((values, factor, family))),
        _ => Ok(None),
    }
}
