//! Exact totals of whole numbers and of products of two, per group: an addition of 128 bits each.

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;
use num_bigint::BigInt;

use super::scaled::Scaled;

/// Products of two numbers below this, 2^32 of them, do not overflow 128 bits.
const LIMIT: u64 = 1 << 46;

/// `N` totals per group; none while there was nothing to add.
#[derive(Default)]
pub(in crate::aggregate) struct WholeTotals<const N: usize>(Vec<[i128; N]>);

impl<const N: usize> WholeTotals<N> {
    /// Totals that can be added to.
    pub(in crate::aggregate) fn of(&mut self, groups: usize) -> &mut [[i128; N]] {
        self.0.resize(groups.max(self.0.len()), [0; N]);
        &mut self.0
    }

    pub(in crate::aggregate) fn get(&self, group: usize) -> [i128; N] {
        self.0.get(group).copied().unwrap_or([0; N])
    }

    pub(in crate::aggregate) fn total(&self, group: usize, at: usize) -> Scaled {
        Scaled::new(BigInt::from(self.get(group)[at]), 0)
    }

    /// Adds a group of other totals.
    pub(in crate::aggregate) fn merge(&mut self, group: usize, others: &Self, other: usize) {
        if let Some(others) = others.0.get(other) {
            self.of(group + 1)[group].iter_mut().zip(others).for_each(|(own, others)| *own += others);
        }
    }
}

/// The values of a column of integers that are all small enough; what stands at a null is unspecified.
pub(in crate::aggregate) fn small_integers(column: &ArrayRef) -> Option<ScalarBuffer<i64>> {
    match column.data_type() {
        DataType::Int8 => Some(widened::<Int8Type>(column)),
        DataType::Int16 => Some(widened::<Int16Type>(column)),
        DataType::Int32 => Some(widened::<Int32Type>(column)),
        DataType::UInt8 => Some(widened::<UInt8Type>(column)),
        DataType::UInt16 => Some(widened::<UInt16Type>(column)),
        DataType::UInt32 => Some(widened::<UInt32Type>(column)),
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>().values();
            let bits = values.iter().fold(0, |bits, value| bits | value.unsigned_abs());
            (bits < LIMIT).then(|| values.clone())
        }
        DataType::UInt64 => {
            let values = column.as_primitive::<UInt64Type>().values();
            let bits = values.iter().fold(0, |bits, value| bits | value);
            (bits < LIMIT).then(|| values.iter().map(|value| value.cast_signed()).collect())
        }
        _ => None,
    }
}

fn widened<T: ArrowPrimitiveType>(column: &ArrayRef) -> ScalarBuffer<i64>
where
    T::Native: Into<i64>,
{
    column.as_primitive::<T>().values().iter().map(|&value| value.into()).collect()
}
