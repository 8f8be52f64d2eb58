//! Scalar functions: a table of kernels under the names of the catalogue. A name that is not here is declined when a plan is bound.

mod arithmetic;
mod bits;
mod bytes;
mod calendar;
mod choice;
mod comparison;
mod conversion;
mod elementary;
mod extremes;
mod item_expressions;
mod json;
mod json_decode;
mod list_items;
mod lists;
mod logic;
mod membership;
mod numbers;
mod rounding;
mod structs;
mod text;
mod time;
mod time_format;
mod time_formats;
mod time_reading;
mod zones;

use std::fmt;

use arrow_array::RecordBatch;
use arrow_schema::DataType;

use crate::error::Result;
use crate::expression::{Bound, Overflow};
use crate::value::Value;

/// What a function is called with, besides its operands.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// type of the result
    pub data_type: &'a DataType,
    /// what arithmetic does when a result does not fit
    pub overflow: Overflow,
    /// rows of the batch
    pub length: usize,
}

/// Evaluates a function over a batch; the planner has checked the types of the operands.
pub type Kernel = fn(&[Value], &Call<'_>) -> Result<Value>;

/// A function of the catalogue.
pub struct ScalarFunction {
    /// as the catalogue names it
    pub name: &'static str,
    /// how many operands it takes
    pub operands: Operands,
    /// its kernel
    pub kernel: Kernel,
}

/// How many operands a function takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operands {
    least: usize,
    most: usize,
}

impl Operands {
    /// So many.
    #[must_use]
    pub const fn exactly(count: usize) -> Self {
        Self { least: count, most: count }
    }

    /// So many, and some that may be left out.
    #[must_use]
    pub const fn between(least: usize, most: usize) -> Self {
        Self { least, most }
    }

    /// So many, and any number more.
    #[must_use]
    pub const fn at_least(least: usize) -> Self {
        Self { least, most: usize::MAX }
    }

    /// Whether it takes that many.
    #[must_use]
    pub const fn takes(self, count: usize) -> bool {
        self.least <= count && count <= self.most
    }
}

impl fmt::Display for Operands {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self { least, most } if least == most => write!(formatter, "{least} operands"),
            Self { least, most: usize::MAX } => write!(formatter, "at least {least} operands"),
            Self { least, most } => write!(formatter, "{least} to {most} operands"),
        }
    }
}

impl fmt::Debug for ScalarFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Evaluates a function and, on those rows that need them, its operands.
pub type LazyKernel = fn(&[Bound], &RecordBatch, &Call<'_>) -> Result<Value>;

/// A function that evaluates its operands itself: it does not need each on each row, or takes any number of them.
pub struct LazyFunction {
    /// as the catalogue names it
    pub name: &'static str,
    /// how many operands it takes at least
    pub at_least: usize,
    /// its kernel
    pub kernel: LazyKernel,
}

impl fmt::Debug for LazyFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

const FAMILIES: [&[ScalarFunction]; 20] = [
    arithmetic::FUNCTIONS,
    numbers::FUNCTIONS,
    elementary::FUNCTIONS,
    rounding::FUNCTIONS,
    comparison::FUNCTIONS,
    logic::FUNCTIONS,
    membership::FUNCTIONS,
    conversion::FUNCTIONS,
    json_decode::FUNCTIONS,
    text::FUNCTIONS,
    bytes::FUNCTIONS,
    lists::FUNCTIONS,
    list_items::FUNCTIONS,
    structs::FUNCTIONS,
    time::FUNCTIONS,
    time_formats::FUNCTIONS,
    calendar::FUNCTIONS,
    zones::FUNCTIONS,
    bits::FUNCTIONS,
    extremes::FUNCTIONS,
];

const LAZY_FAMILIES: [&[LazyFunction]; 3] = [choice::FUNCTIONS, membership::VARIADIC, item_expressions::FUNCTIONS];

/// The name of every function there is.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|function| function.name).chain(LAZY_FAMILIES.into_iter().flatten().map(|function| function.name))
}

/// Every function whose operands are evaluated on all rows.
fn all() -> impl Iterator<Item = &'static ScalarFunction> {
    FAMILIES.into_iter().flatten()
}

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static ScalarFunction> {
    all().find(|function| function.name == name)
}

/// The function of that name that evaluates its operands itself.
#[must_use]
pub fn find_lazy(name: &str) -> Option<&'static LazyFunction> {
    LAZY_FAMILIES.into_iter().flatten().find(|function| function.name == name)
}

/// The operand of a function that was bound with one.
fn one(operands: &[Value]) -> Result<&Value> {
    match operands {
        [operand] => Ok(operand),
        _ => Err(wrong_number(1, operands.len())),
    }
}

/// The operands of a function that was bound with two.
fn two(operands: &[Value]) -> Result<(&Value, &Value)> {
    match operands {
        [left, right] => Ok((left, right)),
        _ => Err(wrong_number(2, operands.len())),
    }
}

fn wrong_number(wanted: usize, received: usize) -> crate::error::Error {
    crate::error::Error::InvalidArgument(format!("a function of {wanted} operands was given {received}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_counted() {
        let takes = |operands: Operands| [0, 1, 2, 3, 4].map(|count| operands.takes(count));
        assert_eq!(takes(Operands::exactly(2)), [false, false, true, false, false]);
        assert_eq!(takes(Operands::between(1, 3)), [false, true, true, true, false]);
        assert_eq!(takes(Operands::at_least(2)), [false, false, true, true, true]);
        let texts = [Operands::exactly(2), Operands::between(1, 3), Operands::at_least(2)].map(|operands| operands.to_string());
        assert_eq!(texts, ["2 operands", "1 to 3 operands", "at least 2 operands"]);
    }

    #[test]
    fn no_name_is_there_twice() {
        let mut names: Vec<_> = names().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
