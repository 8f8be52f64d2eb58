//! Sums, means, variances and standard deviations in moving frames, from exact running sums. O(n).

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{Array, ArrayRef, Decimal128Array};
use arrow_buffer::i256;
use arrow_schema::DataType;
use num_bigint::{BigInt, BigUint};

use super::call::WindowCall;
use super::cells::Cells;
use super::floats::float_totals;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use super::units::Units;
use crate::aggregate::{AggregateFunction, Scaled, integer_mean, nearest_quotient, nearest_ratio, whole_mean};
use crate::control::Control;
use crate::error::{Error, Excess, Result};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::type_text::{quoted, type_text};
use crate::value::decode;

/// A sum, mean, variance or standard deviation of each frame.
pub(super) fn totals(
    function: AggregateFunction,
    call: &WindowCall,
    layout: &Layout,
    frames: &Frames,
    column: &ArrayRef,
    counts: &Counts,
    control: Control<'_>,
) -> Result<ArrayRef> {
    use AggregateFunction as F;
    let column = decode(column)?;
    let duration = matches!(column.data_type(), DataType::Duration(_));
    let raw = if duration { reinterpret(&column, &DataType::Int64)? } else { column.clone() };
    let carrier = Carrier::of(&raw).ok_or_else(|| Error::Internal(format!("no numbers in {}", column.data_type())))?;
    if matches!(function, F::Var | F::Std) {
        let ddof = i64::from(call.options.aggregate.ddof);
        return spreads(layout, frames, &carrier, counts, ddof, function == F::Std, control);
    }
    let mean = function == F::Mean;
    match &carrier {
        Carrier::Float(values) => {
            let values = layout.by_position(|row| if counts.counts(row) { values[row] } else { 0.0 });
            float_totals(layout, frames, &values, counts, mean, control)
        }
        Carrier::Decimal(values, scale) => decimals(call, layout, frames, &|row| values[row], *scale, counts, mean, control),
        Carrier::Signed(values) => integers(call, layout, frames, &|row| i128::from(values[row]), &column, counts, mean, control),
        Carrier::Unsigned(values) => integers(call, layout, frames, &|row| i128::from(values[row]), &column, counts, mean, control),
    }
}

/// A sum that does not fit its type: that of the first row which has one, whichever partition comes first.
struct First<T>(Mutex<Option<(usize, T)>>);

impl<T> First<T> {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn note(&self, row: usize, total: T) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|(earliest, _)| row < *earliest) {
            *first = Some((row, total));
        }
    }

    fn found(self) -> Option<T> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner).map(|(_, total)| total)
    }
}

/// A running sum of whole numbers.
struct Whole<'a> {
    layout: &'a Layout,
    value: &'a (dyn Fn(usize) -> i128 + Sync),
    counts: &'a Counts,
    total: i256,
    count: i64,
}

impl Whole<'_> {
    #[inline]
    fn change(&mut self, position: usize, by: i64) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            self.count += by;
            let value = i256::from_i128((self.value)(row));
            self.total = if by > 0 { self.total.wrapping_add(value) } else { self.total.wrapping_sub(value) };
        }
    }

    fn big(&self) -> BigInt {
        BigInt::from_signed_bytes_le(&self.total.to_le_bytes())
    }
}

impl Moving for Whole<'_> {
    fn clear(&mut self) {
        (self.total, self.count) = (i256::ZERO, 0);
    }
    fn add(&mut self, position: usize) {
        self.change(position, 1);
    }
    fn remove(&mut self, position: usize) {
        self.change(position, -1);
    }
}

#[allow(clippy::too_many_arguments)]
fn integers(
    call: &WindowCall,
    layout: &Layout,
    frames: &Frames,
    value: &(dyn Fn(usize) -> i128 + Sync),
    column: &ArrayRef,
    counts: &Counts,
    mean: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let duration = matches!(column.data_type(), DataType::Duration(_));
    let result = if duration { column.data_type().clone() } else { DataType::Int64 };
    let overflow = |total: i128| {
        Error::IntegerOverflow(Box::new(Excess {
            operation: format!("the sum {}", quoted(&call.name)),
            result: total.to_string(),
            target: type_text(&result),
            cure: if duration { "cast the column to a coarser unit" } else { "cast the column to float64" },
            row: None,
        }))
    };
    let first = First::new();
    let cells = Cells::new(layout.rows, true);
    layout.each_partition(
        control,
        || Whole { layout, value, counts, total: i256::ZERO, count: 0 },
        |state, partition| {
            slide(state, frames, partition, |state, position| {
                if state.count == 0 {
                    return Ok(());
                }
                let row = layout.row(position);
                // Of 2^32 values of 64 bits.
                let total = state.total.as_i128();
                if mean && duration {
                    cells.set_whole(row, whole_mean(total, state.count)?);
                } else if mean {
                    cells.set_float(row, integer_mean(total, state.count));
                } else if let Ok(total) = i64::try_from(total) {
                    cells.set_whole(row, total);
                } else {
                    first.note(row, total);
                }
                Ok::<_, Error>(())
            })
        },
    )?;
    if let Some(total) = first.found() {
        return Err(overflow(total));
    }
    if mean && !duration { Ok(cells.floats()) } else { reinterpret(&cells.whole(), &result) }
}

