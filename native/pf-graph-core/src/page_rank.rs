//! PageRank by the power method, pull style: every vertex sums the contributions of its incoming arcs (Page et al. 1999; the
//! pull formulation and hub sorting as in Zhang et al., "Making Caches Work for Graph Analytics", 2017).
//! O(iterations · (V + E)) time; 32 bytes per vertex, and 12 more and 4 per arc while hub-sorted; 16 per arc for weights of another type than f64.
//!
//! `Exact` is bit-identical on any number of threads: a vertex's sum follows its row in order, threads split rows by number of arcs but never within one,
//! and totals are summed in fixed chunks of 4,096 vertices. Hub sorting moves contributions, not the order they are summed in.

mod cells;
mod hubs;
mod lanes;
mod scaled;

use crate::adjacency::{Offset, Rows, balanced, split_at_bounds};
use crate::graph::with_rows;
use crate::weights::{Weight, with_weights};
use crate::{Control, GraphError, GraphView, ResultClass, WeightsView, parallel};
use cells::Cell;
use hubs::Hubs;
use lanes::{LongRows, is_long};
use rayon::prelude::*;
use scaled::Scaled;
use std::borrow::Cow;

/// Vertices whose values are summed together before the chunks' totals are: part of the definition of `Exact`.
const CHUNK: usize = 4096;
/// Cells of more vertices do not fit the L2 cache.
const LANES_MOST_VERTICES: usize = 1 << 17;
/// `Fast` may be twice this away. The noise of f32 contributions could keep the change above a smaller tolerance for ever.
const COARSE: f64 = 1e-6;

/// Parameters with the usual defaults.
#[derive(Clone, Copy, Debug)]
pub struct PageRankOptions {
    /// Probability of following an arc (default 0.85).
    pub damping: f64,
    /// Stop when the ranks' L1 change is below this (default 1e-6; 0 runs all iterations).
    pub tolerance: f64,
    /// Most iterations (default 100).
    pub max_iterations: u32,
    /// Whether arcs are followed in proportion to their weights (default false).
    pub weighted: bool,
    /// `Exact`: the same bits everywhere. `Fast`: within 2 · max(tolerance, 1e-6) of that (L1).
    pub class: ResultClass,
}

impl Default for PageRankOptions {
    fn default() -> Self {
        Self { damping: 0.85, tolerance: 1e-6, max_iterations: 100, weighted: false, class: ResultClass::Exact }
    }
}

/// Ranks and how the iteration ended.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRankResult {
    /// Rank of each vertex; they sum to 1 up to rounding.
    pub rank: Vec<f64>,
    /// Iterations that ran.
    pub iterations: u32,
    /// Whether the last change was below the tolerance.
    pub converged: bool,
    /// The last L1 change.
    pub error: f64,
}

