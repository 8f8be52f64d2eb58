//! Scalar functions: a table of kernels under the names of the catalogue. A name that is not here is declined when a plan is bound.

mod arithmetic;
mod comparison;
mod conversion;
mod logic;
mod text;

use std::fmt;

use arrow_schema::DataType;

use crate::error::Result;
use crate::expression::Overflow;
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
    pub operands: usize,
    /// its kernel
    pub kernel: Kernel,
}

impl fmt::Debug for ScalarFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

const FAMILIES: [&[ScalarFunction]; 5] =
    [arithmetic::FUNCTIONS, comparison::FUNCTIONS, logic::FUNCTIONS, conversion::FUNCTIONS, text::FUNCTIONS];

/// Every function there is.
pub fn all() -> impl Iterator<Item = &'static ScalarFunction> {
    FAMILIES.into_iter().flatten()
}

/// The function of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static ScalarFunction> {
    all().find(|function| function.name == name)
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
    fn no_name_is_there_twice() {
        let mut names: Vec<_> = all().map(|function| function.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
