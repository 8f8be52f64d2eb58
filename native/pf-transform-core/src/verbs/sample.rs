//! Sample: the rows with the smallest numbers of a counter-based generator (SplitMix64: Steele, Lea, Flood, OOPSLA 2014). The greatest number that is taken is found by counting and
//! then by selection in the bucket at the edge, so that every row decides alone. O(rows) time; copies the rows that are taken.

use arrow_array::{RecordBatch, UInt32Array};
use arrow_schema::SchemaRef;
use arrow_select::take::take;
use rayon::prelude::*;

use super::{SampleSize, pieces};
use crate::coalesce::coalesce;
use crate::control::Control;
use crate::error::{Error, Result};
use crate::gather::with_rows;
use crate::table::{Table, batch_bytes};

/// Buckets of the first pass, by the upper bits of the numbers.
const BUCKET_BITS: u32 = 12;
/// Rows between two looks at the cancel flag.
const CHUNK: u64 = 1 << 16;

/// The number of a row: what the generator gives from the state `seed` on as its row + 1st.
const fn number(seed: u64, row: u64) -> u64 {
    let mut z = seed.wrapping_add(row.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Rows, each at most once, in their order.
pub(super) fn sample(schema: SchemaRef, batches: Vec<RecordBatch>, size: SampleSize, seed: u64, control: Control<'_>) -> Result<Table> {
    let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
    let count = match size {
        SampleSize::Count(count) => count,
        SampleSize::Fraction(fraction) => share(fraction, rows),
    };
    if count >= rows {
        return Ok(Table { schema, batches });
    }
    let Some(greatest) = greatest(seed, rows, count, control)? else { return Ok(Table { schema, batches: Vec::new() }) };
    let mut before = 0;
    let pieces = pieces(&batches).into_iter().map(|piece| {
        let first = before;
        before += piece.num_rows() as u64;
        (first, piece)
    });
    let taken = |(first, piece): (u64, RecordBatch)| {
        control.check()?;
        let is_taken = |&row: &u32| number(seed, first + u64::from(row)) <= greatest;
        let rows = (0..).take(piece.num_rows()).filter(is_taken).collect::<Vec<u32>>();
        let rows = UInt32Array::from(rows);
        let columns = piece.columns().iter().map(|column| take(column, &rows, None)).collect::<std::result::Result<Vec<_>, _>>()?;
        let batch = with_rows(&schema, columns, rows.len())?;
        control.keep(batch_bytes(&batch))?;
        Ok(batch)
    };
    let mut batches = pieces.collect::<Vec<_>>().into_par_iter().map(taken).collect::<Result<Vec<_>>>()?;
    batches.retain(|batch| batch.num_rows() > 0);
    Ok(Table { batches: if schema.fields().is_empty() { batches } else { coalesce(batches)? }, schema })
}

/// A share of the rows as float64, rounded down.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // as the operation says; the product is no less than 0
fn share(fraction: f64, rows: u64) -> u64 {
    (fraction * rows as f64).floor() as u64
}

/// The greatest of the `count` smallest numbers; none for no rows.
fn greatest(seed: u64, rows: u64, count: u64, control: Control<'_>) -> Result<Option<u64>> {
    if count == 0 {
        return Ok(None);
    }
    let bucket = |row: u64| usize::try_from(number(seed, row) >> (u64::BITS - BUCKET_BITS)).unwrap_or(0);
    let chunks = || (0..rows.div_ceil(CHUNK)).into_par_iter().map(|chunk| chunk * CHUNK..rows.min((chunk + 1) * CHUNK));
    let counted = |mut counts: Vec<u64>, chunk: std::ops::Range<u64>| {
        control.check()?;
        chunk.for_each(|row| counts[bucket(row)] += 1);
        Ok::<_, Error>(counts)
    };
    let none = || vec![0; 1 << BUCKET_BITS];
    let sum = |mut a: Vec<u64>, b: Vec<u64>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        Ok(a)
    };
    let counts = chunks().try_fold(none, counted).try_reduce(none, sum)?;
    let mut below = 0;
    let mut edge = 0;
    while below + counts[edge] < count {
        below += counts[edge];
        edge += 1;
    }
    let of_chunk = |chunk: std::ops::Range<u64>| {
        control.check()?;
        Ok(chunk.filter(|&row| bucket(row) == edge).map(|row| number(seed, row)).collect::<Vec<_>>())
    };
    let mut numbers = chunks().map(of_chunk).collect::<Result<Vec<_>>>()?.concat();
    let place = usize::try_from(count - below - 1).unwrap_or(usize::MAX);
    Ok(Some(*numbers.select_nth_unstable(place).1))
}
