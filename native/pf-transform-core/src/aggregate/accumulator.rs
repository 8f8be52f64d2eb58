//! Accumulators: one value per group, updated by rows, merged across threads.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Decimal128Array, Float64Array, Int64Array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, TimeUnit};
use num_bigint::{BigInt, BigUint};

use super::any_all::AnyAll;
use super::approx::ApproxDistinct;
use super::arg::Arg;
use super::distinct::Distinct;
use super::ends::Ends;
use super::extreme::Extreme;
use super::histogram::Histogram;
use super::interner::value_type;
use super::kept::Kept;
use super::mode::Mode;
use super::moments::{kurtosis, skewness};
use super::pairs::Pairs;
use super::quantile::{Quantiles, quantile};
use super::spread::Spread;
use super::sums::{DecimalTotals, FloatTotals, nearest_ratio};
use super::{AggregateFunction, Bound};
use crate::error::{Error, Excess, Result};
use crate::scalar::reinterpret;
use crate::type_text::{quoted, type_text};

pub(super) enum Accumulator {
    /// all rows, or those where the column is not null
    Count(Vec<i64>),
    /// totals of integers, and of durations, never overflow i128: it would take 2^63 rows
    Integers {
        totals: Vec<i128>,
        counts: Vec<i64>,
        /// of durations
        unit: Option<TimeUnit>,
    },
    Floats {
        totals: FloatTotals,
        counts: Vec<i64>,
    },
    Decimals {
        totals: DecimalTotals,
        counts: Vec<i64>,
        /// of the column
        scale: i8,
    },
    Extreme(Extreme),
    Distinct(Distinct),
    Ends(Ends),
    AnyAll(AnyAll),
    Spread(Spread),
    Quantiles(Quantiles),
    Mode(Mode),
    Arg(Arg),
    Kept(Kept),
    Pairs(Pairs),
    Approx(ApproxDistinct),
    Histogram(Histogram),
}

/// Values that are looked at together where all rows are of one group.
const BLOCK: usize = 4096;
/// Integers that a double holds exactly.
const EXACT: u128 = 1 << 53;

impl Accumulator {
    /// `fast`: float totals may be added in any order.
    pub(super) fn new(bound: &Bound, fast: bool) -> Result<Self> {
        use AggregateFunction as F;
        let second = bound.second.as_ref().map_or(&DataType::Null, |(_, data_type)| value_type(data_type));
        let Some((_, input)) = &bound.input else {
            return Ok(Self::Count(Vec::new()));
        };
        let data_type = value_type(input);
        Ok(match bound.function {
            F::Count => Self::Count(Vec::new()),
            F::CountDistinct => Self::Distinct(Distinct::new(data_type)?),
            F::Sum | F::Mean => match data_type {
                DataType::Duration(unit) => Self::Integers { totals: Vec::new(), counts: Vec::new(), unit: Some(*unit) },
                DataType::Decimal128(_, scale) => Self::Decimals { totals: DecimalTotals::default(), counts: Vec::new(), scale: *scale },
                _ if data_type.is_integer() => Self::Integers { totals: Vec::new(), counts: Vec::new(), unit: None },
                _ => Self::Floats { totals: FloatTotals::new(fast), counts: Vec::new() },
            },
            F::Min => Self::Extreme(Extreme::new(data_type, true)?),
            F::Max => Self::Extreme(Extreme::new(data_type, false)?),
            F::First | F::Last => Self::Ends(Ends::new(data_type, bound.function == F::Last, bound.options.ignore_nulls)),
            F::Any | F::All => Self::AnyAll(AnyAll::default()),
            F::Var | F::Std => Self::Spread(Spread::new(scale_of(data_type))),
            F::Median | F::Quantile | F::Skew | F::Kurtosis => Self::Quantiles(Quantiles::default()),
            F::Mode => Self::Mode(Mode::new(data_type)?),
            F::ArgMin | F::ArgMax => Self::Arg(Arg::new(data_type, second, bound.function == F::ArgMin)),
            F::List | F::Join => Self::Kept(Kept::new(data_type)),
            F::ListBy | F::JoinBy => Self::Kept(Kept::ordered(data_type, second, bound.options.descending)),
            F::ApproxCountDistinct => Self::Approx(ApproxDistinct::default()),
            F::Histogram => Self::Histogram(Histogram::new(&bound.options.breaks)),
            F::Cov | F::Corr => Self::Pairs(Pairs::new(scale_of(data_type) + scale_of(second), bound.function == F::Corr)),
        })
    }

