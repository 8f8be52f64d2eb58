//! What each vertex passes on per unit of arc weight, in the order of the vertices or hub-sorted.
//!
//! Threads write scattered places of one array, so the cells are atomics; relaxed loads and stores cost no more than plain ones.

use crate::adjacency::Offset;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// A cell that holds a floating-point number.
pub(super) trait Contribution: Default + Send + Sync {
    /// Whether sums may be taken in any order.
    const REORDERS: bool;
    fn get(&self) -> f64;
    fn set(&self, value: f64);
}

impl Contribution for AtomicU64 {
    const REORDERS: bool = false;
    fn get(&self) -> f64 {
        f64::from_bits(self.load(Relaxed))
    }
    fn set(&self, value: f64) {
        self.store(value.to_bits(), Relaxed);
    }
}

/// Rounded to f32, half the cache: for `Fast` only.
impl Contribution for AtomicU32 {
    const REORDERS: bool = true;
    fn get(&self) -> f64 {
        f64::from(f32::from_bits(self.load(Relaxed)))
    }
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounding is what this class allows")]
    fn set(&self, value: f64) {
        self.store((value as f32).to_bits(), Relaxed);
    }
}

pub(super) struct Contributions<'a, C> {
    cells: Vec<C>,
    places: Option<&'a [u32]>,
}

impl<'a, C: Contribution> Contributions<'a, C> {
    /// `places[v]` is the cell of vertex v; without it, v itself.
    pub fn new(vertices: usize, places: Option<&'a [u32]>) -> Self {
        Self { cells: (0..vertices).into_par_iter().map(|_| C::default()).collect(), places }
    }

    /// The number in a cell: row entries are cells.
    #[inline]
    pub fn at(&self, cell: u32) -> f64 {
        self.cells[cell.index()].get()
    }

    /// Sets the number of a vertex.
    #[inline]
    pub fn set(&self, v: usize, value: f64) {
        let cell = self.places.map_or(v, |places| places[v].index());
        self.cells[cell].set(value);
    }
}
