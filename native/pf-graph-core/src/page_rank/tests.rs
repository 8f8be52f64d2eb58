use super::*;
use crate::{BuildOptions, EdgeList, Graph, Weights, WeightsColumn, WeightsView, build};
use proptest::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

fn graph(vertices: u32, edges: &[(u32, u32)], weights: Option<&[f64]>, directed: bool) -> Graph {
    let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
    let weights = weights.map(|weights| WeightsColumn::new(WeightsView::F64(weights), None));
    build(vertices, EdgeList { src: &src, dst: &dst, weights }, &BuildOptions { directed, incoming: true }, &Control::none())
        .expect("builds")
}

/// The definition, in its own words: no threads, no layouts beside CSR and CSC.
fn naive(graph: &Graph, options: &PageRankOptions) -> PageRankResult {
    let view = graph.view();
    let (out, incoming) = (view.out, view.incoming.expect("built"));
    let weight = |side: Option<WeightsView<'_>>, at: usize| match side {
        Some(WeightsView::F64(weights)) if options.weighted => weights[at],
        _ => 1.0,
    };
    let vertices = view.vertices();
    let count = sum_of(vertices);
    let row = |side: crate::AdjacencyView<'_>, v: usize| side.offsets.get(v)..side.offsets.get(v + 1);
    let out_weight: Vec<f64> = (0..vertices).map(|u| row(out, u).fold(0.0, |sum, at| sum + weight(out.weights, at))).collect();
    let chunked = |values: &dyn Fn(usize) -> f64| -> f64 {
        let starts = (0..vertices).step_by(4096);
        starts.map(|start| (start..vertices.min(start + 4096)).fold(0.0, |sum, v| sum + values(v))).fold(0.0, |sum, chunk| sum + chunk)
    };
    let mut rank = vec![1.0 / count; vertices];
    let mut result = (0, f64::INFINITY);
    while result.0 < options.max_iterations {
        let c: Vec<f64> = (0..vertices).map(|u| if out_weight[u] == 0.0 { 0.0 } else { rank[u] / out_weight[u] }).collect();
        let dangling = chunked(&|u| if out_weight[u] == 0.0 { rank[u] } else { 0.0 });
        let base = (1.0 - options.damping) / count + (options.damping * dangling) / count;
        let sum = |v: usize| {
            row(incoming, v).fold(0.0, |sum, at| {
                let value = c[incoming.targets[at].index()];
                sum + if options.weighted { value * weight(incoming.weights, at) } else { value }
            })
        };
        let next: Vec<f64> = (0..vertices).map(|v| base + options.damping * sum(v)).collect();
        let error = chunked(&|v| (next[v] - rank[v]).abs());
        rank = next;
        result = (result.0 + 1, error);
        if error < options.tolerance {
            break;
        }
    }
    PageRankResult { rank, iterations: result.0, converged: result.1 < options.tolerance, error: result.1 }
}

fn check(graph: &Graph, options: &PageRankOptions) {
    let expected = naive(graph, options);
    for threads in [1, 2] {
        let exact = on_threads(threads, || page_rank(&graph.view(), options, &Control::none()).expect("runs"));
        assert!(exact.rank.iter().map(|r| r.to_bits()).eq(expected.rank.iter().map(|r| r.to_bits())), "{threads} threads changed the bits");
        assert_eq!(
            (exact.iterations, exact.converged, exact.error.to_bits()),
            (expected.iterations, expected.converged, expected.error.to_bits())
        );
        let fast = PageRankOptions { class: ResultClass::Fast, ..*options };
        let fast = on_threads(threads, || page_rank(&graph.view(), &fast, &Control::none()).expect("runs"));
        let distance: f64 = fast.rank.iter().zip(&exact.rank).map(|(a, b)| (a - b).abs()).sum();
        assert!(distance <= 2.0 * options.tolerance.max(1e-6), "fast is {distance} away");
    }
}

