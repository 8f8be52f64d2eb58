//! Medians and quantiles of frames: the values of a frame in order, where each row is put and taken away by a search.

use arrow_array::ArrayRef;

use super::cells::Cells;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use crate::aggregate::{interpolated, nearest_doubles};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::value::decode;

/// The quantile of the values of each frame that count; null where there is none.
pub(super) fn quantiles(
    q: f64,
    layout: &Layout,
    frames: &Frames,
    column: &ArrayRef,
    counts: &Counts,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let bytes = 8 * layout.rows;
    control.keep(bytes)?;
    let values = nearest_doubles(&decode(column)?)?;
    let cells = Cells::new(layout.rows, true);
    layout.each_partition(
        control,
        || Frame { layout, counts, values: &values, sorted: Sorted::default() },
        |frame, partition| {
            slide(frame, frames, partition, |frame, position| {
                if position % CHECKED == 0 {
                    control.check()?;
                }
                let sorted = &frame.sorted;
                if let Some(value) = interpolated(sorted.count, q, |place| sorted.at(place)) {
                    cells.set_float(layout.row(position), value);
                }
                Ok::<_, Error>(())
            })
        },
    )?;
    control.release(bytes);
    Ok(cells.floats())
}

/// Rows between two looks at whether to go on.
const CHECKED: usize = 1 << 12;

struct Frame<'a> {
    layout: &'a Layout,
    counts: &'a Counts,
    /// by row
    values: &'a [f64],
    sorted: Sorted,
}

impl Moving for Frame<'_> {
    fn clear(&mut self) {
        self.sorted = Sorted::default();
    }
    fn add(&mut self, position: usize) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            self.sorted.insert(self.values[row]);
        }
    }
    fn remove(&mut self, position: usize) {
        let row = self.layout.row(position);
        if self.counts.counts(row) {
            self.sorted.remove(self.values[row]);
        }
    }
}

/// Values of a piece at most; it is then divided.
const PIECE: usize = 1024;

/// Values in order, in pieces that are short enough to be moved, so that a frame of w values takes O(piece + w / piece) for each row.
#[derive(Default)]
struct Sorted {
    /// none is empty
    pieces: Vec<Vec<f64>>,
    count: usize,
}

impl Sorted {
    /// The piece that a value belongs to: the first that does not end before it, else the last.
    fn piece_of(&self, value: f64) -> usize {
        let ends_before = |piece: &Vec<f64>| piece.last().is_some_and(|last| last.total_cmp(&value).is_lt());
        self.pieces.partition_point(ends_before).min(self.pieces.len().saturating_sub(1))
    }

    fn insert(&mut self, value: f64) {
        self.count += 1;
        if self.pieces.is_empty() {
            self.pieces.push(vec![value]);
            return;
        }
        let at = self.piece_of(value);
        let piece = &mut self.pieces[at];
        let place = piece.partition_point(|other| other.total_cmp(&value).is_lt());
        piece.insert(place, value);
        if piece.len() > PIECE {
            let upper = piece.split_off(PIECE / 2);
            self.pieces.insert(at + 1, upper);
        }
    }

    /// Takes away a value that is there.
    fn remove(&mut self, value: f64) {
        let at = self.piece_of(value);
        let piece = &mut self.pieces[at];
        let place = piece.partition_point(|other| other.total_cmp(&value).is_lt());
        piece.remove(place);
        self.count -= 1;
        if piece.is_empty() {
            self.pieces.remove(at);
        }
    }

    /// The value at a place in ascending order.
    fn at(&self, mut place: usize) -> f64 {
        for piece in &self.pieces {
            match piece.get(place) {
                Some(&value) => return value,
                None => place -= piece.len(),
            }
        }
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::Sorted;

    #[test]
    fn values_are_in_order_whatever_comes_and_goes() {
        let noise = |row: u64| ((row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % 5000) as f64 - 2500.0;
        let mut sorted = Sorted::default();
        let mut expected: Vec<f64> = Vec::new();
        for row in 0..20_000 {
            if row >= 6000 {
                let gone = noise(row - 6000);
                sorted.remove(gone);
                expected.remove(expected.partition_point(|&other| other < gone));
            }
            let value = noise(row);
            sorted.insert(value);
            expected.insert(expected.partition_point(|&other| other < value), value);
            assert_eq!(sorted.count, expected.len());
            let place = usize::try_from(row).unwrap_or(0) * 7 % expected.len();
            assert_eq!(sorted.at(place), expected[place]);
        }
        expected.drain(..).for_each(|value| sorted.remove(value));
        assert!(sorted.pieces.is_empty());
    }
}
