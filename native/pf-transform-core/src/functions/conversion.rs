//! Conversions.

use super::{ScalarFunction, one};
use crate::cast::cast;

pub(super) const FUNCTIONS: &[ScalarFunction] =
    &[ScalarFunction { name: "cast", operands: 1, kernel: |operands, call| cast(one(operands)?, call.data_type, call.length) }];