/// LDBC Graphalytics' directed example graph: damping 0.85, 2 iterations, as published.
#[test]
fn ldbc_example_directed() {
    let edges = [
        (0, 2),
        (0, 4),
        (1, 3),
        (1, 4),
        (1, 9),
        (2, 0),
        (2, 4),
        (2, 7),
        (2, 9),
        (4, 2),
        (4, 3),
        (4, 7),
        (5, 2),
        (5, 3),
        (6, 3),
        (7, 0),
        (8, 3),
    ];
    let graph = graph(10, &edges, None, true);
    let options = PageRankOptions { tolerance: 0.0, max_iterations: 2, ..PageRankOptions::default() };
    let ranks = page_rank(&graph.view(), &options, &Control::none()).expect("runs");
    assert_eq!((ranks.iterations, ranks.converged), (2, false));
    ranks
        .rank
        .iter()
        .zip(LDBC_DIRECTED)
        .for_each(|(rank, expected)| assert!((rank - expected).abs() <= 1e-4 * expected, "{rank} for {expected}"));
}

/// `example-directed-PR` of ldbc_graphalytics @ 7b8bde7.
const LDBC_DIRECTED: [f64; 10] = [
    1.477629166666667e-01,
    4.753375e-02,
    1.550469444444444e-01,
    1.597573611111111e-01,
    1.4624e-01,
    4.753375e-02,
    4.753375e-02,
    1.135740277777778e-01,
    4.753375e-02,
    8.748375e-02,
];

#[test]
fn all_dangling_stays_uniform() {
    let ranks = page_rank(&graph(4, &[], None, true).view(), &PageRankOptions::default(), &Control::none()).expect("runs");
    assert_eq!((ranks.rank, ranks.iterations, ranks.converged), (vec![0.25; 4], 1, true));
    let none = page_rank(&graph(0, &[], None, true).view(), &PageRankOptions::default(), &Control::none()).expect("runs");
    assert_eq!(none.rank, Vec::<f64>::new());
}

#[test]
fn what_is_missing_is_an_error() {
    let (src, dst) = ([0u32], [1u32]);
    let options = BuildOptions { directed: true, incoming: false };
    let half = build(2, EdgeList { src: &src, dst: &dst, weights: None }, &options, &Control::none()).expect("builds");
    assert_eq!(page_rank(&half.view(), &PageRankOptions::default(), &Control::none()).expect_err("no CSC").code(), "INVALID_ARGUMENT");
    let whole = graph(2, &[(0, 1)], None, true);
    let weighted = PageRankOptions { weighted: true, ..PageRankOptions::default() };
    assert_eq!(page_rank(&whole.view(), &weighted, &Control::none()).expect_err("no weights").code(), "INVALID_ARGUMENT");
    for (damping, tolerance) in [(1.5, 0.0), (f64::NAN, 0.0), (0.5, -1.0), (0.5, f64::NAN)] {
        let options = PageRankOptions { damping, tolerance, ..PageRankOptions::default() };
        assert_eq!(page_rank(&whole.view(), &options, &Control::none()).expect_err("range").code(), "INVALID_ARGUMENT");
    }
}

/// The flag is set from the progress callback of the third iteration: the kernel must stop in the fourth.
#[test]
fn stops_in_the_middle_and_reports_progress() {
    let graph = graph(3, &[(0, 1), (1, 2), (2, 0), (0, 2)], None, true);
    let flag = AtomicBool::new(false);
    let seen = Mutex::new(Vec::new());
    let progress = |fraction: f64| {
        let mut seen = seen.lock().expect("not poisoned");
        seen.push(fraction);
        flag.store(seen.len() == 3, std::sync::atomic::Ordering::Relaxed);
    };
    let options = PageRankOptions { tolerance: 0.0, max_iterations: 8, ..PageRankOptions::default() };
    let control = Control::new(&flag).with_progress(&progress);
    assert_eq!(page_rank(&graph.view(), &options, &control), Err(GraphError::Cancelled));
    assert_eq!(*seen.lock().expect("not poisoned"), vec![0.125, 0.25, 0.375]);
}

