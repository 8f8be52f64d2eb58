//! The rows of one bucket as a source.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::store::{Block, SpillFile};
use crate::control::Control;
use crate::error::Result;
use crate::source::{BatchReader, Batches, Source};

/// Blocks of a partition.
const BLOCKS: usize = 64;

/// Blocks whose rows have keys of one range of hashes, in the order of the rows.
#[derive(Clone)]
pub(super) struct Bucket {
    schema: SchemaRef,
    file: Arc<SpillFile>,
    blocks: Arc<[Block]>,
}

impl Bucket {
    pub fn new(schema: SchemaRef, file: Arc<SpillFile>, blocks: Vec<Block>) -> Self {
        Self { schema, file, blocks: blocks.into() }
    }

    pub fn rows(&self) -> usize {
        self.blocks.iter().map(|block| block.rows).sum()
    }

    /// In memory.
    pub fn bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.bytes).sum()
    }

    /// Its batches, one after the other.
    pub fn each(&self, control: Control<'_>, mut work: impl FnMut(RecordBatch) -> Result<()>) -> Result<()> {
        for &block in &*self.blocks {
            control.check()?;
            work(self.file.read(block, &self.schema)?)?;
        }
        Ok(())
    }

    pub fn batches(&self, control: Control<'_>) -> Result<Vec<RecordBatch>> {
        let mut batches = Vec::with_capacity(self.blocks.len());
        self.each(control, |batch| {
            batches.push(batch);
            Ok(())
        })?;
        Ok(batches)
    }
}

impl Source for Bucket {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn partitions(&self) -> usize {
        self.blocks.len().div_ceil(BLOCKS)
    }

    fn first_row(&self, _: usize) -> Option<usize> {
        None
    }

    fn open(&self, partition: usize) -> Result<Batches> {
        let start = partition * BLOCKS;
        Ok(Box::new(Reader { bucket: self.clone(), left: start..self.blocks.len().min(start + BLOCKS) }))
    }
}

struct Reader {
    bucket: Bucket,
    left: Range<usize>,
}

impl BatchReader for Reader {
    fn next(&mut self, control: Control<'_>) -> Result<Option<RecordBatch>> {
        control.check()?;
        self.left.next().map(|at| self.bucket.file.read(self.bucket.blocks[at], &self.bucket.schema)).transpose()
    }
}
