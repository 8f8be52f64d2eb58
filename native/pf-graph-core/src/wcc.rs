//! Weakly connected components: Afforest (Sutton, Ben-Nun, Barak, "Optimizing Parallel Graph Connectivity Computation via Subgraph Sampling",
//! IPDPS'18). O(V + E) expected, usually far fewer edges: after two neighbours of each vertex are linked, the arcs of the largest
//! component need no look. 4 bytes per vertex.
//!
//! Links always point to the smaller index, so that a component's root is its smallest vertex and the numbering by first appearance
//! is the same on any number of threads.

use crate::adjacency::{Offset, Rows};
use crate::graph::with_rows;
use crate::{Control, GraphError, GraphView};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Neighbours of every vertex that are linked before sampling.
const ROUNDS: usize = 2;
/// Vertices looked at to guess the largest component.
const SAMPLES: usize = 1024;
const TASK: usize = 1 << 12;

/// The components of a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WccResult {
    /// Component of each vertex: 0…k−1 in order of their smallest vertex.
    pub component: Vec<u32>,
    /// k.
    pub components: usize,
}

/// Components of the graph when the direction of arcs is ignored.
///
/// # Errors
/// `ABORTED`.
pub fn wcc(graph: &GraphView<'_>, control: &Control<'_>) -> Result<WccResult, GraphError> {
    with_rows!(graph, out, incoming => {
        let parents = afforest(out, incoming, control)?;
        control.report(0.9);
        let result = number(&parents);
        control.check()?;
        control.report(1.0);
        Ok(result)
    })
}

fn afforest<O: Offset>(out: Rows<'_, O>, incoming: Option<Rows<'_, O>>, control: &Control<'_>) -> Result<Vec<AtomicU32>, GraphError> {
    let vertices = out.vertices();
    // V < 2^32, so that every index is a u32.
    let parents: Vec<AtomicU32> = (0..vertices).into_par_iter().map(|v| AtomicU32::new(u32::try_from(v).unwrap_or(u32::MAX))).collect();
    let tasks = vertices.div_ceil(TASK);
    for round in 0..ROUNDS {
        (0..tasks).into_par_iter().try_for_each(|task| {
            control.check()?;
            for v in task * TASK..vertices.min((task + 1) * TASK) {
                if let Some(&u) = out.row(v).get(round) {
                    link(&parents, v, u);
                }
            }
            Ok::<(), GraphError>(())
        })?;
        compress(&parents, control)?;
    }
    let largest = most_frequent(&parents);
    let both = incoming.filter(|incoming| !std::ptr::eq(incoming.targets, out.targets));
    let undirected = incoming.is_some() && both.is_none();
    let bounds = crate::adjacency::balanced(out.offsets, (out.targets.len() + vertices).div_ceil(1 << 16));
    bounds.par_windows(2).try_for_each(|range| {
        control.check()?;
        for v in range[0]..range[1] {
            // An arc between the largest component and another is found from its other end, if that end has it.
            if (undirected || both.is_some()) && Some(parents[v].load(Relaxed)) == largest {
                continue;
            }
            out.row(v).iter().skip(ROUNDS).for_each(|&u| link(&parents, v, u));
            if let Some(incoming) = both {
                incoming.row(v).iter().for_each(|&u| link(&parents, v, u));
            }
        }
        Ok::<(), GraphError>(())
    })?;
    compress(&parents, control)?;
    Ok(parents)
}

/// Joins the trees of two vertices: the larger root is hung below the smaller.
fn link(parents: &[AtomicU32], v: usize, u: u32) {
    let mut one = parents[v].load(Relaxed);
    let mut two = parents[u.index()].load(Relaxed);
    while one != two {
        let (low, high) = (one.min(two), one.max(two));
        let above = &parents[high.index()];
        let parent = above.load(Relaxed);
        if parent == low || (parent == high && above.compare_exchange(high, low, Relaxed, Relaxed).is_ok()) {
            break;
        }
        one = parents[above.load(Relaxed).index()].load(Relaxed);
        two = parents[low.index()].load(Relaxed);
    }
}

/// Makes every vertex point to its root.
fn compress(parents: &[AtomicU32], control: &Control<'_>) -> Result<(), GraphError> {
    parents.par_chunks(TASK).try_for_each(|chunk| {
        control.check()?;
        for parent in chunk {
            let mut root = parent.load(Relaxed);
            loop {
                let above = parents[root.index()].load(Relaxed);
                if above == root {
                    break;
                }
                root = above;
            }
            parent.store(root, Relaxed);
        }
        Ok(())
    })
}

