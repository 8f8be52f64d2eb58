//! One parallel pass over the edges: are all indexes below V, and the facts that later calls are checked by.

use crate::adjacency::Offset;
use crate::weights::{Weight, with_weights};
use crate::{Control, EdgeColumn, Facts, GraphError, NotedEdge, OffsetsView, WeightsView};
use rayon::prelude::*;

const CHUNK: usize = 1 << 16;

pub(super) fn scan(
    vertices: u32,
    src: &[u32],
    dst: &[u32],
    weights: Option<WeightsView<'_>>,
    control: &Control<'_>,
) -> Result<Facts, GraphError> {
    let chunk = |(at, (src, dst)): (usize, (&[u32], &[u32]))| {
        control.check()?;
        let start = at * CHUNK;
        let largest = src.iter().chain(dst).copied().max().unwrap_or(0);
        if largest >= vertices {
            return Err(out_of_range(vertices, start, src, dst));
        }
        let mut facts = Facts { self_loops: src.iter().zip(dst).map(|(src, dst)| u64::from(src == dst)).sum(), ..Facts::default() };
        if let Some(weights) = weights {
            with_weights!(weights, weights => note_weights(&mut facts, start, src, dst, &weights[start..start + src.len()]));
        }
        Ok(facts)
    };
    let chunks: Vec<Result<Facts, GraphError>> = src.par_chunks(CHUNK).zip(dst.par_chunks(CHUNK)).enumerate().map(chunk).collect();
    let whole = Facts { vertices: vertices.into(), edges: src.len().try_into().unwrap_or(u64::MAX), ..Facts::default() };
    chunks.into_iter().try_fold(whole, |whole, part| Ok(merge(whole, &part?)))
}

fn out_of_range(vertices: u32, start: usize, src: &[u32], dst: &[u32]) -> GraphError {
    let at = src.iter().zip(dst).position(|(&src, &dst)| src.max(dst) >= vertices).unwrap_or(0);
    let (id, column) = if src[at] >= vertices { (src[at], EdgeColumn::Src) } else { (dst[at], EdgeColumn::Dst) };
    GraphError::VertexIdOutOfRange { id: id.to_string(), row: start + at, column, vertices: vertices.into() }
}

fn note_weights<W: Weight>(facts: &mut Facts, start: usize, src: &[u32], dst: &[u32], weights: &[W]) {
    for (i, weight) in weights.iter().map(|weight| weight.value()).enumerate() {
        let edge = || NotedEdge { row: start + i, src: src[i], dst: dst[i], weight };
        if weight.is_nan() {
            facts.nan_weights += 1;
            facts.first_nan.get_or_insert_with(edge);
            continue;
        }
        if weight < 0.0 {
            facts.negative_weights += 1;
            facts.first_negative.get_or_insert_with(edge);
        }
        facts.min_weight = Some(facts.min_weight.map_or(weight, |least| least.min(weight)));
        facts.max_weight = Some(facts.max_weight.map_or(weight, |most| most.max(weight)));
    }
}

/// `whole` is of earlier rows than `part`.
fn merge(whole: Facts, part: &Facts) -> Facts {
    let either = |one: Option<f64>, two: Option<f64>, choose: fn(f64, f64) -> f64| match (one, two) {
        (Some(one), Some(two)) => Some(choose(one, two)),
        (one, two) => one.or(two),
    };
    Facts {
        self_loops: whole.self_loops + part.self_loops,
        min_weight: either(whole.min_weight, part.min_weight, f64::min),
        max_weight: either(whole.max_weight, part.max_weight, f64::max),
        nan_weights: whole.nan_weights + part.nan_weights,
        negative_weights: whole.negative_weights + part.negative_weights,
        first_nan: whole.first_nan.or(part.first_nan),
        first_negative: whole.first_negative.or(part.first_negative),
        ..whole
    }
}

/// How many vertices have no outgoing arc.
pub(super) fn dangling(offsets: OffsetsView<'_>) -> u64 {
    match offsets {
        OffsetsView::U32(offsets) => empty_rows(offsets),
        OffsetsView::U64(offsets) => empty_rows(offsets),
    }
}

fn empty_rows<O: Offset>(offsets: &[O]) -> u64 {
    offsets.par_windows(2).with_min_len(CHUNK).map(|pair| u64::from(pair[0].index() == pair[1].index())).sum()
}
