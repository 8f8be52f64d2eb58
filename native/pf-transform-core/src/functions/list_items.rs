//! What looks into the items of lists: they are taken as one column, with the row of each. O(items), sorting O(items · log of the longest list).

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, ListArray, UInt64Array, new_null_array};
use arrow_buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;
use arrow_select::take::take;

use super::calendar::unit_of;
use super::lists::{Lists, rows_of};
use super::{Call, Operands, ScalarFunction, one, two};
use crate::aggregate::{AggregateFunction, canonical, first_of_groups, of_groups};
use crate::compare::{compare, order_of};
use crate::error::{Error, Result};
use crate::expression::Function;
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::value::{Value, decode};

pub(super) const FUNCTIONS: &[ScalarFunction] = &[
    ScalarFunction { name: "listContains", operands: Operands::exactly(2), kernel: contains },
    ScalarFunction {
        name: "listSum",
        operands: Operands::exactly(1),
        kernel: |operands, call| aggregated(operands, call, AggregateFunction::Sum, "listSum"),
    },
    ScalarFunction {
        name: "listMean",
        operands: Operands::exactly(1),
        kernel: |operands, call| aggregated(operands, call, AggregateFunction::Mean, "listMean"),
    },
    ScalarFunction {
        name: "listMin",
        operands: Operands::exactly(1),
        kernel: |operands, call| aggregated(operands, call, AggregateFunction::Min, "listMin"),
    },
    ScalarFunction {
        name: "listMax",
        operands: Operands::exactly(1),
        kernel: |operands, call| aggregated(operands, call, AggregateFunction::Max, "listMax"),
    },
    ScalarFunction { name: "listSort", operands: Operands::between(1, 3), kernel: sorted },
    ScalarFunction {
        name: "listReverse",
        operands: Operands::exactly(1),
        kernel: |operands, call| chosen(operands, call, |places, _, range| places.extend(range.rev())),
    },
    ScalarFunction { name: "listUnique", operands: Operands::exactly(1), kernel: unique },
    ScalarFunction { name: "listSlice", operands: Operands::between(2, 3), kernel: slice },
];

/// The items of lists that are there, one after the other.
pub(super) struct Items {
    pub array: ArrayRef,
    /// the row of each
    pub owners: Vec<u32>,
    /// where those of each row begin, and the end
    pub starts: Vec<usize>,
    pub nulls: Option<NullBuffer>,
}

impl Items {
    /// `None` where all lists are null.
    pub fn of(list: &Value, length: usize) -> Result<Option<Self>> {
        if list.is_all_null() {
            return Ok(None);
        }
        let list = list.decoded()?.into_rows(length)?;
        let lists = Lists::of(&list)?;
        let nulls = list.logical_nulls();
        let (mut places, mut owners, mut starts) = (Vec::new(), Vec::new(), Vec::with_capacity(length + 1));
        for (row, owner) in (0..length).zip(0_u32..) {
            starts.push(places.len());
            if !nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                places.extend(lists.range(row));
                owners.resize(places.len(), owner);
            }
        }
        starts.push(places.len());
        let array = decode(&at_places(lists.items(), &places)?)?;
        Ok(Some(Self { array, owners, starts, nulls }))
    }

    fn range(&self, row: usize) -> Range<usize> {
        self.starts[row]..self.starts[row + 1]
    }

    /// Lists of items by their places.
    fn lists(&self, call: &Call<'_>, places: &[usize], ends: Vec<usize>, nulls: Option<NullBuffer>) -> Result<Value> {
        let DataType::List(field) = call.data_type else {
            return Err(Error::TypeMismatch(format!("expected a list, received {}", call.data_type)));
        };
        let too_many = |_| Error::OutOfMemory { bytes: places.len(), limit: 0x7fff_ffff };
        let offsets = std::iter::once(0).chain(ends).map(i32::try_from).collect::<std::result::Result<Vec<_>, _>>().map_err(too_many)?;
        let items = canonical(&at_places(&self.array, places)?);
        let items = if items.data_type() == field.data_type() { items } else { reinterpret(&items, field.data_type())? };
        Ok(Value::Array(Arc::new(ListArray::try_new(field.clone(), OffsetBuffer::new(ScalarBuffer::from(offsets)), items, nulls)?)))
    }
}

/// Values by their places; those that follow each other are not copied.
fn at_places(array: &ArrayRef, places: &[usize]) -> Result<ArrayRef> {
    let first = places.first().copied().unwrap_or(0);
    if places.iter().enumerate().all(|(index, &place)| place == first + index) {
        return Ok(array.slice(first, places.len()));
    }
    let places = places.iter().map(|&place| u64::try_from(place).ok()).collect::<UInt64Array>();
    Ok(take(array, &places, None)?)
}

pub(super) fn all_null(call: &Call<'_>) -> Value {
    Value::Array(new_null_array(call.data_type, call.length))
}

/// Lists of some items, whose places `choose` appends row by row.
fn chosen(operands: &[Value], call: &Call<'_>, mut choose: impl FnMut(&mut Vec<usize>, usize, Range<usize>)) -> Result<Value> {
    match Items::of(one(operands)?, call.length)? {
        None => Ok(all_null(call)),
        Some(items) => {
            let nulls = items.nulls.clone();
            choose_from(&items, call, nulls, |places, row, range| choose(places, row, range))
        }
    }
}

