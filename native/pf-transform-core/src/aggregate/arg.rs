//! The value of a column in the row where another is least or greatest; of several such rows, the first.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

use super::accumulator::each_valid;
use super::extreme::physical;
use super::slots::Slots;
use crate::bytes::ByteRows;
use crate::error::{Error, Result};
use crate::scalar::reinterpret;

/// What was best so far in each group, as what orders as the values do.
enum Best {
    Numbers(Vec<Option<i128>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

pub(super) struct Arg {
    by: DataType,
    least: bool,
    best: Best,
    slots: Slots,
}

impl Arg {
    pub(super) fn new(data_type: &DataType, by: &DataType, least: bool) -> Self {
        let by = physical(by);
        let is_number = by.is_primitive() || by == DataType::Boolean;
        let best = if is_number { Best::Numbers(Vec::new()) } else { Best::Bytes(Vec::new()) };
        Self { by, least, best, slots: Slots::new(data_type) }
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: &ArrayRef, by: &ArrayRef) -> Result<()> {
        self.slots.resize(groups);
        let by = &if &self.by == by.data_type() { by.clone() } else { reinterpret(by, &self.by)? };
        let least = self.least;
        let mut won = Vec::new();
        match &mut self.best {
            Best::Numbers(best) => {
                best.resize(groups, None);
                let keys = order_keys(by)?;
                each_valid(Some(by), ids, |row, group| {
                    if best[group].is_none_or(|held| if least { keys[row] < held } else { keys[row] > held }) {
                        best[group] = Some(keys[row]);
                        won.push((group, row));
                    }
                });
            }
            Best::Bytes(best) => {
                best.resize(groups, None);
                let rows = ByteRows::of(by).ok_or_else(|| Error::Internal(format!("no bytes in {}", by.data_type())))?;
                each_valid(Some(by), ids, |row, group| {
                    let value = rows.value(row);
                    if best[group].as_deref().is_none_or(|held| if least { value < held } else { value > held }) {
                        best[group] = Some(value.to_vec());
                        won.push((group, row));
                    }
                });
            }
        }
        for (group, row) in won {
            self.slots.set(group, row)?;
        }
        self.slots.settle(column)
    }

    /// `ids[i]` is the group here of group `i` there, whose rows come after those here.
    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, mut other: Self) {
        self.slots.resize(groups);
        let base = self.slots.append(&mut other.slots);
        let least = self.least;
        let mut won = Vec::new();
        match (&mut self.best, other.best) {
            (Best::Numbers(best), Best::Numbers(others)) => won = better(best, others, ids, groups, least),
            (Best::Bytes(best), Best::Bytes(others)) => won = better(best, others, ids, groups, least),
            // Aggregators that are merged have one plan.
            (Best::Numbers(_), Best::Bytes(_)) | (Best::Bytes(_), Best::Numbers(_)) => {}
        }
        for (group, from) in won {
            self.slots.set_of(group, &other.slots, from, base);
        }
    }

    pub(super) fn finish(&mut self, groups: usize) -> Result<ArrayRef> {
        self.slots.finish(groups)
    }
}

/// Takes what is better of others; gives the groups, and which of the others they took.
fn better<T: Ord + Clone>(
    best: &mut Vec<Option<T>>,
    others: Vec<Option<T>>,
    ids: &[u32],
    groups: usize,
    least: bool,
) -> Vec<(usize, usize)> {
    best.resize(groups, None);
    let mut won = Vec::new();
    for ((from, other), &id) in others.into_iter().enumerate().zip(ids) {
        let Some(value) = other else {
            continue;
        };
        let held = &mut best[id as usize];
        if held.as_ref().is_none_or(|held| if least { value < *held } else { value > *held }) {
            *held = Some(value);
            won.push((id as usize, from));
        }
    }
    won
}

/// Numbers that order as the values do: NaN last, -0 before 0.
fn order_keys(column: &ArrayRef) -> Result<Vec<i128>> {
    fn whole<T: ArrowPrimitiveType>(column: &ArrayRef) -> Vec<i128>
    where
        T::Native: Into<i128>,
    {
        column.as_primitive::<T>().values().iter().map(|&value| value.into()).collect()
    }
    fn floats<T: ArrowPrimitiveType>(column: &ArrayRef) -> Vec<i128>
    where
        T::Native: Into<f64>,
    {
        let key = |value: f64| {
            let bits = if value.is_nan() { f64::NAN } else { value }.to_bits().cast_signed();
            // As `f64::total_cmp` does.
            i128::from(bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed())
        };
        column.as_primitive::<T>().values().iter().map(|&value| key(value.into())).collect()
    }
    Ok(match column.data_type() {
        DataType::Int8 => whole::<Int8Type>(column),
        DataType::Int16 => whole::<Int16Type>(column),
        DataType::Int32 => whole::<Int32Type>(column),
        DataType::Int64 => whole::<Int64Type>(column),
        DataType::UInt8 => whole::<UInt8Type>(column),
        DataType::UInt16 => whole::<UInt16Type>(column),
        DataType::UInt32 => whole::<UInt32Type>(column),
        DataType::UInt64 => whole::<UInt64Type>(column),
        DataType::Float16 => floats::<Float16Type>(column),
        DataType::Float32 => floats::<Float32Type>(column),
        DataType::Float64 => floats::<Float64Type>(column),
        DataType::Decimal128(..) => whole::<Decimal128Type>(column),
        DataType::Boolean => {
            let bools = column.as_boolean();
            (0..bools.len()).map(|row| i128::from(bools.value(row))).collect()
        }
        other => return Err(Error::UnsupportedType(format!("argMin and argMax by {other} are not supported"))),
    })
}