    /// Bytes of what grows with the rows, not only with the groups.
    pub(super) fn kept_bytes(&self) -> usize {
        match self {
            Self::Distinct(distinct) => distinct.bytes(),
            Self::Quantiles(quantiles) => quantiles.bytes(),
            Self::Mode(mode) => mode.bytes(),
            Self::Kept(kept) => kept.bytes(),
            Self::Approx(approx) => approx.bytes(),
            _ => 0,
        }
    }

    /// Bytes of a group, about, what its rows take aside.
    pub(super) const fn group_bytes(&self) -> usize {
        match self {
            Self::AnyAll(_) => 1,
            Self::Count(_) => 8,
            Self::Integers { .. } | Self::Floats { .. } | Self::Extreme(_) | Self::Ends(_) | Self::Kept(_) | Self::Quantiles(_) => 24,
            Self::Decimals { .. } | Self::Arg(_) => 48,
            _ => 96,
        }
    }

    pub(super) fn update(&mut self, ids: &[u32], groups: usize, column: Option<&ArrayRef>, second: Option<&ArrayRef>) -> Result<()> {
        match self {
            Self::Count(counts) => {
                counts.resize(groups, 0);
                add_counts(column, ids, counts);
            }
            Self::Integers { totals, counts, .. } => {
                totals.resize(groups, 0);
                counts.resize(groups, 0);
                let column = needed(column)?;
                match column.data_type() {
                    DataType::Int8 => add_integers::<Int8Type>(column, ids, totals, counts),
                    DataType::Int16 => add_integers::<Int16Type>(column, ids, totals, counts),
                    DataType::Int32 => add_integers::<Int32Type>(column, ids, totals, counts),
                    DataType::Int64 => add_integers::<Int64Type>(column, ids, totals, counts),
                    DataType::UInt8 => add_integers::<UInt8Type>(column, ids, totals, counts),
                    DataType::UInt16 => add_integers::<UInt16Type>(column, ids, totals, counts),
                    DataType::UInt32 => add_integers::<UInt32Type>(column, ids, totals, counts),
                    DataType::UInt64 => add_integers::<UInt64Type>(column, ids, totals, counts),
                    DataType::Duration(_) => add_integers::<Int64Type>(&reinterpret(column, &DataType::Int64)?, ids, totals, counts),
                    other => return Err(unexpected(other)),
                }
            }
            Self::Floats { totals, counts, .. } => {
                totals.resize(groups);
                counts.resize(groups, 0);
                let column = needed(column)?;
                match column.data_type() {
                    DataType::Float16 => add_floats::<Float16Type>(column, ids, totals, counts),
                    DataType::Float32 => add_floats::<Float32Type>(column, ids, totals, counts),
                    DataType::Float64 => add_floats::<Float64Type>(column, ids, totals, counts),
                    other => return Err(unexpected(other)),
                }
            }
            Self::Decimals { totals, counts, .. } => {
                totals.resize(groups);
                counts.resize(groups, 0);
                let column = needed(column)?;
                let Some(values) = column.as_primitive_opt::<Decimal128Type>() else {
                    return Err(unexpected(column.data_type()));
                };
                let values = values.values();
                each_valid(Some(column), ids, |row, group| totals.add(group, values[row]));
                add_counts(Some(column), ids, counts);
            }
            Self::Extreme(extreme) => extreme.update(ids, groups, needed(column)?)?,
            Self::Distinct(distinct) => distinct.update(ids, groups, needed(column)?)?,
            Self::Ends(ends) => ends.update(ids, groups, needed(column)?)?,
            Self::AnyAll(any_all) => any_all.update(ids, groups, needed(column)?)?,
            Self::Spread(spread) => spread.update(ids, groups, needed(column)?)?,
            Self::Quantiles(quantiles) => quantiles.update(ids, needed(column)?)?,
            Self::Mode(mode) => mode.update(ids, needed(column)?)?,
            Self::Arg(arg) => arg.update(ids, groups, needed(column)?, needed(second)?)?,
            Self::Kept(kept) => kept.update(ids, needed(column)?, second)?,
            Self::Approx(approx) => approx.update(ids, needed(column)?)?,
            Self::Histogram(histogram) => histogram.update(ids, groups, needed(column)?)?,
            Self::Pairs(pairs) => pairs.update(ids, groups, [needed(column)?, needed(second)?])?,
        }
        Ok(())
    }

