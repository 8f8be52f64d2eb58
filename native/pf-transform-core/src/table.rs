//! A table: a schema and batches of it.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};

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

/// Bytes that the rows of a batch take, without what a slice is cut from.
pub(crate) fn batch_bytes(batch: &RecordBatch) -> usize {
    batch.columns().iter().map(array_bytes).sum()
}

fn array_bytes(array: &ArrayRef) -> usize {
    let own = array.len() * size_of::<u128>();
    match array.data_type() {
        // Values are shared with other rows.
        DataType::Dictionary(..) => own,
        DataType::Utf8View => own + array.as_string_view().views().iter().map(|&view| view_length(view)).sum::<usize>(),
        DataType::BinaryView => own + array.as_binary_view().views().iter().map(|&view| view_length(view)).sum::<usize>(),
        _ => array.to_data().get_slice_memory_size().unwrap_or_else(|_| array.get_array_memory_size()),
    }
}

/// The length of what a view stands for: its lowest 32 bits.
#[allow(clippy::cast_possible_truncation)]
const fn view_length(view: u128) -> usize {
    view as u32 as usize
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
