//! Late materialisation: the predicate's columns are decoded first, and of the others only what the predicate keeps.
//!
//! Where few rows are kept, pages of the other columns are skipped or decoded in part; where many are, they are decoded whole and
//! filtered, which is faster than picking. Memory: the kept rows of the predicate's columns, for one partition.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use arrow_select::concat::concat;
use arrow_select::filter::filter;
use parquet::arrow::ProjectionMask;
use pf_transform_core::control::Control;
use pf_transform_core::error::{Error as TableError, Result as TableResult};
use pf_transform_core::expression::{Bound, Expression, column_index};
use pf_transform_core::filter::selection;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::BatchReader;

use crate::error::Result;
use crate::open::ParquetFile;
use crate::pages::GroupReader;
use crate::partition::{PartitionBatches, is_too_large};
use crate::scan::{Partition, Shared, narrow_decimal};

/// One in so many rows kept, or fewer, is worth picking.
const FEW: usize = 16;

/// Where an output column comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// index among the predicate's columns
    Tested(usize),
    /// index among the other columns
    Other(usize),
}

/// Which columns are read when.
pub(crate) struct Late {
    tested_mask: ProjectionMask,
    tested_schema: SchemaRef,
    predicate: Bound,
    other_mask: ProjectionMask,
    output: Vec<Origin>,
}

impl Late {
    /// `decoded` are all columns read, at `roots` of the file; `names` those of the result. `None` when the predicate reads them all.
    pub(crate) fn plan(
        file: &ParquetFile,
        predicate: &Expression,
        arguments: &[ScalarJson],
        decoded: &SchemaRef,
        roots: &[usize],
        names: &[String],
    ) -> Result<Option<Self>> {
        let mut reads = Vec::new();
        predicate.columns(&mut reads);
        let is_tested = |index: &usize| reads.contains(decoded.field(*index).name());
        let (tested, others): (Vec<usize>, Vec<usize>) = (0..roots.len()).partition(is_tested);
        if tested.is_empty() || others.is_empty() {
            return Ok(None);
        }
        let descriptor = file.metadata.metadata().file_metadata().schema_descr();
        let mask = |indexes: &[usize]| ProjectionMask::roots(descriptor, indexes.iter().map(|&index| roots[index]));
        let schema =
            |indexes: &[usize]| Arc::new(Schema::new(indexes.iter().map(|&index| decoded.field(index).clone()).collect::<Vec<_>>()));
        let (tested_schema, other_schema) = (schema(&tested), schema(&others));
        let output = names
            .iter()
            .map(|name| match column_index(&tested_schema, name) {
                Ok(index) => Ok(Origin::Tested(index)),
                Err(_) => column_index(&other_schema, name).map(Origin::Other),
            })
            .collect::<std::result::Result<_, _>>()?;
        Ok(Some(Self {
            tested_mask: mask(&tested),
            predicate: predicate.bind(&tested_schema, arguments)?,
            tested_schema,
            other_mask: mask(&others),
            output,
        }))
    }

    fn keeps(&self, index: usize) -> bool {
        self.output.iter().any(|origin| matches!(origin, Origin::Tested(tested) if *tested == index))
    }
}

/// What the first pass over a partition found.
enum Pass {
    NotStarted,
    /// batch by batch: the mask, and the kept rows of the predicate's columns
    Many {
        reader: GroupReader,
        batches: std::vec::IntoIter<(BooleanArray, Vec<ArrayRef>)>,
        /// rows of the partition before
        seen: usize,
    },
    /// the kept rows of the predicate's columns of the whole partition
    Few {
        reader: GroupReader,
        tested: Vec<ArrayRef>,
        masks: Vec<BooleanArray>,
        kept: usize,
        given: usize,
    },
    /// all columns together: a batch was too large, and they go on with fewer rows at a time
    Together(PartitionBatches),
    Done,
}

pub(crate) struct LateBatches {
    shared: Arc<Shared>,
    partition: Partition,
    pass: Pass,
}

impl LateBatches {
    pub(crate) const fn new(shared: Arc<Shared>, partition: Partition) -> Self {
        Self { shared, partition, pass: Pass::NotStarted }
    }

    /// Decodes the predicate's columns and decides how to read the others.
    fn start(&self, late: &Late, control: Control<'_>) -> TableResult<Pass> {
        let shared = &self.shared;
        let rows = shared.batch_rows_of(self.partition.row_group);
        let mut reader = shared.reader(self.partition, late.tested_mask.clone(), None, rows)?;
        let mut batches = Vec::new();
        let (mut seen, mut kept) = (0, 0);
        loop {
            let batch = match shared.decode(self.partition, &mut reader, control) {
                Ok(Some(batch)) => batch,
                Ok(None) => break,
                Err(error) if is_too_large(&error) => return Ok(self.together(0)),
                Err(error) => return Err(shared.locate(self.partition, error, control).into()),
            };
            let first = Some(self.partition.first_row + seen);
            seen += batch.num_rows();
            let columns = batch.columns().iter().map(narrow_decimal).collect::<TableResult<Vec<_>>>()?;
            let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            let batch = RecordBatch::try_new_with_options(late.tested_schema.clone(), columns, &options)?;
            let mask = selection(&late.predicate, &batch).map_err(|error| error.in_rows_from(first))?;
            kept += mask.values().count_set_bits();
            let columns = batch
                .columns()
                .iter()
                .enumerate()
                // Columns that only the predicate reads are dropped here.
                .map(|(index, column)| if late.keeps(index) { filter(column, &mask) } else { Ok(column.slice(0, 0)) })
                .collect::<std::result::Result<Vec<_>, _>>()?;
            batches.push((mask, columns));
        }
        if seen != self.partition.rows {
            return Err(self.shared.short(self.partition, seen).into());
        }
        if kept == 0 {
            return Ok(Pass::Done);
        }
        if kept > seen / FEW {
            let reader = shared.reader(self.partition, late.other_mask.clone(), None, rows)?;
            return Ok(Pass::Many { reader, batches: batches.into_iter(), seen: 0 });
        }
        let (masks, columns): (Vec<_>, Vec<_>) = batches.into_iter().unzip();
        let reader = shared.reader(self.partition, late.other_mask.clone(), Some(&masks), rows)?;
        let tested = (0..late.tested_schema.fields().len())
            .map(|index| concat(&columns.iter().map(|columns| columns[index].as_ref()).collect::<Vec<_>>()))
            .collect::<std::result::Result<_, _>>();
        Ok(match tested {
            Ok(tested) => Pass::Few { reader, tested, masks, kept, given: 0 },
            // More bytes than one array can have.
            Err(_) => self.together(0),
        })
    }

