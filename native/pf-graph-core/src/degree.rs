//! Degree: differences of offsets, O(V). Without a CSC the incoming arcs are counted in one pass over the targets, O(V + E).

use crate::adjacency::{Offset, Rows};
use crate::graph::with_rows;
use crate::{Control, GraphError, GraphView, parallel};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Vertices that one task counts.
const TASK: usize = 1 << 14;

/// Arcs of each vertex, with multiplicity; undirected: both are the arcs in its row, a self-loop once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DegreeResult {
    /// Arcs that end in each vertex.
    pub incoming: Vec<u32>,
    /// Arcs that start in each vertex.
    pub outgoing: Vec<u32>,
}

/// Counts the arcs of each vertex.
///
/// # Errors
/// `INVALID_ARGUMENT` when a vertex has 2^32 arcs or more; `ABORTED`.
pub fn degree(graph: &GraphView<'_>, control: &Control<'_>) -> Result<DegreeResult, GraphError> {
    control.check()?;
    with_rows!(graph, out, incoming => {
        let outgoing = lengths(&out)?;
        control.check()?;
        let incoming = match incoming {
            Some(incoming) => lengths(&incoming)?,
            None => count(out.targets, out.vertices(), control)?,
        };
        Ok(DegreeResult { incoming, outgoing })
    })
}

fn lengths<O: Offset>(rows: &Rows<'_, O>) -> Result<Vec<u32>, GraphError> {
    let mut degrees = vec![0u32; rows.vertices()];
    parallel::for_each_part(degrees.chunks_mut(TASK).collect(), &|at, degrees| {
        for (v, (degree, pair)) in (at * TASK..).zip(degrees.iter_mut().zip(rows.offsets[at * TASK..].windows(2))) {
            let length = pair[1].index() - pair[0].index();
            *degree = u32::try_from(length)
                .map_err(|_| GraphError::invalid(format!("vertex {v} has {length} arcs, more than a uint32 column holds")))?;
        }
        Ok(())
    })?;
    Ok(degrees)
}

fn count(targets: &[u32], vertices: usize, control: &Control<'_>) -> Result<Vec<u32>, GraphError> {
    let counts: Vec<AtomicU32> = (0..vertices).map(|_| AtomicU32::new(0)).collect();
    targets.par_chunks(1 << 16).try_for_each(|chunk| {
        control.check()?;
        chunk.iter().for_each(|&target| {
            counts[target.index()].fetch_add(1, Relaxed);
        });
        Ok::<(), GraphError>(())
    })?;
    Ok(counts.into_iter().map(AtomicU32::into_inner).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, EdgeList, build};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn matches_the_naive_counts(
            vertices in 1..30u32,
            edges in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..100),
            directed in any::<bool>(),
            with_incoming in any::<bool>(),
        ) {
            let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().map(|(a, b)| (a % vertices, b % vertices)).unzip();
            let options = BuildOptions { directed, incoming: with_incoming };
            let graph = build(vertices, EdgeList { src: &src, dst: &dst, weights: None }, &options, &Control::none()).expect("builds");
            let (mut expected_in, mut expected_out) = (vec![0u32; vertices.index()], vec![0u32; vertices.index()]);
            for (&src, &dst) in src.iter().zip(&dst) {
                expected_out[src.index()] += 1;
                expected_in[dst.index()] += 1;
                if !directed && src != dst {
                    expected_out[dst.index()] += 1;
                    expected_in[src.index()] += 1;
                }
            }
            let degrees = degree(&graph.view(), &Control::none()).expect("runs");
            prop_assert_eq!((degrees.incoming, degrees.outgoing), (expected_in, expected_out));
        }
    }
}
