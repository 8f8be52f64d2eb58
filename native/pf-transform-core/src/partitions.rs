//! Partitions of a source read in parallel, their batches in order.

use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::RecordBatch;
use rayon::prelude::*;

use crate::coalesce::coalesce;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::rows::{RowReader, RowSteps};
use crate::shares::{Shares, Turn};
use crate::source::Source;
use crate::table::{Table, batch_bytes};

/// Reads a partition through the row steps until `enough` rows are there.
pub(crate) fn read(
    source: &dyn Source,
    partition: usize,
    rows: &RowSteps,
    enough: usize,
    control: Control<'_>,
) -> Result<Vec<RecordBatch>> {
    control.check()?;
    let mut reader = RowReader::open(source, partition)?;
    let mut batches = Vec::new();
    let mut found = 0;
    while found < enough
        && let Some(batch) = reader.next(rows, control)?
    {
        if batch.num_rows() > 0 {
            found += batch.num_rows();
            if source.makes_memory() {
                control.keep(batch_bytes(&batch))?;
            }
            batches.push(batch);
        }
    }
    Ok(batches)
}

/// Counts finished partitions for progress.
pub(crate) struct Meter<'a> {
    control: Control<'a>,
    done: AtomicUsize,
    total: usize,
}

impl<'a> Meter<'a> {
    pub const fn new(control: Control<'a>, total: usize) -> Self {
        Self { control, done: AtomicUsize::new(0), total }
    }

    #[allow(clippy::cast_precision_loss)]
    pub fn tick(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.control.progress(done as f64 / self.total.max(1) as f64);
    }
}

/// Batches of all partitions in order, read in parallel. Of several errors the one of the earliest partition.
pub(crate) fn each_partition<F>(partitions: usize, control: Control<'_>, read: F) -> Result<Vec<RecordBatch>>
where
    F: Fn(usize) -> Result<Vec<RecordBatch>> + Sync,
{
    let meter = Meter::new(control, partitions);
    // The earliest partition that failed: later ones are not worth reading.
    let failed = AtomicUsize::new(usize::MAX);
    let part = |partition| {
        if partition > failed.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let batches = read(partition).inspect_err(|_| {
            failed.fetch_min(partition, Ordering::Relaxed);
        })?;
        meter.tick();
        Ok(batches)
    };
    let parts = (0..partitions).into_par_iter().map(part).collect::<Vec<Result<Vec<RecordBatch>>>>();
    // The error of the earliest partition is the one reported, whichever thread was first.
    let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// All rows after the row steps.
pub(crate) fn collect(source: &dyn Source, rows: &RowSteps, control: Control<'_>) -> Result<Table> {
    let batches = each_partition(source.partitions(), control, |partition| read(source, partition, rows, usize::MAX, control))?;
    let batches = if rows.filters() { coalesce(batches)? } else { batches };
    Ok(Table { schema: rows.schema(), batches })
}

/// All rows after the row steps, as they come.
pub(crate) fn whole(source: &dyn Source, rows: &RowSteps, control: Control<'_>) -> Result<Vec<RecordBatch>> {
    match source.batches() {
        // Columns that are only chosen need no copies.
        Some(batches) if rows.only_choose() => batches?.into_iter().map(|batch| rows.apply(batch, None)).collect(),
        _ => each_partition(source.partitions(), control, |partition| read(source, partition, rows, usize::MAX, control)),
    }
}

/// Where a batch stands: the row of its partition, after the row steps, that it begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub partition: usize,
    pub row: usize,
}

/// What workers make of the partitions, each of neighbouring ones, in the order of the rows; what is made of some is closed when no more of them follow.
/// Of several errors the one of the earliest partition.
pub(crate) fn in_segments<S, M, U, C>(
    source: &dyn Source,
    rows: &RowSteps,
    control: Control<'_>,
    make: M,
    update: U,
    close: C,
) -> Result<Vec<S>>
where
    S: Send,
    M: Fn() -> Result<S> + Sync,
    U: Fn(&mut S, RecordBatch, Place) -> Result<()> + Sync,
    C: Fn(&mut S) -> Result<()> + Sync,
{
    let partitions = source.partitions();
    let meter = Meter::new(control, partitions);
    let workers = rayon::current_num_threads().clamp(1, partitions.max(1));
    let shares = Shares::new(partitions, workers);
    // The earliest partition that failed: later ones are not worth reading.
    let failed = AtomicUsize::new(usize::MAX);
    let work = |worker: usize| -> std::result::Result<Vec<(usize, S)>, (usize, Error)> {
        let mut segments: Vec<(usize, S)> = Vec::new();
        while let Some(Turn { partition, begins }) = shares.next(worker) {
            if partition > failed.load(Ordering::Relaxed) {
                continue;
            }
            let mut update = || -> Result<()> {
                control.check()?;
                if begins || segments.is_empty() {
                    if let Some((_, last)) = segments.last_mut() {
                        close(last)?;
                    }
                    segments.push((partition, make()?));
                }
                let mut reader = RowReader::open(source, partition)?;
                let mut row = 0;
                while let Some(batch) = reader.next(rows, control)? {
                    let count = batch.num_rows();
                    if let Some((_, segment)) = segments.last_mut()
                        && count > 0
                    {
                        update(segment, batch, Place { partition, row })?;
                    }
                    row += count;
                }
                Ok(())
            };
            update().map_err(|error| {
                failed.fetch_min(partition, Ordering::Relaxed);
                (partition, error)
            })?;
            meter.tick();
        }
        if let Some((first, last)) = segments.last_mut() {
            close(last).map_err(|error| (*first, error))?;
        }
        Ok(segments)
    };
    let results = (0..workers).into_par_iter().with_max_len(1).map(work).collect::<Vec<_>>();
    let mut segments = Vec::new();
    let mut first_error: Option<(usize, Error)> = None;
    for result in results {
        match result {
            Ok(own) => segments.extend(own),
            Err((partition, error)) if first_error.as_ref().is_none_or(|(at, _)| partition < *at) => {
                first_error = Some((partition, error));
            }
            Err(_) => {}
        }
    }
    if let Some((_, error)) = first_error {
        return Err(error);
    }
    segments.sort_unstable_by_key(|(first, _)| *first);
    Ok(segments.into_iter().map(|(_, segment)| segment).collect())
}
