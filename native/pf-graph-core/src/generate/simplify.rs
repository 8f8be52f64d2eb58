//! A graph without self-loops and parallel arcs, as GAP's builder makes it. O(V + E).

use crate::adjacency::{Offset, Rows};
use crate::graph::with_rows;
use crate::weights::{Weight, with_weights};
use crate::{Adjacency, Facts, Graph, Offsets};
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
    let view = crate::GraphView { out: side, incoming: None };
    with_rows!(&view, rows, _none => match side.weights {
        None => keep::<_, ()>(&rows, &[]),
        Some(weights) => with_weights!(weights, weights => keep(&rows, weights)),
    })
}

fn keep<O: Offset, W: Weight>(rows: &Rows<'_, O>, weights: &[W]) -> Adjacency {
    let row = |v: usize| {
        let mut kept: Vec<(u32, W)> = Vec::new();
        for (at, &target) in rows.range(v).zip(rows.row(v)) {
            let weight = if size_of::<W>() == 0 { W::default() } else { weights[at] };
            match kept.last_mut() {
                Some(last) if last.0 == target => {
                    if weight.value() < last.1.value() {
                        last.1 = weight;
                    }
                }
                _ if target.index() == v => {}
                _ => kept.push((target, weight)),
            }
        }
        kept
    };
    let kept: Vec<Vec<(u32, W)>> = (0..rows.vertices()).into_par_iter().map(row).collect();
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
    let (targets, weights) = kept.into_iter().flatten().unzip();
    Adjacency { offsets, targets, weights: W::wrap(weights) }
}
