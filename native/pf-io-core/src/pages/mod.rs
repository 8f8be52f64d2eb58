//! Readers of row groups over pages that are checked, metered and can be given up.

mod header;
mod levels;
mod lz4;
pub(crate) mod meter;
mod reader;
mod snappy;
mod unpack;
mod values;

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReader, RowGroups, RowSelection};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};
use parquet::column::page::{Page, PageIterator, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use pf_transform_core::control::Control;
use pf_transform_core::error::Result as TableResult;

use crate::file::PositionedFile;
use crate::guard::panic_message;
use meter::{Meter, Stop, metered};
use reader::Pages;

/// Rows of one row group, batch by batch.
pub(crate) struct GroupReader {
    reader: ParquetRecordBatchReader,
    meter: Arc<Meter>,
}

/// A batch or the end, or why there is neither.
pub(crate) enum Made {
    Batch(Option<RecordBatch>),
    Stopped(Stop),
    Failed(ParquetError),
    /// a panic of the decoder, with its message
    GaveUp(String),
}

impl GroupReader {
    /// A reader of the selected rows of a row group, in batches of so many.
    pub(crate) fn open(
        file: &PositionedFile,
        metadata: &ArrowReaderMetadata,
        row_group: usize,
        mask: ProjectionMask,
        batch_rows: usize,
        rows: RowSelection,
    ) -> Result<Self> {
        let meter = Arc::new(Meter::for_batches_of(batch_rows));
        let group = Group { file: file.clone(), metadata: metadata.metadata().clone(), row_group, meter: meter.clone() };
        let descriptor = group.metadata.file_metadata().schema_descr();
        let levels = parquet_to_arrow_field_levels(descriptor, mask, Some(metadata.schema().fields()))?;
        let reader = ParquetRecordBatchReader::try_new_with_row_groups(&levels, &group, batch_rows, Some(rows))?;
        Ok(Self { reader, meter })
    }

    /// The next batch.
    ///
    /// # Errors
    /// `Cancelled`; `OutOfMemory` when what the reader holds from before is too much already.
    pub(crate) fn next(&mut self, control: Control<'_>) -> TableResult<Made> {
        let Self { reader, meter } = self;
        let next = || reader.next().transpose();
        let (made, stop) = metered(meter, control, || catch_unwind(AssertUnwindSafe(next)))?;
        Ok(match (made, stop) {
            (_, Some(stop)) => Made::Stopped(stop),
            (Ok(Ok(batch)), None) => Made::Batch(batch),
            (Ok(Err(error)), None) => Made::Failed(ParquetError::ArrowError(error.to_string())),
            (Err(payload), None) => Made::GaveUp(panic_message(&*payload)),
        })
    }
}

/// Bytes of the largest value in the dictionary of a chunk; 0 without one.
pub(crate) fn largest_entry(file: &PositionedFile, chunk: &parquet::file::metadata::ColumnChunkMetaData) -> Result<usize> {
    let mut pages = Pages::new(file.clone(), 0, chunk, Arc::new(Meter::default()))?;
    Ok(match pages.get_next_page()? {
        Some(Page::DictionaryPage { buf, .. }) => values::largest_plain(&buf),
        _ => 0,
    })
}

/// One row group of a file.
struct Group {
    file: PositionedFile,
    metadata: Arc<ParquetMetaData>,
    row_group: usize,
    meter: Arc<Meter>,
}

impl RowGroups for Group {
    fn num_rows(&self) -> usize {
        usize::try_from(self.metadata.row_group(self.row_group).num_rows()).unwrap_or(0)
    }

    fn column_chunks(&self, leaf: usize) -> Result<Box<dyn PageIterator>> {
        let chunk = self.metadata.row_group(self.row_group).column(leaf);
        let pages = Pages::new(self.file.clone(), leaf, chunk, self.meter.clone())?;
        Ok(Box::new(OneChunk(Some(pages))))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(iter::once(self.metadata.row_group(self.row_group)))
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }
}

/// The chunks of a column in one row group: one.
struct OneChunk(Option<Pages>);

impl Iterator for OneChunk {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().map(|pages| Ok(Box::new(pages) as Box<dyn PageReader>))
    }
}

impl PageIterator for OneChunk {}
