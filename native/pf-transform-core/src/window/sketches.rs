//! About how many different values there are in moving frames: HyperLogLog from which values can be taken away again. O(n).

use arrow_array::{Array, ArrayRef};

use super::cells::Cells;
use super::frames::Frames;
use super::layout::Layout;
use super::moving::{Moving, slide};
use super::rows::Counts;
use crate::aggregate::approx::{RANKS, REGISTERS, estimate, place};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::hash_value::hasher;
use crate::value::decode;

/// Beyond this many places all of them are cleared.
const MOST_MET: usize = 1 << 12;

/// How often each rank of a register is there tells its greatest when values go.
struct Sketch<'a> {
    layout: &'a Layout,
    counts: &'a Counts,
    /// register × ranks + rank of each row
    places: &'a [u32],
    seen: Vec<u32>,
    greatest: Vec<u8>,
    /// how many registers have each rank
    registers_of: [u32; RANKS],
    /// what may not be 0, as long as that is not much
    met: Vec<u32>,
}

impl<'a> Sketch<'a> {
    fn new(layout: &'a Layout, counts: &'a Counts, places: &'a [u32]) -> Self {
        let (seen, greatest) = (vec![0; REGISTERS * RANKS], vec![0; REGISTERS]);
        Self { layout, counts, places, seen, greatest, registers_of: none_set(), met: Vec::new() }
    }

    fn set(&mut self, register: usize, rank: u8) {
        let before = std::mem::replace(&mut self.greatest[register], rank);
        self.registers_of[usize::from(before)] -= 1;
        self.registers_of[usize::from(rank)] += 1;
    }
}

/// All registers have the rank 0.
fn none_set() -> [u32; RANKS] {
    let mut registers_of = [0; RANKS];
    registers_of[0] = u32::try_from(REGISTERS).unwrap_or(u32::MAX);
    registers_of
}

impl Moving for Sketch<'_> {
    fn clear(&mut self) {
        if self.met.len() < MOST_MET {
            for place in &self.met {
                self.seen[*place as usize] = 0;
                self.greatest[*place as usize / RANKS] = 0;
            }
        } else {
            self.seen.fill(0);
            self.greatest.fill(0);
        }
        self.met.clear();
        self.registers_of = none_set();
    }
    fn add(&mut self, position: usize) {
        let row = self.layout.row(position);
        if !self.counts.counts(row) {
            return;
        }
        let place = self.places[row] as usize;
        self.seen[place] += 1;
        if self.seen[place] == 1 && self.met.len() < MOST_MET {
            self.met.push(self.places[row]);
        }
        let (register, rank) = (place / RANKS, u8::try_from(place % RANKS).unwrap_or(0));
        if rank > self.greatest[register] {
            self.set(register, rank);
        }
    }
    fn remove(&mut self, position: usize) {
        let row = self.layout.row(position);
        if !self.counts.counts(row) {
            return;
        }
        let place = self.places[row] as usize;
        self.seen[place] -= 1;
        let (register, rank) = (place / RANKS, place % RANKS);
        if self.seen[place] == 0 && rank == usize::from(self.greatest[register]) {
            let of_register = &self.seen[register * RANKS..place];
            let next = of_register.iter().rposition(|&count| count > 0).unwrap_or(0);
            self.set(register, u8::try_from(next).unwrap_or(0));
        }
    }
}

/// The estimate of each frame.
pub(super) fn estimates(layout: &Layout, frames: &Frames, column: &ArrayRef, counts: &Counts, control: Control<'_>) -> Result<ArrayRef> {
    let column = decode(column)?;
    let hash = hasher(&column, 0)?;
    let places = (0..column.len()).map(|row| if column.is_valid(row) { place(hash(row)) } else { 0 }).collect::<Vec<_>>();
    let cells = Cells::new(layout.rows, false);
    layout.each_partition(
        control,
        || Sketch::new(layout, counts, &places),
        |sketch, partition| {
            slide(sketch, frames, partition, |sketch, position| {
                cells.set_whole(layout.row(position), estimate(&sketch.registers_of));
                Ok::<_, Error>(())
            })
        },
    )?;
    Ok(cells.whole())
}
