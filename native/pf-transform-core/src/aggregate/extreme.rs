//! min and max of any flat type.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray};
use arrow_schema::DataType;

use super::accumulator::each_valid;
use super::interner::bytes_array;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::scalar::reinterpret;

enum Best {
    Int8(Vec<Option<i8>>),
    Int16(Vec<Option<i16>>),
    Int32(Vec<Option<i32>>),
    Int64(Vec<Option<i64>>),
    UInt8(Vec<Option<u8>>),
    UInt16(Vec<Option<u16>>),
    UInt32(Vec<Option<u32>>),
    UInt64(Vec<Option<u64>>),
    Float16(Vec<Option<half::f16>>),
    Float32(Vec<Option<f32>>),
    Float64(Vec<Option<f64>>),
    Decimal(Vec<Option<i128>>),
    Bool(Vec<Option<bool>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

pub(super) struct Extreme {
    data_type: DataType,
    min: bool,
    best: Best,
}

/// The integer type with the layout of a temporal type; other types as they are.
pub(crate) fn physical(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Date32 | DataType::Time32(_) => DataType::Int32,
        DataType::Date64 | DataType::Time64(_) | DataType::Timestamp(_, _) | DataType::Duration(_) => DataType::Int64,
        other => other.clone(),
    }
}

macro_rules! primitive {
    ($best:expr, $groups:expr, $ids:expr, $column:expr, $type:ty, $better:expr) => {{
        let best = $best;
        best.resize($groups, None);
        let values = $column.as_primitive::<$type>().values();
        let better = $better;
        each_valid(Some($column), $ids, |row, group| {
            let value = values[row];
            if best[group].is_none_or(|held| better(value, held)) {
                best[group] = Some(value);
            }
        });
    }};
}

impl Extreme {
    pub(super) fn new(data_type: &DataType, min: bool) -> Result<Self> {
        let best = match physical(data_type) {
            DataType::Int8 => Best::Int8(Vec::new()),
            DataType::Int16 => Best::Int16(Vec::new()),
            DataType::Int32 => Best::Int32(Vec::new()),
            DataType::Int64 => Best::Int64(Vec::new()),
            DataType::UInt8 => Best::UInt8(Vec::new()),
            DataType::UInt16 => Best::UInt16(Vec::new()),
            DataType::UInt32 => Best::UInt32(Vec::new()),
            DataType::UInt64 => Best::UInt64(Vec::new()),
            DataType::Float16 => Best::Float16(Vec::new()),
            DataType::Float32 => Best::Float32(Vec::new()),
            DataType::Float64 => Best::Float64(Vec::new()),
            DataType::Decimal128(..) => Best::Decimal(Vec::new()),
            DataType::Boolean => Best::Bool(Vec::new()),
            DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
            | DataType::FixedSizeBinary(_) => Best::Bytes(Vec::new()),
            other => {
                return Err(Error::UnsupportedType(format!("min and max of {other} are not supported")));
            }
        };
        Ok(Self { data_type: data_type.clone(), min, best })
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef) -> Result<()> {
        let target = physical(&self.data_type);
        let column = &if &target == column.data_type() { column.clone() } else { reinterpret(column, &target)? };
        let min = self.min;
        macro_rules! ordered {
            ($best:expr, $type:ty) => {
                if min {
                    primitive!($best, groups, ids, column, $type, |new, held| new < held)
                } else {
                    primitive!($best, groups, ids, column, $type, |new, held| new > held)
                }
            };
        }
        // min ignores NaN while there is a number; max is NaN once there is one. Of zeros, -0 is less than 0.
        macro_rules! floating {
            ($best:expr, $type:ty) => {{
                type Value = <$type as ArrowPrimitiveType>::Native;
                if min {
                    primitive!($best, groups, ids, column, $type, |new: Value, held: Value| new < held
                        || held.is_nan()
                        || (new == held && new.is_sign_negative()))
                } else {
                    primitive!($best, groups, ids, column, $type, |new: Value, held: Value| new > held
                        || new.is_nan()
                        || (new == held && new.is_sign_positive()))
                }
            }};
        }
        match &mut self.best {
            Best::Int8(best) => ordered!(best, Int8Type),
            Best::Int16(best) => ordered!(best, Int16Type),
            Best::Int32(best) => ordered!(best, Int32Type),
            Best::Int64(best) => ordered!(best, Int64Type),
            Best::UInt8(best) => ordered!(best, UInt8Type),
            Best::UInt16(best) => ordered!(best, UInt16Type),
            Best::UInt32(best) => ordered!(best, UInt32Type),
            Best::UInt64(best) => ordered!(best, UInt64Type),
            Best::Decimal(best) => ordered!(best, Decimal128Type),
            Best::Float16(best) => floating!(best, Float16Type),
            Best::Float32(best) => floating!(best, Float32Type),
            Best::Float64(best) => floating!(best, Float64Type),
            Best::Bool(best) => {
                best.resize(groups, None);
                let bits = column.as_boolean();
                each_valid(Some(column), ids, |row, group| {
                    let value = bits.value(row);
                    best[group] = Some(best[group].map_or(value, |held| if min { held & value } else { held | value }));
                });
            }
            Best::Bytes(best) => {
                best.resize(groups, None);
                let rows = ByteRows::of(column).ok_or_else(|| Error::Internal(format!("no bytes in {}", column.data_type())))?;
                each_valid(Some(column), ids, |row, group| {
                    let value = rows.value(row);
                    match &mut best[group] {
                        Some(held) if if min { value >= held.as_slice() } else { value <= held.as_slice() } => {}
                        Some(held) => {
                            held.clear();
                            held.extend_from_slice(value);
                        }
                        empty => *empty = Some(value.to_vec()),
                    }
                });
            }
        }
        Ok(())
    }