/// A guess at the root of the largest component; only speed depends on it.
fn most_frequent(parents: &[AtomicU32]) -> Option<u32> {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for sample in 0..SAMPLES.min(parents.len()) {
        let at = sample.wrapping_mul(0x9e37_79b9_7f4a_7c15) % parents.len();
        *counts.entry(parents[at].load(Relaxed)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(root, count)| (count, root)).map(|(root, _)| root)
}

/// Roots are smallest vertices: numbering them in order is numbering by first appearance.
fn number(parents: &[AtomicU32]) -> WccResult {
    let is_root = |v: usize| parents[v].load(Relaxed).index() == v;
    let vertices = parents.len();
    let in_task = |task: usize| task * TASK..vertices.min((task + 1) * TASK);
    let counts: Vec<u32> =
        (0..vertices.div_ceil(TASK)).into_par_iter().map(|task| in_task(task).map(|v| u32::from(is_root(v))).sum()).collect();
    let mut components = 0u32;
    let before: Vec<u32> = counts
        .iter()
        .map(|count| {
            components += count;
            components - count
        })
        .collect();
    let mut numbers = vec![0u32; vertices];
    numbers.par_chunks_mut(TASK).zip(before).enumerate().for_each(|(task, (numbers, before))| {
        let mut next = before;
        for (v, number) in in_task(task).zip(numbers) {
            if is_root(v) {
                *number = next;
                next += 1;
            }
        }
    });
    let component = parents.par_iter().map(|root| numbers[root.load(Relaxed).index()]).collect();
    WccResult { component, components: components.index() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, EdgeList, Graph, build};
    use proptest::prelude::*;

    fn graph(vertices: u32, edges: &[(u32, u32)], directed: bool, incoming: bool) -> Graph {
        let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
        build(vertices, EdgeList { src: &src, dst: &dst, weights: None }, &BuildOptions { directed, incoming }, &Control::none())
            .expect("builds")
    }

    fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
    }

    /// The definition: spread the smaller label along every edge until nothing changes, then number by first appearance.
    fn naive(vertices: u32, edges: &[(u32, u32)]) -> WccResult {
        let mut labels: Vec<u32> = (0..vertices).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for &(a, b) in edges {
                let least = labels[a.index()].min(labels[b.index()]);
                changed |= labels[a.index()] != least || labels[b.index()] != least;
                labels[a.index()] = least;
                labels[b.index()] = least;
            }
        }
        let mut seen = Vec::new();
        let component = labels
            .iter()
            .map(|label| {
                let at = seen.iter().position(|other| other == label).unwrap_or_else(|| {
                    seen.push(*label);
                    seen.len() - 1
                });
                u32::try_from(at).expect("small")
            })
            .collect();
        WccResult { component, components: seen.len() }
    }

    #[test]
    fn numbers_components_by_their_smallest_vertex() {
        let graph = graph(7, &[(5, 6), (4, 1), (2, 0), (6, 5)], true, true);
        assert_eq!(wcc(&graph.view(), &Control::none()), Ok(WccResult { component: vec![0, 1, 0, 2, 1, 3, 3], components: 4 }));
    }

    #[test]
    fn an_empty_graph_has_none() {
        assert_eq!(wcc(&graph(0, &[], true, true).view(), &Control::none()), Ok(WccResult { component: vec![], components: 0 }));
    }

    proptest! {
        #[test]
        fn matches_the_naive_components(
            vertices in 1..100u32,
            edges in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..200),
            directed in any::<bool>(),
            incoming in any::<bool>(),
            threads in 1..=2usize,
        ) {
            let edges: Vec<_> = edges.iter().map(|(a, b)| (a % vertices, b % vertices)).collect();
            let graph = graph(vertices, &edges, directed, incoming);
            prop_assert_eq!(on_threads(threads, || wcc(&graph.view(), &Control::none())), Ok(naive(vertices, &edges)));
        }
    }

    /// Many tasks, one large component and many small ones.
    #[test]
    fn large_graphs_are_the_same_on_any_number_of_threads() {
        let mix = |i: u32| i.wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b);
        let edges: Vec<_> = (0..60_000u32).map(|i| (mix(i) % 60_000, mix(i + 1_000_000) % 60_000)).collect();
        let expected = naive(60_000, &edges);
        assert!(expected.components > 1000);
        for (directed, incoming) in [(true, true), (true, false), (false, true)] {
            let graph = graph(60_000, &edges, directed, incoming);
            for threads in [1, 2] {
                assert!(
                    on_threads(threads, || wcc(&graph.view(), &Control::none())) == Ok(expected.clone()),
                    "{directed} {incoming} {threads}"
                );
            }
        }
    }
}
