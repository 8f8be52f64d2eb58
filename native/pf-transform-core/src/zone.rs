//! The clocks of time zones, by the tables of their changes that plans bring along: there is no database of zones here. Binary search, O(log changes) per row, and O(1) for a row
//! between the same changes as the one before it.

use std::cell::Cell;

use crate::error::{Error, Result};

/// Seconds in a day.
const DAY: i64 = 86_400;
/// 400 years, in which days and weeks repeat.
const CYCLE: i64 = 146_097 * DAY;
/// How far from UTC clocks are at most, and more.
const FAR: i64 = 2 * DAY;

/// The changes of the clock of a zone.
pub(crate) struct Transitions {
    first: i64,
    /// seconds since 1970
    moments: Vec<i64>,
    offsets: Vec<i64>,
    /// the second from which all repeats
    repeats: i64,
    /// how many changes there were until the moment looked at last
    last: Cell<usize>,
}

/// How a time that a clock shows is found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// once, at this offset
    Once(i64),
    /// several times: at the first and the last of these offsets
    Often(Vec<i64>),
    /// never: the clock is put forward at this moment, and was so much ahead before
    Never { at: i64, before: i64 },
}

impl Transitions {
    /// From 64-bit integers, low bytes first: the second from which all repeats, the first offset, then by turns the second of a change and the offset from then on.
    ///
    /// # Errors
    /// `InvalidArgument` for what is no such table.
    pub fn of(table: &[u8]) -> Result<Self> {
        let (words, rest) = table.as_chunks::<8>();
        let values = words.iter().map(|word| i64::from_le_bytes(*word)).collect::<Vec<_>>();
        match values.as_slice() {
            [repeats, first, changes @ ..] if rest.is_empty() && changes.len() % 2 == 0 => Ok(Self {
                first: *first,
                moments: changes.iter().step_by(2).copied().collect(),
                offsets: changes.iter().skip(1).step_by(2).copied().collect(),
                repeats: *repeats,
                last: Cell::new(0),
            }),
            _ => Err(Error::InvalidArgument(format!("{} bytes are no table of a time zone", table.len()))),
        }
    }

    /// How many seconds the clock is ahead of UTC at a moment.
    pub fn offset_at(&self, moment: i64) -> i64 {
        self.offset(self.place(moment - self.cycles(moment)))
    }

    /// The offsets with which the clock shows a time, the earliest moment first.
    pub fn find(&self, local: i64) -> Found {
        let cycles = self.cycles(local);
        let local = local - cycles;
        let (from, last) = (self.place(local.saturating_sub(FAR)), self.place(local.saturating_add(FAR)));
        if from == last {
            return Found::Once(self.offset(from));
        }
        let (mut offsets, mut skipped) = (Vec::new(), Found::Once(self.offset(from)));
        for place in from..=last {
            let offset = self.offset(place);
            let start = place.checked_sub(1).map(|before| self.moments[before]);
            let is_after = start.is_none_or(|start| local >= start + offset);
            let is_before = self.moments.get(place).is_none_or(|&end| local < end + offset);
            if is_after && is_before {
                offsets.push(offset);
            } else if let (false, Some(start)) = (is_after, start) {
                let before = self.offset(place - 1);
                if local >= start + before {
                    skipped = Found::Never { at: start + cycles, before };
                }
            }
        }
        match offsets.as_slice() {
            [] => skipped,
            [offset] => Found::Once(*offset),
            _ => Found::Often(offsets),
        }
    }

    /// The seconds of as many times 400 years as a moment is after the first of which there are changes for all years.
    const fn cycles(&self, moment: i64) -> i64 {
        // All moments before 400 years have passed, which may be never.
        if moment < self.repeats.saturating_add(CYCLE) { 0 } else { moment.saturating_sub(self.repeats).div_euclid(CYCLE) * CYCLE }
    }

    /// How many changes there are until then.
    fn place(&self, moment: i64) -> usize {
        let last = self.last.get();
        let is_after = last == 0 || self.moments[last - 1] <= moment;
        if is_after && self.moments.get(last).is_none_or(|&next| moment < next) {
            return last;
        }
        let place = self.moments.partition_point(|&change| change <= moment);
        self.last.set(place);
        place
    }

    fn offset(&self, place: usize) -> i64 {
        place.checked_sub(1).map_or(self.first, |place| self.offsets[place])
    }
}

#[cfg(test)]
mod tests {
    use super::{CYCLE, Found, Transitions};

    const HOUR: i64 = 3600;

    /// An hour ahead, from second 100 000 on two hours, from 900 000 on one again, and so again after 400 years.
    fn zone() -> Transitions {
        let values = [0, HOUR, 100_000, 2 * HOUR, 900_000, HOUR, CYCLE + 100_000, 2 * HOUR, CYCLE + 900_000, HOUR];
        Transitions::of(&values.into_iter().flat_map(i64::to_le_bytes).collect::<Vec<_>>()).expect("a table")
    }

    #[test]
    fn offsets_change_at_their_moments_and_repeat() {
        let zone = zone();
        for cycle in [0, 3 * CYCLE, 29_000_000 * CYCLE] {
            assert_eq!(zone.offset_at(cycle + 99_999), HOUR);
            assert_eq!(zone.offset_at(cycle + 100_000), 2 * HOUR);
            assert_eq!(zone.offset_at(cycle + 900_000), HOUR);
        }
        assert_eq!(zone.offset_at(i64::MIN), HOUR);
    }

    #[test]
    fn times_are_found_once_twice_or_never() {
        let zone = zone();
        for cycle in [0, 5 * CYCLE] {
            assert_eq!(zone.find(cycle + 100_000 + HOUR - 1), Found::Once(HOUR));
            assert_eq!(zone.find(cycle + 100_000 + HOUR), Found::Never { at: cycle + 100_000, before: HOUR });
            assert_eq!(zone.find(cycle + 100_000 + 2 * HOUR), Found::Once(2 * HOUR));
            assert_eq!(zone.find(cycle + 900_000 + HOUR), Found::Often(vec![2 * HOUR, HOUR]));
            assert_eq!(zone.find(cycle + 900_000 + 2 * HOUR), Found::Once(HOUR));
        }
    }

    #[test]
    fn what_is_no_table() {
        assert!(Transitions::of(&[0; 8]).is_err());
        assert!(Transitions::of(&[0; 17]).is_err());
        assert!(Transitions::of(&[0; 24]).is_err());
    }
}