    /// `ids[i]` is the group here of group `i` there.
    pub(super) fn merge(&mut self, ids: &[u32], groups: usize, other: Self) -> Result<()> {
        let pairs = |length: usize| ids.iter().take(length).map(|&id| id as usize).enumerate();
        match (self, other) {
            (Self::Count(own), Self::Count(others)) => {
                own.resize(groups, 0);
                pairs(others.len()).for_each(|(from, to)| own[to] += others[from]);
            }
            (Self::Integers { totals, counts, .. }, Self::Integers { totals: other_totals, counts: other_counts, .. }) => {
                totals.resize(groups, 0);
                counts.resize(groups, 0);
                for (from, to) in pairs(other_totals.len()) {
                    totals[to] += other_totals[from];
                    counts[to] += other_counts[from];
                }
            }
            (Self::Floats { totals, counts, .. }, Self::Floats { totals: other_totals, counts: other_counts, .. }) => {
                totals.resize(groups);
                counts.resize(groups, 0);
                for (from, to) in pairs(other_totals.len()) {
                    totals.merge(to, &other_totals, from);
                    counts[to] += other_counts[from];
                }
            }
            (Self::Decimals { totals, counts, .. }, Self::Decimals { totals: other_totals, counts: other_counts, .. }) => {
                totals.resize(groups);
                counts.resize(groups, 0);
                for (from, to) in pairs(other_totals.len()) {
                    totals.merge(to, &other_totals, from);
                    counts[to] += other_counts[from];
                }
            }
            (Self::Distinct(own), Self::Distinct(others)) => own.merge(ids, groups, &others)?,
            (Self::Ends(own), Self::Ends(others)) => own.merge(ids, groups, others),
            (Self::AnyAll(own), Self::AnyAll(others)) => own.merge(ids, groups, &others),
            (Self::Spread(own), Self::Spread(others)) => own.merge(ids, groups, &others),
            (Self::Quantiles(own), Self::Quantiles(others)) => own.merge(ids, &others),
            (Self::Mode(own), Self::Mode(others)) => own.merge(ids, &others)?,
            (Self::Arg(own), Self::Arg(others)) => own.merge(ids, groups, others),
            (Self::Kept(own), Self::Kept(others)) => own.merge(ids, others),
            (Self::Pairs(own), Self::Pairs(others)) => own.merge(ids, groups, &others),
            (Self::Approx(own), Self::Approx(others)) => own.merge(ids, &others),
            (Self::Histogram(own), Self::Histogram(others)) => own.merge(ids, groups, &others),
            (Self::Extreme(own), Self::Extreme(mut others)) => {
                let values = others.finish(ids.len())?;
                own.update(ids, groups, &values)?;
            }
            _ => return Err(Error::Internal("merging different aggregates".to_owned())),
        }
        Ok(())
    }