/// Ranks of all vertices; the rank of vertices without outgoing weight is spread over all.
///
/// Weights must not be negative or NaN: ask `Facts::require_non_negative` first.
///
/// # Errors
/// `INVALID_ARGUMENT` without a CSC, without weights when `weighted`, or for parameters out of range; `ABORTED`.
pub fn page_rank(graph: &GraphView<'_>, options: &PageRankOptions, control: &Control<'_>) -> Result<PageRankResult, GraphError> {
    if !(0.0..=1.0).contains(&options.damping) || options.tolerance.is_nan() || options.tolerance < 0.0 {
        let PageRankOptions { damping, tolerance, .. } = options;
        return Err(GraphError::invalid(format!("damping must be in 0…1 and tolerance ≥ 0, received {damping} and {tolerance}")));
    }
    let side = graph.require_incoming("pageRank")?;
    with_rows!(graph, out, incoming => {
        // The view's constructor made the offset widths equal.
        let incoming = incoming.ok_or_else(|| GraphError::invalid("CSR and CSC offsets differ in width"))?;
        if !options.weighted {
            let out_weights = (0..out.vertices()).into_par_iter().map(|u| sum_of(out.degree(u))).collect();
            return run::<_, ()>((out, incoming), &[], out_weights, options, control);
        }
        let (Some(out_weights), Some(weights)) = (graph.out.weights, side.weights) else {
            return Err(GraphError::invalid("weighted pageRank needs a graph that was built with weights"));
        };
        let (forwards, backwards) = (doubles(out_weights, control)?, doubles(weights, control)?);
        let totals = total_weights(&out, &forwards);
        match Scaled::of(&out, &incoming, &forwards, &backwards, &totals) {
            Some(scaled) => run((out, incoming), &scaled.weights, scaled.totals, options, control),
            None => run((out, incoming), &backwards, totals, options, control),
        }
    })
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a degree is below 2^53")]
fn sum_of(degree: usize) -> f64 {
    degree as f64
}

/// One type of weights is enough: iterations are limited by reading ranks, and every type would be another copy of them in the binary.
fn doubles<'a>(weights: WeightsView<'a>, control: &Control<'_>) -> Result<Cow<'a, [f64]>, GraphError> {
    if let WeightsView::F64(weights) = weights {
        return Ok(Cow::Borrowed(weights));
    }
    let mut doubles = vec![0.0; weights.len()];
    parallel::for_each_part(doubles.chunks_mut(Control::EDGES).collect(), &|at, doubles| {
        control.check()?;
        with_weights!(weights, weights => {
            doubles.iter_mut().zip(&weights[at * Control::EDGES..]).for_each(|(double, &weight)| *double = Weight::value(weight));
        });
        Ok(())
    })?;
    Ok(doubles.into())
}

fn total_weights<O: Offset>(out: &Rows<'_, O>, weights: &[f64]) -> Vec<f64> {
    (0..out.vertices()).into_par_iter().map(|u| weights[out.range(u)].iter().fold(0.0, |total, weight| total + weight)).collect()
}

fn run<O: Offset, W: Weight>(
    (out, incoming): (Rows<'_, O>, Rows<'_, O>),
    weights: &[W],
    out_weights: Vec<f64>,
    options: &PageRankOptions,
    control: &Control<'_>,
) -> Result<PageRankResult, GraphError> {
    control.check()?;
    let hubs = Hubs::sort(&out, &incoming, options.max_iterations, control)?;
    let targets = hubs.as_ref().map_or(incoming.targets, |hubs| &hubs.targets);
    let incoming = Rows { offsets: incoming.offsets, targets };
    let order = hubs.as_ref().map(|hubs| &hubs.order[..]);
    if options.class == ResultClass::Fast && may_be_coarse(options) && out_weights.par_iter().all(|&total| fits_single(total)) {
        iterate::<O, W, f32>(incoming, weights, &out_weights, order, options, control)
    } else {
        iterate::<O, W, f64>(incoming, weights, &out_weights, order, options, control)
    }
}

/// Whether f32 contributions keep `Fast` within its bound: each iteration adds at most 6e-8, and the damping lets it fade.
fn may_be_coarse(options: &PageRankOptions) -> bool {
    let remembered = f64::from(options.max_iterations).min(1.0 / (1.0 - options.damping));
    (options.tolerance >= COARSE || options.tolerance == 0.0) && 6e-8 * remembered <= COARSE
}

/// Whether ranks divided by this sum of weights, and their products with the weights, stay in the range of f32.
fn fits_single(total: f64) -> bool {
    total == 0.0 || (2f64.powi(-60)..=2f64.powi(60)).contains(&total)
}

/// What a pass over all vertices adds up.
#[derive(Clone, Copy, Default)]
struct Totals {
    error: f64,
    dangling: f64,
}

fn iterate<O: Offset, W: Weight, C: Cell>(
    incoming: Rows<'_, O>,
    weights: &[W],
    out_weights: &[f64],
    order: Option<&[u32]>,
    options: &PageRankOptions,
    control: &Control<'_>,
) -> Result<PageRankResult, GraphError> {
    let vertices = out_weights.len();
    if vertices == 0 {
        return Ok(PageRankResult { rank: Vec::new(), iterations: 0, converged: true, error: 0.0 });
    }
    let count = sum_of(vertices);
    let damping = options.damping;
    let parts = (16 * rayon::current_num_threads()).max((incoming.targets.len() + vertices) >> 17);
    let bounds = balanced(incoming.offsets, parts);
    // `Fast` rows are four chains each already; rows that wait for memory gain nothing by it, and lose their order in the cache.
    let long = (!C::REORDERS && order.is_none() && vertices <= LANES_MOST_VERTICES).then(|| LongRows::of(&incoming));

    let mut rank = vec![1.0 / count; vertices];
    let mut sums = vec![0.0f64; vertices];
    let (mut passed, mut kept) = (vec![0.0f64; vertices], Vec::<C>::new());
    let mut totals = update(&mut rank, &mut passed, out_weights, None);
    let mut result = (0, f64::INFINITY);
    while result.0 < options.max_iterations {
        let cells = C::arrange(&passed, order, &mut kept);
        parallel::for_each_part(split_at_bounds(&mut sums, &bounds), &|part, sums| {
            control.check()?;
            for (v, sum) in (bounds[part]..bounds[part + 1]).zip(sums) {
                if long.is_none() || !is_long(incoming.degree(v)) {
                    *sum = pull(&incoming, weights, cells, v);
                }
            }
            Ok(())
        })?;
        if let Some(long) = &long {
            let term = |arc: usize| {
                let value = cells[incoming.targets[arc].index()].value();
                if size_of::<W>() == 0 { value } else { value * weights[arc].value() }
            };
            long.sum(&incoming, term, &mut sums, control)?;
        }
        let base = (1.0 - damping) / count + (damping * totals.dangling) / count;
        totals = update(&mut rank, &mut passed, out_weights, Some(Step { base, damping, sums: &sums }));
        result = (result.0 + 1, totals.error);
        control.report(f64::from(result.0) / f64::from(options.max_iterations));
        if totals.error < options.tolerance {
            break;
        }
    }
    let (iterations, error) = result;
    Ok(PageRankResult { rank, iterations, converged: error < options.tolerance, error })
}

/// The sum of what a vertex's incoming arcs bring: in the order of its row, unless the cells are for `Fast`.
#[inline]
fn pull<O: Offset, W: Weight, C: Cell>(incoming: &Rows<'_, O>, weights: &[W], cells: &[C], v: usize) -> f64 {
    let at = |cell: u32| cells[cell.index()].value();
    let range = incoming.range(v);
    let row = &incoming.targets[range.clone()];
    let mut sum = 0.0;
    #[cfg(feature = "slow-kernel")]
    for &u in row {
        std::hint::black_box(at(u));
    }
    if size_of::<W>() == 0 && C::REORDERS {
        // Four chains of additions instead of one.
        let (fours, rest) = row.as_chunks::<4>();
        let mut sums = [0.0; 4];
        for four in fours {
            sums.iter_mut().zip(four).for_each(|(sum, &u)| *sum += at(u));
        }
        sum = rest.iter().fold((sums[0] + sums[1]) + (sums[2] + sums[3]), |sum, &u| sum + at(u));
    } else if size_of::<W>() == 0 {
        for &u in row {
            sum += at(u);
        }
    } else {
        for (&u, weight) in row.iter().zip(&weights[range]) {
            sum += at(u) * weight.value();
        }
    }
    sum
}

/// What the next ranks are made of: `base + damping · sums[v]`.
#[derive(Clone, Copy)]
struct Step<'a> {
    base: f64,
    damping: f64,
    sums: &'a [f64],
}

