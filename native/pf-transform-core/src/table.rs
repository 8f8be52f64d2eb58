//! A table: a schema and batches of it.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

/// Batches of one schema, in order.
#[derive(Debug, Clone)]
pub struct Table {
    /// of every batch
    pub schema: SchemaRef,
    /// possibly none
    pub batches: Vec<RecordBatch>,
}

impl Table {
    /// Rows over all batches.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Bytes of the buffers of all batches; a buffer that several arrays share is counted once.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let mut seen = std::collections::HashSet::new();
        let mut bytes = 0;
        for batch in &self.batches {
            for column in batch.columns() {
                add_buffers(&column.to_data(), &mut seen, &mut bytes);
            }
        }
        bytes
    }

    /// An empty table.
    #[must_use]
    pub fn empty(schema: SchemaRef) -> Arc<Self> {
        Arc::new(Self { schema, batches: Vec::new() })
    }
}

fn add_buffers(data: &arrow_data::ArrayData, seen: &mut std::collections::HashSet<usize>, bytes: &mut usize) {
    let nulls = data.nulls().map(arrow_buffer::NullBuffer::buffer);
    for buffer in data.buffers().iter().chain(nulls) {
        // data_ptr is the start of the allocation: slices of one allocation count once.
        if seen.insert(buffer.data_ptr().as_ptr() as usize) {
            *bytes += buffer.capacity();
        }
    }
    for child in data.child_data() {
        add_buffers(child, seen, bytes);
    }
}