    /// `bound` is what it was made for, or what shares it, such as the mean with the sum.
    pub(super) fn finish(&mut self, bound: &Bound, groups: usize, name: &str) -> Result<ArrayRef> {
        use AggregateFunction as F;
        let Bound { function, options, .. } = bound;
        let ddof = i64::from(options.ddof);
        let mean = *function == F::Mean;
        let valid = |counts: &[i64]| {
            NullBuffer::new(BooleanBuffer::collect_bool(groups, |group| counts.get(group).is_some_and(|&count| count > 0)))
        };
        match self {
            Self::Count(counts) => {
                counts.resize(groups, 0);
                Ok(Arc::new(Int64Array::from(std::mem::take(counts))))
            }
            Self::Integers { totals, counts, unit } => {
                totals.resize(groups, 0);
                counts.resize(groups, 0);
                let nulls = Some(valid(counts));
                let result = unit.map_or(DataType::Int64, DataType::Duration);
                if mean && unit.is_some() {
                    let means = totals.iter().zip(&*counts).map(|(&total, &count)| whole_mean(total, count)).collect::<Result<Vec<_>>>()?;
                    return reinterpret(&Int64Array::new(means.into(), nulls), &result);
                }
                if mean {
                    let means = totals.iter().zip(&*counts).map(|(&total, &count)| integer_mean(total, count)).collect::<Vec<_>>();
                    return Ok(Arc::new(Float64Array::new(means.into(), nulls)));
                }
                let overflow = |total: i128| {
                    Error::IntegerOverflow(Box::new(Excess {
                        operation: format!("the sum {}", quoted(name)),
                        result: total.to_string(),
                        target: type_text(&result),
                        cure: if unit.is_some() { "cast the column to a coarser unit" } else { "cast the column to float64" },
                        row: None,
                    }))
                };
                let totals = totals.iter().map(|&total| i64::try_from(total).map_err(|_| overflow(total))).collect::<Result<Vec<_>>>()?;
                reinterpret(&Int64Array::new(totals.into(), nulls), &result)
            }
            Self::Floats { totals, counts } => {
                totals.resize(groups);
                counts.resize(groups, 0);
                let nulls = Some(valid(counts));
                let result =
                    |(group, &count): (usize, &i64)| if count == 0 { 0.0 } else { totals.quotient(group, if mean { count } else { 1 }) };
                let results = counts.iter().enumerate().map(result).collect::<Vec<_>>();
                Ok(Arc::new(Float64Array::new(results.into(), nulls)))
            }
            Self::Decimals { totals, counts, scale } if mean => {
                totals.resize(groups);
                counts.resize(groups, 0);
                let result = |(group, &count): (usize, &i64)| if count == 0 { 0.0 } else { totals.mean(group, count, *scale) };
                let results = counts.iter().enumerate().map(result).collect::<Vec<_>>();
                Ok(Arc::new(Float64Array::new(results.into(), Some(valid(counts)))))
            }
            Self::Decimals { totals, counts, scale } => {
                totals.resize(groups);
                counts.resize(groups, 0);
                let too_large = |group: usize| {
                    Error::DecimalOverflow(Box::new(Excess {
                        operation: format!("the sum {}", quoted(name)),
                        result: totals.text(group, *scale),
                        target: type_text(&DataType::Decimal128(38, *scale)),
                        cure: "cast the column to float64 or to fewer digits after the point",
                        row: None,
                    }))
                };
                let results = (0..groups).map(|group| totals.total(group).ok_or_else(|| too_large(group))).collect::<Result<Vec<_>>>()?;
                // The precision and scale of the result are those of the schema.
                Ok(Arc::new(Decimal128Array::new(results.into(), Some(valid(counts)))))
            }
            Self::Extreme(extreme) => extreme.finish(groups),
            Self::Distinct(distinct) => Ok(distinct.finish(groups)),
            Self::Ends(ends) => ends.finish(groups),
            Self::AnyAll(any_all) => Ok(any_all.finish(groups, *function == F::Any)),
            Self::Spread(spread) => Ok(spread.finish(groups, ddof, *function == F::Std)),
            Self::Quantiles(quantiles) => Ok(match function {
                F::Skew => quantiles.finish(groups, |values| skewness(sorted(values), options.bias)),
                F::Kurtosis => quantiles.finish(groups, |values| kurtosis(sorted(values), options.bias)),
                F::Median => quantiles.finish(groups, |values| quantile(values, 0.5)),
                _ => quantiles.finish(groups, |values| quantile(values, options.q)),
            }),
            Self::Mode(mode) => mode.finish(groups),
            Self::Arg(arg) => arg.finish(groups),
            Self::Kept(kept) if matches!(function, F::List | F::ListBy) => kept.lists(groups),
            Self::Kept(kept) => kept.joined(groups, &options.separator),
            Self::Pairs(pairs) if *function == F::Cov => Ok(pairs.covariance(groups, ddof)),
            Self::Pairs(pairs) => Ok(pairs.correlation(groups)),
            Self::Approx(approx) => Ok(approx.finish(groups)),
            Self::Histogram(histogram) => histogram.finish(groups),
        }
    }
}