pub(super) fn choose_from(
    items: &Items,
    call: &Call<'_>,
    nulls: Option<NullBuffer>,
    mut choose: impl FnMut(&mut Vec<usize>, usize, Range<usize>),
) -> Result<Value> {
    let (mut places, mut ends) = (Vec::with_capacity(items.owners.len()), Vec::with_capacity(call.length));
    for row in 0..call.length {
        if !nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            choose(&mut places, row, items.range(row));
        }
        ends.push(places.len());
    }
    items.lists(call, &places, ends, nulls)
}

fn sorted(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [list, more @ ..] = operands else { return Err(super::wrong_number(1, operands.len())) };
    let mode = |place: usize| more.get(place).map(unit_of).transpose();
    let descending = mode(0)?.as_deref() == Some("descending");
    let nulls_first = mode(1)?.as_deref() == Some("first");
    let Some(items) = Items::of(list, call.length)? else { return Ok(all_null(call)) };
    let nulls = items.array.logical_nulls();
    let is_null = |place: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(place));
    let order: Box<dyn Fn(usize, usize) -> Ordering> =
        if items.array.data_type() == &DataType::Null { Box::new(|_, _| Ordering::Equal) } else { order_of(&items.array, &items.array)? };
    choose_from(&items, call, items.nulls.clone(), |places, _, range| {
        let start = places.len();
        places.extend(range);
        places[start..].sort_by(|&a, &b| match (is_null(a), is_null(b)) {
            (false, false) if descending => order(b, a),
            (false, false) => order(a, b),
            (a, b) if nulls_first => b.cmp(&a),
            (a, b) => a.cmp(&b),
        });
    })
}

fn unique(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let Some(items) = Items::of(one(operands)?, call.length)? else { return Ok(all_null(call)) };
    let is_first = first_of_groups(&items.array, &items.owners)?;
    choose_from(&items, call, items.nulls.clone(), |places, _, range| places.extend(range.filter(|&place| is_first[place])))
}

/// Integers of a column or a literal.
fn integers(value: &Value) -> Result<Box<dyn Fn(usize) -> i128>> {
    let step = usize::from(!value.is_literal());
    match Carrier::of(value.array()) {
        Some(Carrier::Signed(values)) => Ok(Box::new(move |row| values[row * step].into())),
        Some(Carrier::Unsigned(values)) => Ok(Box::new(move |row| values[row * step].into())),
        _ => Err(Error::TypeMismatch(format!("expected integers, received {}", value.array().data_type()))),
    }
}

fn slice(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let [list, place, many @ ..] = operands else {
        return Err(Error::InvalidArgument("listSlice was given too few operands".to_owned()));
    };
    let many = many.first();
    let Some(items) = Items::of(list, call.length)? else { return Ok(all_null(call)) };
    if place.is_all_null() || many.is_some_and(Value::is_all_null) {
        return Ok(all_null(call));
    }
    let place = place.decoded()?;
    let many = many.map(Value::decoded).transpose()?;
    let (_, _, mut nulls) = rows_of(&place, many.as_ref().unwrap_or(&place), call.length);
    nulls = NullBuffer::union(nulls.as_ref(), items.nulls.as_ref());
    let place = integers(&place)?;
    let many = many.as_ref().map(integers).transpose()?;
    choose_from(&items, call, nulls, |places, row, range| {
        let count = i128::try_from(range.len()).unwrap_or(i128::MAX);
        let place = place(row);
        let first = if place < 0 { count + place } else { place };
        let last = many.as_ref().map_or(count, |many| first + many(row).max(0));
        let within = |at: i128| range.start + usize::try_from(at.clamp(0, count)).unwrap_or(0);
        places.extend(within(first)..within(last));
    })
}

fn contains(operands: &[Value], call: &Call<'_>) -> Result<Value> {
    let (list, value) = two(operands)?;
    if value.is_all_null() {
        return Ok(all_null(call));
    }
    let Some(items) = Items::of(list, call.length)? else { return Ok(all_null(call)) };
    let value = value.decoded()?;
    let (wanted, nulls) = match &value {
        Value::Literal(_) => (value.clone(), None),
        Value::Array(array) => {
            let owners = items.owners.iter().map(|&owner| u64::from(owner)).collect::<UInt64Array>();
            (Value::Array(take(array, &owners, None)?), array.logical_nulls())
        }
    };
    let mut found = vec![false; call.length];
    if !items.owners.is_empty() {
        let equal = compare(Function::Equal, &Value::Array(items.array.clone()), &wanted, items.owners.len())?;
        let equal = equal.array().as_boolean();
        for (place, &owner) in items.owners.iter().enumerate() {
            found[owner as usize] |= equal.is_valid(place) && equal.value(place);
        }
    }
    let nulls = NullBuffer::union(nulls.as_ref(), items.nulls.as_ref());
    Ok(Value::Array(Arc::new(BooleanArray::new(BooleanBuffer::from(found), nulls))))
}

/// The aggregate of the items, each list being a group.
fn aggregated(operands: &[Value], call: &Call<'_>, function: AggregateFunction, name: &str) -> Result<Value> {
    let Some(items) = Items::of(one(operands)?, call.length)? else { return Ok(all_null(call)) };
    let result = of_groups(function, &items.array, &items.owners, call.length, name)?;
    Ok(Value::Array(if result.data_type() == call.data_type { result } else { reinterpret(&result, call.data_type)? }))
}
