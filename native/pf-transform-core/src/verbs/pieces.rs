//! Batches cut into views of about as many rows each, so that all cores have something to do.

use arrow_array::RecordBatch;

use crate::source::BATCH_ROWS;

/// Rows of a piece at least: of fewer the columns would cost more than the rows.
const LEAST: usize = 1 << 12;
/// Pieces for each thread: one that takes longer than others is evened out.
const PER_THREAD: usize = 4;

/// All rows in order, in pieces of no more than a batch of a pipeline.
pub fn pieces(batches: &[RecordBatch]) -> Vec<RecordBatch> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let share = rows.div_ceil(PER_THREAD * rayon::current_num_threads()).clamp(LEAST, BATCH_ROWS);
    let cut = |batch: &RecordBatch| {
        let (batch, rows) = (batch.clone(), batch.num_rows());
        (0..rows).step_by(share).map(move |start| batch.slice(start, share.min(rows - start))).collect::<Vec<_>>()
    };
    batches.iter().flat_map(cut).collect()
}