/// NaN last, -0 before 0.
fn sorted(values: &mut [f64]) -> &[f64] {
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Digits after the point, of decimals.
const fn scale_of(data_type: &DataType) -> i8 {
    if let DataType::Decimal128(_, scale) = data_type { *scale } else { 0 }
}

fn needed(column: Option<&ArrayRef>) -> Result<&ArrayRef> {
    column.ok_or_else(|| Error::Internal("an aggregate lacks its column".to_owned()))
}

fn unexpected(data_type: &DataType) -> Error {
    Error::Internal(format!("an aggregate was given {data_type}"))
}

/// Calls `f(row, group)` for every row that is not null.
pub(super) fn each_valid(column: Option<&ArrayRef>, ids: &[u32], mut f: impl FnMut(usize, usize)) {
    let nulls = column.and_then(|column| column.logical_nulls()).filter(|nulls| nulls.null_count() > 0);
    match nulls {
        None => ids.iter().enumerate().for_each(|(row, &id)| f(row, id as usize)),
        Some(nulls) => {
            for row in nulls.valid_indices() {
                f(row, ids[row] as usize);
            }
        }
    }
}

/// Rows that are not null. Where there is one group its rows need not be looked at.
fn add_counts(column: Option<&ArrayRef>, ids: &[u32], counts: &mut [i64]) {
    if let [count] = counts {
        let nulls = column.and_then(|column| column.logical_nulls()).map_or(0, |nulls| nulls.null_count());
        *count += i64::try_from(ids.len() - nulls).unwrap_or(i64::MAX);
    } else {
        each_valid(column, ids, |_, group| counts[group] += 1);
    }
}

fn add_integers<T: ArrowPrimitiveType>(column: &ArrayRef, ids: &[u32], totals: &mut [i128], counts: &mut [i64])
where
    T::Native: Into<i128>,
{
    let values = column.as_primitive::<T>().values();
    if let [total] = totals {
        let mut sum = 0_i128;
        each_valid(Some(column), ids, |row, _| sum += values[row].into());
        *total += sum;
    } else {
        each_valid(Some(column), ids, |row, group| totals[group] += values[row].into());
    }
    add_counts(Some(column), ids, counts);
}

fn add_floats<T: ArrowPrimitiveType>(column: &ArrayRef, ids: &[u32], totals: &mut FloatTotals, counts: &mut [i64])
where
    T::Native: Into<f64>,
{
    let values = column.as_primitive::<T>().values();
    if totals.len() == 1 {
        match totals {
            FloatTotals::Exact(totals) => in_blocks::<T>(column, |block| totals.add_all(0, block)),
            FloatTotals::Fast(totals) => in_blocks::<T>(column, |block| totals.add_all(0, block)),
        }
    } else {
        match totals {
            FloatTotals::Exact(totals) => each_valid(Some(column), ids, |row, group| totals.add(group, values[row].into())),
            FloatTotals::Fast(totals) => each_valid(Some(column), ids, |row, group| totals.add(group, values[row].into())),
        }
    }
    add_counts(Some(column), ids, counts);
}

/// All rows as doubles, nulls as −0, which changes no sum.
fn in_blocks<T: ArrowPrimitiveType>(column: &ArrayRef, mut f: impl FnMut(&[f64]))
where
    T::Native: Into<f64>,
{
    let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0);
    if let Some(doubles) = column.as_primitive_opt::<Float64Type>()
        && nulls.is_none()
    {
        return f(doubles.values());
    }
    let mut block = Vec::with_capacity(BLOCK);
    for (part, values) in column.as_primitive::<T>().values().chunks(BLOCK).enumerate() {
        block.clear();
        match nulls {
            None => block.extend(values.iter().map(|&value| value.into())),
            Some(nulls) => {
                let valid = nulls.inner().slice(part * BLOCK, values.len());
                block.extend(values.iter().zip(&valid).map(|(&value, valid)| if valid { value.into() } else { -0.0 }));
            }
        }
        f(&block);
    }
}

/// The double nearest to the quotient; 0 for a count of 0.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn integer_mean(total: i128, count: i64) -> f64 {
    if count == 0 {
        0.0
    } else if total.unsigned_abs() <= EXACT && u128::from(count.unsigned_abs()) <= EXACT {
        total as f64 / count as f64
    } else {
        nearest_ratio(&BigInt::from(total), 0, &BigUint::from(count.unsigned_abs()))
    }
}

/// The whole number nearest to the quotient, halves to even; 0 for a count of 0. It lies between the values, so it fits.
pub(crate) fn whole_mean(total: i128, count: i64) -> Result<i64> {
    if count == 0 {
        return Ok(0);
    }
    let divisor = i128::from(count);
    let (floor, rest) = (total.div_euclid(divisor), total.rem_euclid(divisor));
    let up = match (2 * rest).cmp(&divisor) {
        Ordering::Less => false,
        Ordering::Equal => floor % 2 != 0,
        Ordering::Greater => true,
    };
    i64::try_from(floor + i128::from(up)).map_err(|_| Error::Internal(format!("the mean of {count} values is none of their type")))
}
