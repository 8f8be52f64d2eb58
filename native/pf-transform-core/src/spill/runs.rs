//! Sorted runs: rows that were held, sorted, and written block by block.

use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::SchemaRef;
use arrow_select::take::take;
use rayon::prelude::*;

use super::Room;
use super::merged::Run;
use super::store::{Block, SpillFile};
use crate::control::Control;
use crate::error::Result;
use crate::sort::{SortKey, key_columns, sorted_parts};
use crate::table::batch_bytes;
use crate::value::decode;

/// Rows of a block at least, and at most.
const ROWS: std::ops::RangeInclusive<usize> = 64..=1 << 16;

/// Bytes that rows take while they are held and sorted: as they are, put together, and a part of them taken in their order.
pub(super) fn bytes_to_sort(batch: &RecordBatch) -> usize {
    3 * batch_bytes(batch) + 48 * batch.num_rows()
}

/// Rows of a block that has about so many bytes.
fn block_rows(batches: &[RecordBatch], block: usize) -> usize {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let bytes: usize = batches.iter().map(batch_bytes).sum();
    (block / (bytes / rows.max(1)).max(1)).clamp(*ROWS.start(), *ROWS.end())
}

/// Sorts the batches into a run.
pub(super) fn write_sorted(
    schema: &SchemaRef,
    batches: Vec<RecordBatch>,
    keys: &[SortKey],
    room: &Room,
    control: Control<'_>,
) -> Result<Run> {
    let rows = block_rows(&batches, room.block(rayon::current_num_threads() * 32));
    let file = SpillFile::create(&room.spill)?;
    let columns = key_columns(schema, keys)?;
    let write = |batch: RecordBatch| -> Result<(Block, Vec<ArrayRef>)> { Ok((file.write(&batch)?, first_keys(&batch, &columns)?)) };
    let written = sorted_parts(schema, batches, keys, rows, control.within(None), write)?;
    let (blocks, firsts) = written.into_iter().unzip();
    Ok(Run { file, blocks, firsts })
}

/// Writes batches that are in the order of the keys already.
pub(super) fn write_in_order(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    keys: &[SortKey],
    room: &Room,
    control: Control<'_>,
) -> Result<Run> {
    let mut writer = RunWriter::new(schema, keys, room)?;
    for batch in batches {
        control.check()?;
        writer.write(batch)?;
    }
    Ok(writer.finish())
}

/// A run of rows that come in order.
pub(super) struct RunWriter {
    run: Run,
    columns: Vec<usize>,
    block: usize,
}

impl RunWriter {
    pub fn new(schema: &SchemaRef, keys: &[SortKey], room: &Room) -> Result<Self> {
        let columns = key_columns(schema, keys)?;
        let file = SpillFile::create(&room.spill)?;
        let block = room.block(rayon::current_num_threads() * 32);
        Ok(Self { run: Run { file, blocks: Vec::new(), firsts: Vec::new() }, columns, block })
    }

    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let rows = block_rows(std::slice::from_ref(batch), self.block);
        let slices = (0..batch.num_rows()).step_by(rows).map(|start| batch.slice(start, rows.min(batch.num_rows() - start)));
        let slices = slices.collect::<Vec<_>>();
        let file = &self.run.file;
        let columns = &self.columns;
        let write = |slice: &RecordBatch| -> Result<(Block, Vec<ArrayRef>)> { Ok((file.write(slice)?, first_keys(slice, columns)?)) };
        let written = slices.par_iter().map(write).collect::<Result<Vec<_>>>()?;
        for (block, first) in written {
            self.run.blocks.push(block);
            self.run.firsts.push(first);
        }
        Ok(())
    }

    pub fn finish(self) -> Run {
        self.run
    }
}

/// The keys of the first row, as plain values: dictionaries of many blocks do not fit one. A copy, so that what the batch is a slice of is free again.
fn first_keys(batch: &RecordBatch, keys: &[usize]) -> Result<Vec<ArrayRef>> {
    let first = UInt32Array::from(vec![0]);
    keys.iter().map(|&index| decode(&take(batch.column(index), &first, None)?)).collect()
}
