//! A graph without self-loops and parallel arcs, as GAP's builder makes it. O(V + E).

use crate::adjacency::Offset;
use crate::weights::{Weight, with_weights};
use crate::{Adjacency, Facts, Graph, Offsets, Weights, WeightsView};
use rayon::prelude::*;

/// Drops self-loops and keeps of parallel arcs the one with the smallest weight. For undirected graphs: the CSR stays symmetric, and
/// the facts count what is left (`edges` as half the arcs; weight facts are those of the input).
pub fn simplify(graph: &Graph) -> Graph {
    let out = simplify_side(graph, true);
    let incoming = graph.incoming.as_ref().map(|_| simplify_side(graph, false));
    let arcs = u64::try_from(out.targets.len()).unwrap_or(u64::MAX);
    let facts = Facts {
        arcs,
        edges: if graph.directed { arcs } else { arcs / 2 },
        self_loops: 0,
        dangling: (0..out.offsets.view().len() - 1).map(|v| u64::from(out.offsets.view().get(v) == out.offsets.view().get(v + 1))).sum(),
        ..graph.facts
    };
    Graph { directed: graph.directed, out, incoming, facts }
}

fn simplify_side(graph: &Graph, forward: bool) -> Adjacency {
    let view = graph.view();
    let side = if forward { view.out } else { view.incoming.unwrap_or(view.out) };
    let targets = side.targets;
    let row = |v: usize| {
        let mut kept: Vec<usize> = Vec::new();
        for at in side.offsets.get(v)..side.offsets.get(v + 1) {
            match kept.last_mut() {
                Some(last) if targets[*last] == targets[at] => {
                    if is_lighter(side.weights, at, *last) {
                        *last = at;
                    }
                }
                _ if targets[at].index() == v => {}
                _ => kept.push(at),
            }
        }
        kept
    };
    let kept: Vec<Vec<usize>> = (0..side.vertices()).into_par_iter().map(row).collect();
    let mut end = 0u64;
    let ends: Vec<u64> = std::iter::once(0)
        .chain(kept.iter().map(|row| {
            end += u64::try_from(row.len()).unwrap_or(0);
            end
        }))
        .collect();
    let offsets = match ends.iter().map(|&end| u32::try_from(end)).collect() {
        Ok(offsets) => Offsets::U32(offsets),
        Err(_) => Offsets::U64(ends),
    };
    let arcs: Vec<usize> = kept.into_iter().flatten().collect();
    Adjacency { offsets, targets: arcs.iter().map(|&at| targets[at]).collect(), weights: side.weights.map(|weights| taken(weights, &arcs)) }
}

/// Whether one arc's weight is smaller than another's.
fn is_lighter(weights: Option<WeightsView<'_>>, one: usize, other: usize) -> bool {
    weights.is_some_and(|weights| with_weights!(weights, weights => weights[one].value() < weights[other].value()))
}

fn taken(weights: WeightsView<'_>, arcs: &[usize]) -> Weights {
    macro_rules! take {
        ($($variant:ident)*) => {
            match weights { $(WeightsView::$variant(weights) => Weights::$variant(arcs.iter().map(|&at| weights[at]).collect()),)* }
        };
    }
    take!(I8 I16 I32 U8 U16 U32 F32 F64)
}
