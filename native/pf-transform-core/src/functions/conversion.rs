//! Conversions.

use super::{Operands, ScalarFunction, one};
use crate::cast::{cast, try_cast};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction {
        name: "cast",
        operands: Operands::exactly(1),
        kernel: |operands, call| cast(one(operands)?, call.data_type, call.length),
    },
    ScalarFunction {
        name: "tryCast",
        operands: Operands::exactly(1),
        kernel: |operands, call| try_cast(one(operands)?, call.data_type, call.length),
    },
];
