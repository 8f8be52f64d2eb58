//! The frame of each position: positions `from .. to`, neither of which goes back within a partition. O(n) time, 8 bytes per row.

use std::ops::Range;

use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use rayon::prelude::*;

use super::call::{Bound, Frame, Unit, WindowCall};
use super::layout::Layout;
use crate::compare::temporal;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::scalar::reinterpret;
use crate::value::decode;

/// `from .. to`, by position.
pub(super) type Frames = Vec<(u32, u32)>;

/// One end of a frame.
enum Edge {
    Unbounded,
    Current,
    Rows(i64),
    Float(f64),
    Whole(i128),
}

impl Edge {
    fn of(bound: &Bound, unit: Unit) -> Result<Self> {
        Ok(match (bound, unit) {
            (Bound::Text(text), _) if text == "unbounded" => Self::Unbounded,
            (Bound::Text(text), _) if text == "current" => match unit {
                Unit::Rows => Self::Rows(0),
                Unit::Range => Self::Current,
            },
            (Bound::Whole(rows), Unit::Rows) => Self::Rows(*rows),
            #[allow(clippy::cast_precision_loss)] // distances between floats are floats
            (Bound::Whole(distance), Unit::Range) => Self::Float(*distance as f64),
            (Bound::Float(distance), Unit::Range) => Self::Float(*distance),
            (Bound::Text(digits), Unit::Range) => Self::Whole(digits.parse().unwrap_or(
                // Farther than any two values are.
                if digits.starts_with('-') { i128::MIN } else { i128::MAX },
            )),
            (Bound::Text(_) | Bound::Float(_), Unit::Rows) => {
                return Err(Error::InvalidArgument(format!("{bound:?} is no number of rows")));
            }
        })
    }
}

/// The frames of a window; `key` is the column of its only order key, for distances.
pub(super) fn frames(call: &WindowCall, layout: &Layout, key: Option<&ArrayRef>, control: Control<'_>) -> Result<Frames> {
    let Frame { unit, from, to } = call.frame()?;
    let (from, to) = (Edge::of(from, *unit)?, Edge::of(to, *unit)?);
    let descending = call.order_by.first().is_some_and(|key| key.descending);
    let distances = match (&from, &to) {
        (Edge::Float(_) | Edge::Whole(_), _) | (_, Edge::Float(_) | Edge::Whole(_)) => Some(Distances::new(key, descending)?),
        _ => None,
    };
    control.keep(size_of::<(u32, u32)>() * layout.rows)?;
    let mut frames = vec![(0, 0); layout.rows];
    layout.parts(&mut frames).into_par_iter().with_max_len(1).try_for_each(|(span, frames)| {
        let first = layout.partitions[span.start];
        for index in span {
            control.check()?;
            let partition = layout.partitions[index]..layout.partitions[index + 1];
            let own = &mut frames[partition.start - first..partition.end - first];
            edge(layout, &partition, &from, distances.as_ref(), own, false);
            edge(layout, &partition, &to, distances.as_ref(), own, true);
            own.iter_mut().for_each(|(from, to)| *to = (*to).max(*from));
        }
        Ok::<_, Error>(())
    })?;
    Ok(frames)
}

#[inline]
fn small(position: usize) -> u32 {
    // There are no more than 2^32 rows.
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Sets one end of the frames of a partition.
fn edge(layout: &Layout, partition: &Range<usize>, edge: &Edge, distances: Option<&Distances>, frames: &mut [(u32, u32)], is_end: bool) {
    let set = |frame: &mut (u32, u32), position: usize| {
        if is_end {
            frame.1 = small(position);
        } else {
            frame.0 = small(position);
        }
    };
    let peers = |frames: &mut [(u32, u32)]| {
        for peers in layout.peers_of(partition) {
            let found = if is_end { peers.end } else { peers.start };
            frames[peers.start - partition.start..peers.end - partition.start].iter_mut().for_each(|frame| set(frame, found));
        }
    };
    match edge {
        Edge::Unbounded => {
            let found = if is_end { partition.end } else { partition.start };
            frames.iter_mut().for_each(|frame| set(frame, found));
        }
        Edge::Current => peers(frames),
        Edge::Rows(rows) => {
            let distance = isize::try_from(*rows).unwrap_or(isize::MAX).saturating_add(isize::from(is_end));
            for (frame, position) in frames.iter_mut().zip(partition.clone()) {
                let found = position.saturating_add_signed(distance).clamp(partition.start, partition.end);
                set(frame, found);
            }
        }
        Edge::Float(distance) => {
            peers(frames);
            if let Some(Distances { keys: Keys::Floats(values), .. }) = distances {
                placed(layout, partition, frames, values, |value| value + distance, set, is_end);
            }
        }
        Edge::Whole(distance) => {
            peers(frames);
            if let Some(Distances { keys: Keys::Whole(values), .. }) = distances {
                placed(layout, partition, frames, values, |value| value.saturating_add(*distance), set, is_end);
            }
        }
    }
}

/// Rows without a value keep their peers; those with one are neighbours, and the end only moves forward among them.
fn placed<K: PartialOrd + Copy>(
    layout: &Layout,
    partition: &Range<usize>,
    frames: &mut [(u32, u32)],
    value: impl Fn(usize) -> Option<K>,
    moved: impl Fn(K) -> K,
    set: impl Fn(&mut (u32, u32), usize),
    is_end: bool,
) {
    let at = |position: usize| value(layout.row(position));
    let mut next = None;
    for (frame, position) in frames.iter_mut().zip(partition.clone()) {
        let Some(own) = at(position) else { continue };
        let limit = moved(own);
        let next = next.get_or_insert(position);
        while *next < partition.end
            && let Some(other) = at(*next)
            && if is_end { other <= limit } else { other < limit }
        {
            *next += 1;
        }
        set(frame, *next);
    }
}

type Value<K> = Box<dyn Fn(usize) -> Option<K> + Send + Sync>;

/// Values that distances are taken between, negated where the order descends: none for null and NaN.
enum Keys {
    Floats(Value<f64>),
    Whole(Value<i128>),
}

struct Distances {
    keys: Keys,
}

impl Distances {
    fn new(key: Option<&ArrayRef>, descending: bool) -> Result<Self> {
        let lacking = || Error::Internal("a range with distances needs one column of numbers or instants".to_owned());
        let column = decode(key.ok_or_else(lacking)?)?;
        let nulls = column.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        let raw = match column.data_type() {
            DataType::Date32 | DataType::Time32(_) => reinterpret(&column, &DataType::Int32)?,
            other if temporal(other).is_some() => reinterpret(&column, &DataType::Int64)?,
            _ => column,
        };
        let valid = move |row: usize| nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
        let whole = move |value: i128| if descending { -value } else { value };
        let keys = match Carrier::of(&raw).ok_or_else(lacking)? {
            Carrier::Float(values) => Keys::Floats(Box::new(move |row| {
                let value = if descending { -values[row] } else { values[row] };
                (valid(row) && !value.is_nan()).then_some(value)
            })),
            Carrier::Signed(values) => Keys::Whole(Box::new(move |row| valid(row).then(|| whole(i128::from(values[row]))))),
            Carrier::Unsigned(values) => Keys::Whole(Box::new(move |row| valid(row).then(|| whole(i128::from(values[row]))))),
            Carrier::Decimal(values, _) => Keys::Whole(Box::new(move |row| valid(row).then(|| whole(values[row])))),
        };
        Ok(Self { keys })
    }
}