/// Sets every rank, which stays without a step, and what it passes on per unit of weight; adds up the change and the rank that no arc carries on.
fn update(rank: &mut [f64], passed: &mut [f64], out_weights: &[f64], step: Option<Step<'_>>) -> Totals {
    let chunks = rank.par_chunks_mut(CHUNK).zip(passed.par_chunks_mut(CHUNK)).zip(out_weights.par_chunks(CHUNK)).enumerate();
    let totals = chunks.map(|(at, ((rank, passed), out_weights))| match step {
        None => update_chunk(rank, passed, out_weights, |_, rank| rank),
        Some(Step { base, damping, sums }) => update_chunk(rank, passed, out_weights, |v, _| base + damping * sums[at * CHUNK + v]),
    });
    let totals: Vec<Totals> = totals.collect();
    totals
        .iter()
        .fold(Totals::default(), |whole, part| Totals { error: whole.error + part.error, dangling: whole.dangling + part.dangling })
}

fn update_chunk(rank: &mut [f64], passed: &mut [f64], out_weights: &[f64], next: impl Fn(usize, f64) -> f64) -> Totals {
    let mut totals = Totals::default();
    for (v, ((rank, passed), &out_weight)) in rank.iter_mut().zip(passed).zip(out_weights).enumerate() {
        let value = next(v, *rank);
        totals.error += (value - *rank).abs();
        *rank = value;
        if out_weight == 0.0 {
            totals.dangling += value;
            *passed = 0.0;
        } else {
            *passed = value / out_weight;
        }
    }
    totals
}

#[cfg(test)]
mod tests;
