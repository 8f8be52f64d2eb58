//! Results by row, written from any thread in any order: every row is written by one of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use arrow_array::{ArrayRef, Float64Array, Int64Array, UInt32Array};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use rayon::prelude::*;

const CHUNK: usize = 1 << 16;

/// Values of 64 bits.
pub(super) struct Cells {
    bits: Vec<AtomicU64>,
    /// whether there is a value; none: there is one in every row
    there: Option<Vec<AtomicBool>>,
}

impl Cells {
    pub fn new(rows: usize, nullable: bool) -> Self {
        let bits = (0..rows).into_par_iter().with_min_len(CHUNK).map(|_| AtomicU64::new(0)).collect();
        let there = nullable.then(|| (0..rows).map(|_| AtomicBool::new(false)).collect());
        Self { bits, there }
    }

    #[inline]
    fn set(&self, row: usize, bits: u64) {
        self.bits[row].store(bits, Ordering::Relaxed);
        if let Some(there) = &self.there {
            there[row].store(true, Ordering::Relaxed);
        }
    }

    #[inline]
    pub fn set_float(&self, row: usize, value: f64) {
        self.set(row, value.to_bits());
    }

    #[inline]
    pub fn set_whole(&self, row: usize, value: i64) {
        self.set(row, value.cast_unsigned());
    }

    fn nulls(there: Option<Vec<AtomicBool>>) -> Option<NullBuffer> {
        let there = there?;
        let bits = BooleanBuffer::collect_bool(there.len(), |row| there[row].load(Ordering::Relaxed));
        Some(NullBuffer::new(bits)).filter(|nulls| nulls.null_count() > 0)
    }

    pub fn floats(self) -> ArrayRef {
        let values = self.bits.into_par_iter().with_min_len(CHUNK).map(|bits| f64::from_bits(bits.into_inner())).collect::<Vec<_>>();
        Arc::new(Float64Array::new(values.into(), Self::nulls(self.there)))
    }

    pub fn whole(self) -> ArrayRef {
        let values = self.bits.into_par_iter().with_min_len(CHUNK).map(|bits| bits.into_inner().cast_signed()).collect::<Vec<_>>();
        Arc::new(Int64Array::new(values.into(), Self::nulls(self.there)))
    }
}

/// Rows that values are taken from; none where there is no such row.
pub(super) struct Picks(Vec<AtomicU32>);

const NONE: u32 = u32::MAX;

impl Picks {
    pub fn new(rows: usize) -> Self {
        Self((0..rows).into_par_iter().with_min_len(CHUNK).map(|_| AtomicU32::new(NONE)).collect())
    }

    #[inline]
    pub fn set(&self, row: usize, from: usize) {
        self.0[row].store(u32::try_from(from).unwrap_or(NONE), Ordering::Relaxed);
    }

    /// Null where no row was set.
    pub fn rows(self) -> UInt32Array {
        let rows = self.0.into_par_iter().with_min_len(CHUNK).map(AtomicU32::into_inner).collect::<Vec<_>>();
        let nulls = NullBuffer::new(BooleanBuffer::collect_bool(rows.len(), |row| rows[row] != NONE));
        UInt32Array::new(rows.into(), Some(nulls).filter(|nulls| nulls.null_count() > 0))
    }
}
