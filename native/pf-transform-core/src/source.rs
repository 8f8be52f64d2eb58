//! Where a pipeline reads from: ordered partitions that can be read independently, each a stream of batches.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::control::Control;
use crate::error::Result;
use crate::table::Table;

/// Rows per batch that pipelines work on: small enough that the columns of an expression stay in cache.
pub const BATCH_ROWS: usize = 65_536;

/// Batches of one partition, in order.
pub trait BatchReader: Send {
    /// The next batch, or none at the end. Looks at the cancel flag at least once per batch that is decoded on the way.
    ///
    /// # Errors
    /// Those of the source, such as a damaged file; `Cancelled`. There is nothing to read after an error.
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>>;
}

/// A reader of one partition.
pub type Batches = Box<dyn BatchReader>;

/// A source of batches. Partitions are in row order.
pub trait Source: Send + Sync {
    /// Schema of all batches.
    fn schema(&self) -> SchemaRef;
    /// Number of partitions.
    fn partitions(&self) -> usize;
    /// Row of the source that a partition starts with; none where its batches leave rows out.
    fn first_row(&self, partition: usize) -> Option<usize>;
    /// Whether batches are memory of their own, not views of what is there already.
    fn makes_memory(&self) -> bool {
        true
    }
    /// All batches as they lie, where they are there already.
    fn batches(&self) -> Option<Result<Vec<RecordBatch>>> {
        None
    }
    /// Reads one partition from its beginning. Long work is left to the reader, which can be cancelled.
    ///
    /// # Errors
    /// Those of the source, such as a damaged file.
    fn open(&self, partition: usize) -> Result<Batches>;
}

/// A table in memory: every partition is a slice of at most [`BATCH_ROWS`] rows, without a copy.
pub struct TableSource {
    schema: SchemaRef,
    table: Arc<Table>,
    columns: Option<Vec<usize>>,
    slices: Vec<Slice>,
}

/// Rows of one batch of a table.
struct Slice {
    batch: usize,
    start: usize,
    rows: usize,
    /// row of the table that it starts with
    first_row: usize,
}

/// The one batch of a slice.
struct Once(Option<RecordBatch>);

impl BatchReader for Once {
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>> {
        control.check()?;
        Ok(self.0.take())
    }
}

impl TableSource {
    /// All columns, or those at the given indexes.
    #[must_use]
    pub fn new(table: Arc<Table>, columns: Option<Vec<usize>>) -> Self {
        let schema = match &columns {
            None => table.schema.clone(),
            Some(indexes) => {
                Arc::new(arrow_schema::Schema::new(indexes.iter().map(|&index| table.schema.fields()[index].clone()).collect::<Vec<_>>()))
            }
        };
        let mut slices = Vec::new();
        let mut before = 0;
        for (batch, rows) in table.batches.iter().map(RecordBatch::num_rows).enumerate() {
            let slice = |start| Slice { batch, start, rows: BATCH_ROWS.min(rows - start), first_row: before + start };
            slices.extend((0..rows).step_by(BATCH_ROWS).map(slice));
            before += rows;
        }
        Self { schema, table, columns, slices }
    }
}

impl Source for TableSource {
    fn makes_memory(&self) -> bool {
        false
    }

    fn batches(&self) -> Option<Result<Vec<RecordBatch>>> {
        let batches = self.table.batches.iter().map(|batch| match &self.columns {
            None => Ok(batch.clone()),
            Some(columns) => Ok(batch.project(columns)?),
        });
        Some(batches.collect())
    }

    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn partitions(&self) -> usize {
        self.slices.len()
    }

    fn first_row(&self, partition: usize) -> Option<usize> {
        Some(self.slices[partition].first_row)
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        let Slice { batch, start, rows, .. } = self.slices[partition];
        let batch = &self.table.batches[batch];
        let batch = match &self.columns {
            None => batch.clone(),
            Some(columns) => batch.project(columns)?,
        };
        let whole = start == 0 && rows == batch.num_rows();
        Ok(Box::new(Once(Some(if whole { batch } else { batch.slice(start, rows) }))))
    }
}
