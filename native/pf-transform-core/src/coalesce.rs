//! Small batches joined into larger ones.

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;

use crate::error::Result;
use crate::source::BATCH_ROWS;

/// Bytes above which batches are not joined: offsets of strings reach 2^31.
const RUN_BYTES: usize = 64 << 20;

/// Joins runs of small batches, so that a selective filter does not leave thousands of them.
///
/// # Errors
/// `Internal` if batches differ in schema.
pub(crate) fn coalesce(batches: Vec<RecordBatch>) -> Result<Vec<RecordBatch>> {
    join(batches, RUN_BYTES)
}

fn join(batches: Vec<RecordBatch>, run_bytes: usize) -> Result<Vec<RecordBatch>> {
    let mut result = Vec::with_capacity(batches.len());
    let mut run: Vec<RecordBatch> = Vec::new();
    let (mut rows, mut bytes) = (0, 0_usize);
    let flush = |run: &mut Vec<RecordBatch>, result: &mut Vec<RecordBatch>| -> Result<()> {
        match run.as_slice() {
            [] => {}
            [only] => result.push(only.clone()),
            [first, ..] => result.push(concat_batches(&first.schema(), run.iter())?),
        }
        run.clear();
        Ok(())
    };
    for batch in batches {
        let size = batch.get_array_memory_size();
        if rows + batch.num_rows() > BATCH_ROWS || bytes.saturating_add(size) > run_bytes {
            flush(&mut run, &mut result)?;
            (rows, bytes) = (0, 0);
        }
        rows += batch.num_rows();
        bytes += size;
        run.push(batch);
    }
    flush(&mut run, &mut result)?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array};

    use super::*;

    #[test]
    fn runs_end_at_so_many_rows_or_bytes() {
        let column: ArrayRef = Arc::new(Int64Array::from(vec![7; 1000]));
        let batch = RecordBatch::try_from_iter([("x", column)]).expect("a batch");
        let bytes = batch.get_array_memory_size();
        let sizes = |run_bytes| {
            let joined = join(vec![batch.clone(); 5], run_bytes).expect("joins");
            joined.iter().map(RecordBatch::num_rows).collect::<Vec<_>>()
        };
        assert_eq!(sizes(usize::MAX), [5000]);
        assert_eq!(sizes(2 * bytes), [2000, 2000, 1000]);
        assert_eq!(sizes(bytes / 2), [1000; 5], "a batch that is too large alone stays as it is");
    }
}
