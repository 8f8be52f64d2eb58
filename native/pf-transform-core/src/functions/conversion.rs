//! Conversions.

use super::{Operands, ScalarFunction, one};
use crate::cast::cast;

pub(super) const FUNCTIONS: &[ScalarFunction] = &[ScalarFunction {
    name: "cast",
    operands: Operands::exactly(1),
    kernel: |operands, call| cast(one(operands)?, call.data_type, call.length),
}];
