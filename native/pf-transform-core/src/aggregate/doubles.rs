//! Numbers of any type as doubles, exactly: one per row, or as many as its digits take.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;

use crate::error::{Error, Result};

/// Arrays whose sum, row by row, is the column. What stands at a null is unspecified. There is always a first one.
pub(super) struct Doubles {
    pub(super) first: ScalarBuffer<f64>,
    /// what the first cannot hold
    pub(super) more: Vec<Vec<f64>>,
}

impl Doubles {
    pub(super) fn of(column: &ArrayRef) -> Result<Self> {
        Ok(match column.data_type() {
            DataType::Float64 => Self { first: column.as_primitive::<Float64Type>().values().clone(), more: Vec::new() },
            DataType::Float32 => Self::plain::<Float32Type>(column),
            DataType::Float16 => Self::plain::<Float16Type>(column),
            DataType::Int8 => Self::plain::<Int8Type>(column),
            DataType::Int16 => Self::plain::<Int16Type>(column),
            DataType::Int32 => Self::plain::<Int32Type>(column),
            DataType::UInt8 => Self::plain::<UInt8Type>(column),
            DataType::UInt16 => Self::plain::<UInt16Type>(column),
            DataType::UInt32 => Self::plain::<UInt32Type>(column),
            DataType::Int64 => Self::wide::<Int64Type>(column),
            DataType::UInt64 => Self::wide::<UInt64Type>(column),
            DataType::Decimal128(..) => Self::wide::<Decimal128Type>(column),
            other => return Err(Error::Internal(format!("an aggregate of numbers was given {other}"))),
        })
    }

    fn plain<T: ArrowPrimitiveType>(column: &ArrayRef) -> Self
    where
        T::Native: Into<f64>,
    {
        let first = column.as_primitive::<T>().values().iter().map(|&value| value.into()).collect::<Vec<f64>>();
        Self { first: first.into(), more: Vec::new() }
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    fn wide<T: ArrowPrimitiveType>(column: &ArrayRef) -> Self
    where
        T::Native: Into<i128>,
    {
        let numbers = column.as_primitive::<T>();
        let mut rests = numbers.values().iter().map(|&value| value.into()).collect::<Vec<i128>>();
        if let Some(nulls) = numbers.nulls() {
            rests.iter_mut().enumerate().filter(|(row, _)| nulls.is_null(*row)).for_each(|(_, rest)| *rest = 0);
        }
        // Every value has less than 39 digits, so what is nearest to it does not leave the range of i128.
        let mut next = || {
            rests
                .iter_mut()
                .map(|rest| {
                    let part = *rest as f64;
                    *rest -= part as i128;
                    part
                })
                .collect::<Vec<f64>>()
        };
        let first = next().into();
        let mut more = Vec::new();
        loop {
            let part = next();
            if part.iter().all(|&value| value == 0.0) {
                return Self { first, more };
            }
            more.push(part);
        }
    }

    /// The parts of a row.
    pub(super) fn parts(&self, row: usize) -> impl Iterator<Item = f64> + Clone {
        std::iter::once(self.first[row]).chain(self.more.iter().map(move |part| part[row]))
    }
}