    /// Ends with it: the values are given away.
    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        fn array<T: ArrowPrimitiveType>(mut best: Vec<Option<T::Native>>, groups: usize) -> ArrayRef {
            best.resize(groups, None);
            Arc::new(best.into_iter().collect::<PrimitiveArray<T>>())
        }
        // NaN has one bit pattern, whatever came in.
        fn numbers<T: ArrowPrimitiveType>(mut best: Vec<Option<T::Native>>, groups: usize, nan: T::Native) -> ArrayRef {
            #[allow(clippy::eq_op)]
            best.iter_mut().flatten().filter(|value| **value != **value).for_each(|value| *value = nan);
            array::<T>(best, groups)
        }
        let array = match std::mem::replace(&mut self.best, Best::Bool(Vec::new())) {
            Best::Int8(best) => array::<Int8Type>(best, groups),
            Best::Int16(best) => array::<Int16Type>(best, groups),
            Best::Int32(best) => array::<Int32Type>(best, groups),
            Best::Int64(best) => array::<Int64Type>(best, groups),
            Best::UInt8(best) => array::<UInt8Type>(best, groups),
            Best::UInt16(best) => array::<UInt16Type>(best, groups),
            Best::UInt32(best) => array::<UInt32Type>(best, groups),
            Best::UInt64(best) => array::<UInt64Type>(best, groups),
            Best::Float16(best) => numbers::<Float16Type>(best, groups, half::f16::NAN),
            Best::Float32(best) => numbers::<Float32Type>(best, groups, f32::NAN),
            Best::Float64(best) => numbers::<Float64Type>(best, groups, f64::NAN),
            Best::Decimal(best) => array::<Decimal128Type>(best, groups),
            Best::Bool(mut best) => {
                best.resize(groups, None);
                Arc::new(BooleanArray::from(best))
            }
            Best::Bytes(mut best) => {
                best.resize(groups, None);
                bytes_array(&self.data_type, best.iter().map(Option::as_deref))?
            }
        };
        if array.data_type() == &self.data_type { Ok(array) } else { reinterpret(&array, &self.data_type) }
    }
}