#[test]
fn small_integer_weights_are_the_same_as_doubles() {
    let edges = [(0, 1), (0, 2), (1, 2), (2, 0), (3, 2)];
    let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
    let options = PageRankOptions { weighted: true, ..PageRankOptions::default() };
    let weights = WeightsColumn::new(WeightsView::U8(&[3, 1, 4, 0, 5]), None);
    let bytes =
        build(4, EdgeList { src: &src, dst: &dst, weights: Some(weights) }, &BuildOptions::default(), &Control::none()).expect("builds");
    assert!(matches!(bytes.out.weights, Some(Weights::U8(_))));
    let doubles = graph(4, &edges, Some(&[3.0, 1.0, 4.0, 0.0, 5.0]), true);
    let run = |graph: &Graph| page_rank(&graph.view(), &options, &Control::none()).expect("runs");
    assert_eq!(run(&bytes), run(&doubles));
    check(&doubles, &options);
}

proptest! {
    #[test]
    fn matches_the_naive_ranks_bit_for_bit(
        vertices in 1..60u32,
        edges in proptest::collection::vec((any::<u32>(), any::<u32>(), 0.0..10.0f64), 0..200),
        directed in any::<bool>(),
        weighted in any::<bool>(),
        damping in 0.0..=1.0f64,
        tolerance in prop_oneof![Just(0.0), Just(1e-6), Just(1e-12)],
        max_iterations in 0..40u32,
    ) {
        let weights: Vec<f64> = edges.iter().map(|edge| edge.2).collect();
        let edges: Vec<_> = edges.iter().map(|(a, b, _)| (a % vertices, b % vertices)).collect();
        let graph = graph(vertices, &edges, Some(&weights), directed);
        check(&graph, &PageRankOptions { damping, tolerance, max_iterations, weighted, class: ResultClass::Exact });
    }
}

/// Few vertices and many parallel arcs: long rows of very different lengths beside short ones, in every number of lanes.
#[test]
fn long_rows_are_summed_in_their_own_order() {
    for vertices in [1u32, 2, 3, 5, 7] {
        let edges: Vec<_> = (0..1_200u32).map(|i| (i.wrapping_mul(0x9e37_79b1) % vertices, (i % 97).min(vertices - 1))).collect();
        let weights: Vec<f64> = (0..1_200u32).map(|i| f64::from(i % 13) / 7.0).collect();
        let graph = graph(vertices, &edges, Some(&weights), true);
        let longest = (0..graph.view().vertices())
            .map(|v| graph.view().incoming.expect("built").offsets.get(v + 1) - graph.view().incoming.expect("built").offsets.get(v))
            .max();
        assert!(longest >= Some(256), "no row is long");
        for weighted in [false, true] {
            check(&graph, &PageRankOptions { weighted, tolerance: 0.0, max_iterations: 7, ..PageRankOptions::default() });
        }
    }
}

/// Large and skewed enough to be hub-sorted, with several chunks and parts.
#[test]
fn hub_sorting_changes_no_bit() {
    let vertices = 1u32 << 17;
    let mix = |i: u32| i.wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b);
    let skewed = |i: u32| (f64::from(mix(i)) / f64::from(u32::MAX)).powi(8) * f64::from(vertices - 1);
    let edges: Vec<_> =
        (0..600_000u32).map(|i| (format!("{:.0}", skewed(i)).parse().expect("u32"), mix(i + 7_000_000) % vertices)).collect();
    let graph = graph(vertices, &edges, None, true);
    let view = graph.view();
    with_rows!(&view, out, incoming => {
        let hubs = Hubs::sort(&out, &incoming.expect("built"), 10, &Control::none()).expect("sorts");
        assert!(hubs.is_some(), "the graph is meant to be hub-sorted");
    });
    check(&graph, &PageRankOptions { tolerance: 1e-6, max_iterations: 10, ..PageRankOptions::default() });
}