/// The greatest decimal of 38 digits, and one more.
const BEYOND: i128 = 10_i128.pow(38);

#[allow(clippy::too_many_arguments)]
fn decimals(
    call: &WindowCall,
    layout: &Layout,
    frames: &Frames,
    value: &(dyn Fn(usize) -> i128 + Sync),
    scale: i8,
    counts: &Counts,
    mean: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let make = || Whole { layout, value, counts, total: i256::ZERO, count: 0 };
    let tens = BigInt::from(10).pow(u32::from(scale.unsigned_abs()));
    if mean {
        let cells = Cells::new(layout.rows, true);
        layout.each_partition(control, make, |state, partition| {
            slide(state, frames, partition, |state, position| {
                if state.count > 0 {
                    let count = BigUint::from(state.count.unsigned_abs());
                    let value = if scale < 0 {
                        nearest_ratio(&(state.big() * &tens), 0, &count)
                    } else {
                        nearest_ratio(&state.big(), 0, &(count * tens.magnitude()))
                    };
                    cells.set_float(layout.row(position), value);
                }
                Ok::<_, Error>(())
            })
        })?;
        return Ok(cells.floats());
    }
    let first = First::new();
    // Two halves of each sum.
    let (high, low) = (Cells::new(layout.rows, true), Cells::new(layout.rows, false));
    layout.each_partition(control, make, |state, partition| {
        slide(state, frames, partition, |state, position| {
            if state.count == 0 {
                return Ok(());
            }
            let row = layout.row(position);
            let Some(total) = state.total.to_i128().filter(|total| total.unsigned_abs() < BEYOND.unsigned_abs()) else {
                first.note(row, state.big());
                return Ok(());
            };
            high.set_whole(row, halves(total).0);
            low.set_whole(row, halves(total).1);
            Ok::<_, Error>(())
        })
    })?;
    if let Some(total) = first.found() {
        return Err(Error::DecimalOverflow(Box::new(Excess {
            operation: format!("the sum {}", quoted(&call.name)),
            result: crate::cast::decimal_text(&total, scale),
            target: type_text(&DataType::Decimal128(38, scale)),
            cure: "cast the column to float64 or to fewer digits after the point",
            row: None,
        })));
    }
    let (high, low) = (high.whole(), low.whole());
    let part = |array: &ArrayRef, row: usize| {
        use arrow_array::cast::AsArray;
        array.as_primitive::<arrow_array::types::Int64Type>().value(row)
    };
    let values =
        (0..layout.rows).map(|row| (i128::from(part(&high, row)) << 64) | i128::from(part(&low, row).cast_unsigned())).collect::<Vec<_>>();
    let array = Decimal128Array::new(values.into(), high.nulls().cloned());
    Ok(Arc::new(array.with_precision_and_scale(38, scale)?))
}

#[allow(clippy::cast_possible_truncation)] // one half after the other
const fn halves(total: i128) -> (i64, i64) {
    ((total >> 64) as i64, total as i64)
}

/// Running sums of values and of their squares, as whole numbers of 2^power.
struct Squares<'a> {
    layout: &'a Layout,
    units: &'a Units<'a>,
    counts: &'a Counts,
    count: i64,
    specials: i64,
    sum: BigInt,
    squares: BigInt,
}

impl Squares<'_> {
    fn change(&mut self, position: usize, by: i64) {
        let row = self.layout.row(position);
        if !self.counts.counts(row) {
            return;
        }
        self.count += by;
        let Some(units) = self.units.of(row) else {
            self.specials += by;
            return;
        };
        let square = &units * &units;
        if by > 0 {
            self.sum += units;
            self.squares += square;
        } else {
            self.sum -= units;
            self.squares -= square;
        }
    }
}

impl Moving for Squares<'_> {
    fn clear(&mut self) {
        (self.count, self.specials) = (0, 0);
        (self.sum, self.squares) = (BigInt::ZERO, BigInt::ZERO);
    }
    fn add(&mut self, position: usize) {
        self.change(position, 1);
    }
    fn remove(&mut self, position: usize) {
        self.change(position, -1);
    }
}

fn spreads(
    layout: &Layout,
    frames: &Frames,
    carrier: &Carrier,
    counts: &Counts,
    ddof: i64,
    root: bool,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let units = Units::new(carrier);
    let cells = Cells::new(layout.rows, true);
    let make = || Squares { layout, units: &units, counts, count: 0, specials: 0, sum: BigInt::ZERO, squares: BigInt::ZERO };
    layout.each_partition(control, make, |state, partition| {
        slide(state, frames, partition, |state, position| {
            if state.count <= ddof {
                return Ok(());
            }
            let value = if state.specials > 0 {
                f64::NAN
            } else {
                let value = BigInt::from(state.count) * &state.squares - &state.sum * &state.sum;
                let divisor = u128::from(state.count.unsigned_abs()) * u128::from((state.count - ddof).unsigned_abs());
                nearest_quotient(Scaled::new(value, 2 * i64::from(units.power)), divisor, units.scale(), root)
            };
            cells.set_float(layout.row(position), value);
            Ok::<_, Error>(())
        })
    })?;
    Ok(cells.floats())
}
