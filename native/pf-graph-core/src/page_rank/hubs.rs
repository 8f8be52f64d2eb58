//! Hub sorting: contributions of vertices with many outgoing arcs are put side by side, so that the few that most arcs ask for stay in
//! the cache. Rows keep their order. O(V + E) once, 4 bytes per arc and vertex; pays when degrees are skewed and iterations many.

use crate::adjacency::{Offset, Rows};
use crate::{Control, GraphError};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Contributions of fewer vertices fit the L2 cache anyway.
const LEAST_VERTICES: usize = 1 << 17;
/// Relabelling costs about as much as this many iterations save.
const LEAST_ITERATIONS: u32 = 5;

pub(super) struct Hubs {
    /// Row entries as cells.
    pub targets: Vec<u32>,
    /// Vertex of each cell.
    pub order: Vec<u32>,
}

impl Hubs {
    /// None when it would not pay.
    pub fn sort<O: Offset>(
        out: &Rows<'_, O>,
        incoming: &Rows<'_, O>,
        iterations: u32,
        control: &Control<'_>,
    ) -> Result<Option<Self>, GraphError> {
        let vertices = out.vertices();
        if vertices < LEAST_VERTICES || iterations < LEAST_ITERATIONS || incoming.targets.len() < 4 * vertices {
            return Ok(None);
        }
        // A contribution is read once per outgoing arc.
        let mut order: Vec<(Reverse<usize>, u32)> = (0..vertices).map(|v| Reverse(out.degree(v))).zip(0u32..).collect();
        order.par_sort_unstable();
        control.check()?;
        let hubs: usize = order[..vertices / 8].par_iter().map(|(degree, _)| degree.0).sum();
        if hubs < incoming.targets.len() / 2 {
            return Ok(None);
        }
        let mut places = vec![0u32; vertices]; // the cell of each vertex
        (0u32..).zip(&order).for_each(|(place, &(_, v))| places[v.index()] = place);
        let mut targets = vec![0u32; incoming.targets.len()];
        targets.par_chunks_mut(1 << 16).zip(incoming.targets.par_chunks(1 << 16)).try_for_each(|(targets, before)| {
            control.check()?;
            targets.iter_mut().zip(before).for_each(|(target, &u)| *target = places[u.index()]);
            Ok::<(), GraphError>(())
        })?;
        Ok(Some(Self { targets, order: order.into_iter().map(|(_, v)| v).collect() }))
    }
}