    fn together(&self, seen: usize) -> Pass {
        Pass::Together(PartitionBatches::resume(self.shared.clone(), self.partition, seen))
    }

    fn read(&mut self, control: Control<'_>) -> TableResult<Option<RecordBatch>> {
        let shared = self.shared.clone();
        let Some(late) = &shared.late else { return Ok(None) };
        if matches!(self.pass, Pass::NotStarted) {
            shared.check_int96(self.partition, control)?;
            self.pass = self.start(late, control)?;
        }
        match self.step(&shared, late, control) {
            Err(error) if is_too_large(&error) => {
                // Rows that were looked at and not given are looked at once more.
                let seen = self.seen();
                self.pass = self.together(seen);
            }
            result => return result.map_err(|error| shared.locate(self.partition, error, control).into()),
        }
        self.step(&shared, late, control).map_err(TableError::from)
    }

    /// Rows of the partition that need not be looked at again.
    fn seen(&self) -> usize {
        match &self.pass {
            Pass::Many { seen, .. } => *seen,
            Pass::Few { masks, given, .. } => position_after(masks, *given),
            _ => 0,
        }
    }

    fn step(&mut self, shared: &Arc<Shared>, late: &Late, control: Control<'_>) -> Result<Option<RecordBatch>> {
        match &mut self.pass {
            Pass::NotStarted | Pass::Done => Ok(None),
            Pass::Together(batches) => Ok(batches.next(control)?),
            Pass::Many { reader, batches, seen } => {
                let other = shared.decode(self.partition, reader, control)?;
                let (Some(other), Some((mask, tested))) = (other, batches.next()) else {
                    return if *seen == self.partition.rows { Ok(None) } else { Err(shared.short(self.partition, *seen)) };
                };
                if other.num_rows() != mask.len() {
                    return Err(shared.short(self.partition, other.num_rows()));
                }
                *seen += mask.len();
                let all = mask.values().count_set_bits() == mask.len();
                let others = other
                    .columns()
                    .iter()
                    .map(|column| {
                        let column = narrow_decimal(column)?;
                        Ok(if all { column } else { filter(&column, &mask)? })
                    })
                    .collect::<TableResult<Vec<_>>>()?;
                Ok(Some(assemble(late, &shared.schema, &tested, &others, mask.values().count_set_bits())?))
            }
            Pass::Few { reader, tested, kept, given, .. } => {
                let Some(other) = shared.decode(self.partition, reader, control)? else {
                    return if given == kept { Ok(None) } else { Err(shared.short(self.partition, *given)) };
                };
                let rows = other.num_rows();
                if *given + rows > *kept {
                    return Err(shared.short(self.partition, *given + rows));
                }
                let tested = tested.iter().enumerate().map(
                    |(index, column)| {
                        if late.keeps(index) { column.slice(*given, rows) } else { column.clone() }
                    },
                );
                let tested = tested.collect::<Vec<_>>();
                *given += rows;
                let others = other.columns().iter().map(narrow_decimal).collect::<TableResult<Vec<_>>>()?;
                Ok(Some(assemble(late, &shared.schema, &tested, &others, rows)?))
            }
        }
    }
}

/// Where the row is that follows so many kept ones.
fn position_after(masks: &[BooleanArray], kept: usize) -> usize {
    if kept == 0 {
        return 0;
    }
    let mut before = 0;
    let mut left = kept;
    for mask in masks {
        let count = mask.values().count_set_bits();
        if left <= count {
            return before + mask.values().set_indices().nth(left - 1).map_or(mask.len(), |index| index + 1);
        }
        (before, left) = (before + mask.len(), left - count);
    }
    before
}

fn assemble(late: &Late, schema: &SchemaRef, tested: &[ArrayRef], others: &[ArrayRef], rows: usize) -> TableResult<RecordBatch> {
    let columns = late.output.iter().map(|origin| match *origin {
        Origin::Tested(index) => tested[index].clone(),
        Origin::Other(index) => others[index].clone(),
    });
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(schema.clone(), columns.collect(), &options)?)
}

impl BatchReader for LateBatches {
    fn next(&mut self, control: Control<'_>) -> TableResult<Option<RecordBatch>> {
        let result = self.read(control);
        if !matches!(result, Ok(Some(_))) {
            self.pass = Pass::Done;
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::BooleanArray;

    use super::position_after;

    #[test]
    fn the_row_after_so_many_kept_ones_is_found() {
        let masks = [vec![true, false, true], vec![false, false], vec![false, true]].map(BooleanArray::from);
        assert_eq!([0, 1, 2, 3].map(|kept| position_after(&masks, kept)), [0, 1, 3, 7]);
    }
}
