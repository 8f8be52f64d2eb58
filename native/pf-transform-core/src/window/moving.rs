//! What is told of a frame from what was added and taken away again, without loss. O(n): every row comes in once and goes out once.

use std::ops::Range;

use super::frames::Frames;

/// A state of the rows at positions.
pub(super) trait Moving {
    /// Forgets all rows.
    fn clear(&mut self);
    fn add(&mut self, position: usize);
    fn remove(&mut self, position: usize);
}

/// Moves over the frames of a partition and tells of each position.
pub(super) fn slide<M: Moving, E>(
    moving: &mut M,
    frames: &Frames,
    partition: Range<usize>,
    mut tell: impl FnMut(&mut M, usize) -> Result<(), E>,
) -> Result<(), E> {
    moving.clear();
    let (mut first, mut next) = (partition.start, partition.start);
    for position in partition {
        let (from, to) = (frames[position].0 as usize, frames[position].1 as usize);
        if from >= next && from > first {
            // Nothing of what is in the frame now stays.
            moving.clear();
            (first, next) = (from, from);
        }
        while next < to {
            moving.add(next);
            next += 1;
        }
        while first < from {
            moving.remove(first);
            first += 1;
        }
        tell(moving, position)?;
    }
    Ok(())
}
