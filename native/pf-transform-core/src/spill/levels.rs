//! Work on buckets: several at a time with a part of the memory each, those that need more one by one, and what does not fit even then divided again.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use rayon::prelude::*;

use super::exchange::{BUCKETS, By, exchange};
use super::merged::Run;
use super::parts::Bucket;
use super::{DEPTH, Room};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::rows::RowSteps;
use crate::source::Source;

/// The rows of one input.
pub(super) struct Side<'a> {
    pub source: &'a dyn Source,
    pub rows: &'a RowSteps,
    /// hashes of the keys of a batch
    pub hashes: &'a (dyn Fn(&RecordBatch) -> Result<Vec<u64>> + Sync),
    /// of the rows, with a last column of positions
    pub schema: &'a SchemaRef,
}

/// What is made of the buckets of all inputs that have keys of one range of hashes, while so many such ranges are worked on beside each other; none where its
/// share of the memory is not enough.
pub(super) type Work<'a> = &'a (dyn Fn(&[Bucket], usize) -> Result<Option<Run>> + Sync);

/// Divides the rows of all inputs, and gives the runs that are made of them.
pub(super) fn each_bucket(sides: &[Side<'_>], room: &Room, control: Control<'_>, work: Work<'_>) -> Result<Vec<Run>> {
    let levels = Levels { sides, room, control, work };
    let divided = sides.iter().map(|side| exchange(side.source, side.rows, &side.by(0, BUCKETS), room, control));
    levels.runs(transposed(divided.collect::<Result<Vec<_>>>()?), 1)
}

impl Side<'_> {
    fn by(&self, level: u32, buckets: u32) -> By<'_> {
        By { hashes: self.hashes, level, buckets, schema: self.schema }
    }
}

/// Buckets of one range of each input.
type Range = Vec<Bucket>;

struct Levels<'a> {
    sides: &'a [Side<'a>],
    room: &'a Room,
    control: Control<'a>,
    work: Work<'a>,
}

impl Levels<'_> {
    fn runs(&self, ranges: Vec<Range>, level: u32) -> Result<Vec<Run>> {
        let beside = rayon::current_num_threads();
        let first = |range: Range| -> Result<std::result::Result<Option<Run>, Range>> {
            if range.iter().all(|bucket| bucket.rows() == 0) {
                return Ok(Ok(None));
            }
            Ok((self.work)(&range, beside)?.map(Some).ok_or(range))
        };
        let mut runs = Vec::new();
        let mut large = Vec::new();
        for made in ranges.into_par_iter().with_max_len(1).map(first).collect::<Result<Vec<_>>>()? {
            match made {
                Ok(run) => runs.extend(run),
                Err(range) => large.push(range),
            }
        }
        // One at a time, with all there is.
        for range in large {
            match (self.work)(&range, 1)? {
                Some(run) => runs.push(run),
                None => runs.append(&mut self.divided(&range, level)?),
            }
        }
        Ok(runs)
    }

    fn divided(&self, range: &Range, level: u32) -> Result<Vec<Run>> {
        let largest = range.iter().map(Bucket::bytes).max().unwrap_or_default();
        if level == DEPTH {
            return Err(Error::OutOfMemory { bytes: largest, limit: self.room.limit });
        }
        let wanted = u32::try_from(4 * largest / self.room.limit.max(1)).unwrap_or(BUCKETS);
        let buckets = wanted.clamp(4, BUCKETS);
        let smaller = self.sides.iter().zip(range).map(|(side, bucket)| {
            let (no_steps, _) = RowSteps::bind(side.schema.clone(), &[], &[])?;
            exchange(bucket, &no_steps, &side.by(level, buckets), self.room, self.control)
        });
        self.runs(transposed(smaller.collect::<Result<Vec<_>>>()?), level + 1)
    }
}

fn transposed(sides: Vec<Vec<Bucket>>) -> Vec<Range> {
    let count = sides.first().map_or(0, Vec::len);
    let mut ranges = vec![Vec::with_capacity(sides.len()); count];
    for side in sides {
        ranges.iter_mut().zip(side).for_each(|(range, bucket)| range.push(bucket));
    }
    ranges
}
