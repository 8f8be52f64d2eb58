//! Rows divided by the hash of their keys: a file for each bucket, with its rows in their order, so that what was worked on is off the disk before all is.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, UInt64Array};
use arrow_schema::SchemaRef;
use arrow_select::concat::concat_batches;
use arrow_select::take::take_record_batch;

use super::Room;
use super::hash::{buckets_of, divided};
use super::parts::Bucket;
use super::store::{Block, SpillFile};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::{is_excess, with_rows};
use crate::partitions::{Place, in_segments};
use crate::rows::RowSteps;
use crate::source::Source;
use crate::table::batch_bytes;

/// Buckets at most, and where nothing is known of the rows.
pub(super) const BUCKETS: u32 = 64;

/// How rows are told apart, and how deep this is in buckets of buckets.
pub(super) struct By<'a> {
    /// hashes of the rows of a batch
    pub hashes: &'a (dyn Fn(&RecordBatch) -> Result<Vec<u64>> + Sync),
    pub level: u32,
    /// how many buckets
    pub buckets: u32,
    /// of the rows, with the column of positions
    pub schema: &'a SchemaRef,
}

/// What one worker has of neighbouring partitions.
struct Divided {
    blocks: Vec<Vec<Block>>,
    waiting: Vec<Waiting>,
}

#[derive(Default)]
struct Waiting {
    batches: Vec<RecordBatch>,
    bytes: usize,
}

/// The rows in buckets. At the first level they get a position: the partition and the row in it.
pub(super) fn exchange(source: &dyn Source, rows: &RowSteps, by: &By<'_>, room: &Room, control: Control<'_>) -> Result<Vec<Bucket>> {
    let count = by.buckets as usize;
    let files = (0..count).map(|_| SpillFile::create(&room.spill)).collect::<Result<Vec<_>>>()?;
    let block = room.block(count * rayon::current_num_threads());
    let write = |file: &SpillFile, waiting: &mut Waiting, blocks: &mut Vec<Block>| -> Result<()> {
        let Waiting { batches, .. } = std::mem::take(waiting);
        let Some(first) = batches.first() else { return Ok(()) };
        match concat_batches(first.schema_ref(), &batches) {
            Ok(whole) => blocks.push(file.write(&whole)?),
            // Dictionaries that do not fit one.
            Err(error) if is_excess(&error) => {
                for batch in &batches {
                    blocks.push(file.write(batch)?);
                }
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    };
    let make = || {
        let waiting = std::iter::repeat_with(Waiting::default).take(count).collect();
        Ok(Divided { blocks: vec![Vec::new(); count], waiting })
    };
    let update = |divided_rows: &mut Divided, batch: RecordBatch, place: Place| -> Result<()> {
        let hashes = (by.hashes)(&batch)?;
        let batch = if by.level == 0 { positioned(&batch, by.schema, place)? } else { batch };
        for (bucket, numbers) in divided(&buckets_of(&hashes, by.level, by.buckets), by.buckets).into_iter().enumerate() {
            if numbers.is_empty() {
                continue;
            }
            let own = take_record_batch(&batch, &numbers)?;
            let waiting = &mut divided_rows.waiting[bucket];
            waiting.bytes += batch_bytes(&own);
            waiting.batches.push(own);
            if waiting.bytes >= block {
                write(&files[bucket], waiting, &mut divided_rows.blocks[bucket])?;
            }
        }
        control.check()
    };
    let close = |divided_rows: &mut Divided| -> Result<()> {
        let Divided { blocks, waiting } = divided_rows;
        files.iter().zip(waiting).zip(blocks).try_for_each(|((file, waiting), blocks)| write(file, waiting, blocks))
    };
    let segments = in_segments(source, rows, control, make, update, close)?;
    let mut buckets = vec![Vec::new(); count];
    for segment in segments {
        buckets.iter_mut().zip(segment.blocks).for_each(|(all, own)| all.extend(own));
    }
    Ok(files.into_iter().zip(buckets).map(|(file, blocks)| Bucket::new(by.schema.clone(), file, blocks)).collect())
}

/// The batch with a last column of positions.
fn positioned(batch: &RecordBatch, schema: &SchemaRef, place: Place) -> Result<RecordBatch> {
    let too_many = |_| Error::UnsupportedType("more than 2^32 rows in a partition".to_owned());
    let first = u64::from(u32::try_from(place.row).map_err(too_many)?) | (place.partition as u64) << 32;
    let positions: ArrayRef = Arc::new(UInt64Array::from_iter_values((first..).take(batch.num_rows())));
    with_rows(schema, batch.columns().iter().cloned().chain([positions]).collect(), batch.num_rows())
}
