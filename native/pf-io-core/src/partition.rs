//! Batches of one partition of a scan.

use std::sync::Arc;

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use pf_transform_core::control::Control;
use pf_transform_core::error::{Error as TableError, Result as TableResult};
use pf_transform_core::source::BatchReader;
use pf_transform_core::type_text::quoted;

use crate::error::Error;
use crate::pages::GroupReader;
use crate::scan::{Partition, Shared};

/// Batches of fewer rows after which more are tried again.
const TRUST: usize = 16;

/// Reads all columns together. Where the rows of a batch have more bytes than can be addressed, or than the run may take, it goes on with fewer rows at a
/// time: values are not all of the size that they have on average.
pub(crate) struct PartitionBatches {
    shared: Arc<Shared>,
    partition: Partition,
    progress: Progress,
    /// rows that were given
    seen: usize,
    /// rows of a batch, and of one where nothing is too large
    rows: usize,
    usual: usize,
    /// batches since there are fewer rows
    good: usize,
}

enum Progress {
    NotStarted,
    Checked,
    Reading(GroupReader),
    Done,
}

impl PartitionBatches {
    pub(crate) fn new(shared: Arc<Shared>, partition: Partition) -> Self {
        let rows = shared.batch_rows_of(partition.row_group);
        Self { shared, partition, progress: Progress::NotStarted, seen: 0, rows, usual: rows, good: 0 }
    }

    /// From a row of the partition on, for a reader that found a batch too large; instants are checked already.
    pub(crate) fn resume(shared: Arc<Shared>, partition: Partition, seen: usize) -> Self {
        let begun = Self { seen, progress: Progress::Checked, ..Self::new(shared, partition) };
        Self { rows: fewer(begun.rows), ..begun }
    }

    fn read(&mut self, control: Control<'_>) -> TableResult<Option<RecordBatch>> {
        loop {
            control.check()?;
            let left = self.partition.from(self.seen);
            match &mut self.progress {
                Progress::Done => return Ok(None),
                Progress::NotStarted => {
                    self.shared.check_int96(self.partition, control)?;
                    self.progress = Progress::Checked;
                }
                Progress::Checked => {
                    self.progress = Progress::Reading(self.shared.reader(left, self.shared.mask.clone(), None, self.rows)?);
                }
                Progress::Reading(reader) => match self.shared.decode(left, reader, control) {
                    Ok(Some(batch)) => {
                        let first = self.partition.first_row.saturating_add(self.seen);
                        self.seen += batch.num_rows();
                        self.good += 1;
                        if self.rows < self.usual && self.good == TRUST {
                            (self.rows, self.good, self.progress) = (self.usual.min(self.rows * 2), 0, Progress::Checked);
                        }
                        return self.shared.finish(&batch, first).map(Some);
                    }
                    Ok(None) if left.rows == 0 => return Ok(None),
                    Ok(None) => return Err(self.shared.short(self.partition, self.seen).into()),
                    Err(error) if is_too_large(&error) && self.rows.min(left.rows) > 1 => {
                        (self.rows, self.good) = (fewer(self.rows.min(left.rows)), 0);
                        self.progress = Progress::Checked;
                    }
                    Err(error) => return Err(self.shared.locate(left, error, control).into()),
                },
            }
        }
    }
}

fn fewer(rows: usize) -> usize {
    (rows / 8).max(1)
}

/// Whether fewer rows at a time may help.
pub(crate) fn is_too_large(error: &Error) -> bool {
    matches!(error, Error::TooLarge { .. } | Error::Table(TableError::OutOfMemory { .. }))
}

impl BatchReader for PartitionBatches {
    fn next(&mut self, control: Control<'_>) -> TableResult<Option<RecordBatch>> {
        let result = self.read(control);
        if !matches!(result, Ok(Some(_))) {
            self.progress = Progress::Done;
        }
        result
    }
}

impl Shared {
    /// Names the column that damage is in, by decoding each alone.
    pub(crate) fn locate(&self, partition: Partition, error: Error, control: Control<'_>) -> Error {
        let Error::Corrupt { path, reading, reason } = error else { return error };
        let descriptor = self.file.metadata.metadata().file_metadata().schema_descr();
        for leaf in (0..descriptor.num_columns()).filter(|&leaf| self.mask.leaf_included(leaf)) {
            let mask = ProjectionMask::leaves(descriptor, [leaf]);
            let rows = self.batch_rows_of(partition.row_group);
            let Ok(mut reader) = self.reader(partition, mask, None, rows) else { continue };
            let outcome = loop {
                match self.decode(partition, &mut reader, control) {
                    Ok(Some(_)) => {}
                    end => break end,
                }
            };
            match outcome {
                Err(Error::Corrupt { reason, .. }) => {
                    let column = descriptor.column(leaf).path().string();
                    return Error::Corrupt { path, reading: format!("column {}, {reading}", quoted(&column)), reason };
                }
                Err(stopped @ Error::Table(TableError::Cancelled)) => return stopped,
                _ => {}
            }
        }
        Error::Corrupt { path, reading, reason }
    }
}
