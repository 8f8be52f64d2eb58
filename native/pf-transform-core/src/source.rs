//! Where a pipeline reads from: ordered partitions that can be read independently, each a stream of batches.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::error::Result;
use crate::table::Table;

/// Rows per batch that pipelines work on: small enough that the columns of an expression stay in cache.
pub const BATCH_ROWS: usize = 65_536;

/// Batches of one partition, in order.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch>> + Send>;

/// A source of batches. Partitions are in row order.
pub trait Source: Send + Sync {
    /// Schema of all batches.
    fn schema(&self) -> SchemaRef;
    /// Number of partitions.
    fn partitions(&self) -> usize;
    /// Reads one partition from its beginning.
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
    slices: Vec<(usize, usize, usize)>,
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
        for (index, batch) in table.batches.iter().enumerate() {
            let rows = batch.num_rows();
            slices.extend((0..rows).step_by(BATCH_ROWS).map(|start| (index, start, BATCH_ROWS.min(rows - start))));
        }
        Self { schema, table, columns, slices }
    }
}

impl Source for TableSource {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn partitions(&self) -> usize {
        self.slices.len()
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        let (index, start, rows) = self.slices[partition];
        let batch = &self.table.batches[index];
        let batch = match &self.columns {
            None => batch.clone(),
            Some(columns) => batch.project(columns)?,
        };
        let whole = start == 0 && rows == batch.num_rows();
        Ok(Box::new(std::iter::once(Ok(if whole { batch } else { batch.slice(start, rows) }))))
    }
}
