//! Covariance and correlation in moving frames, from exact running sums. O(n).

use arrow_array::ArrayRef;
use num_bigint::BigInt;

use super::cells::Cells;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use super::units::Units;
use crate::aggregate::{Scaled, correlation, covariance};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::numeric::Carrier;
use crate::value::decode;

/// What is asked of the pairs of a frame.
#[derive(Clone, Copy)]
pub(super) enum Pair {
    Covariance { ddof: i64 },
    Correlation,
}

struct Products<'a> {
    layout: &'a Layout,
    sides: [&'a Units<'a>; 2],
    /// of each side: condition and values
    counts: [&'a Counts; 2],
    count: i64,
    specials: i64,
    sums: [BigInt; 2],
    product: BigInt,
    squares: [BigInt; 2],
}

impl Products<'_> {
    fn change(&mut self, position: usize, by: i64) {
        let row = self.layout.row(position);
        if !self.counts.iter().all(|counts| counts.counts(row)) {
            return;
        }
        self.count += by;
        let [Some(a), Some(b)] = self.sides.map(|side| side.of(row)) else {
            self.specials += by;
            return;
        };
        let product = &a * &b;
        let squares = [&a * &a, &b * &b];
        let add = |total: &mut BigInt, value: BigInt| {
            if by > 0 {
                *total += value;
            } else {
                *total -= value;
            }
        };
        add(&mut self.product, product);
        self.squares.iter_mut().zip(squares).for_each(|(total, square)| add(total, square));
        self.sums.iter_mut().zip([a, b]).for_each(|(total, value)| add(total, value));
    }

    /// `count` times the sum of products less the product of sums.
    fn centred(&self, products: &BigInt, a: usize, b: usize) -> Scaled {
        let power = i64::from(self.sides[a].power) + i64::from(self.sides[b].power);
        Scaled::new(BigInt::from(self.count) * products - &self.sums[a] * &self.sums[b], power)
    }

    fn value(&self, pair: Pair) -> Option<f64> {
        let least = if let Pair::Covariance { ddof } = pair { ddof } else { 1 };
        if self.count <= least {
            return None;
        }
        if self.specials > 0 {
            return Some(f64::NAN);
        }
        let product = self.centred(&self.product, 0, 1);
        match pair {
            Pair::Covariance { ddof } => Some(covariance(product, self.count, ddof, self.sides[0].scale() + self.sides[1].scale())),
            Pair::Correlation => correlation(&product, &self.centred(&self.squares[0], 0, 0), &self.centred(&self.squares[1], 1, 1)),
        }
    }
}

impl Moving for Products<'_> {
    fn clear(&mut self) {
        (self.count, self.specials) = (0, 0);
        self.sums = Default::default();
        self.product = BigInt::ZERO;
        self.squares = Default::default();
    }
    fn add(&mut self, position: usize) {
        self.change(position, 1);
    }
    fn remove(&mut self, position: usize) {
        self.change(position, -1);
    }
}

/// The value of each frame, of rows where neither column is null.
pub(super) fn pairs(
    pair: Pair,
    layout: &Layout,
    frames: &Frames,
    columns: [&ArrayRef; 2],
    condition: Option<&ArrayRef>,
    control: Control<'_>,
) -> Result<ArrayRef> {
    let decoded = [decode(columns[0])?, decode(columns[1])?];
    let carrier =
        |at: usize| Carrier::of(&decoded[at]).ok_or_else(|| Error::Internal(format!("no numbers in {}", decoded[at].data_type())));
    let carriers = [carrier(0)?, carrier(1)?];
    let units = [Units::new(&carriers[0]), Units::new(&carriers[1])];
    let counts = [Counts::new(condition, Some(columns[0]))?, Counts::new(None, Some(columns[1]))?];
    let cells = Cells::new(layout.rows, true);
    let make = || Products {
        layout,
        sides: [&units[0], &units[1]],
        counts: [&counts[0], &counts[1]],
        count: 0,
        specials: 0,
        sums: Default::default(),
        product: BigInt::ZERO,
        squares: Default::default(),
    };
    layout.each_partition(control, make, |state, partition| {
        slide(state, frames, partition, |state, position| {
            if let Some(value) = state.value(pair) {
                cells.set_float(layout.row(position), value);
            }
            Ok::<_, Error>(())
        })
    })?;
    Ok(cells.floats())
}
