//! Runs one kernel on one thread over a fixed generated graph, for instruction counts and profiles, or times all of them.
//!
//! `pf-graph-kernels NAME` sets up and runs the kernel NAME once, inside the function `measured`; `pf-graph-kernels list` names them;
//! `pf-graph-kernels time [scale] [threads] [kron|uniform]` prints milliseconds on a larger graph.

use pf_graph_core::generate::{Edges, kronecker, simplify, uniform, weights};
use pf_graph_core::{
    BfsOptions, BuildOptions, Control, EdgeList, Graph, GraphError, IdColumn, IdMapping, IdValues, MappedIds, PageRankOptions, ResultClass,
    WeightsColumn, WeightsView, bfs, build, degree, map_ids, page_rank, wcc,
};
use std::hint::black_box;
use std::time::Instant;

struct Input {
    edges: Edges,
    weights: Vec<u8>,
    sparse: (Vec<i64>, Vec<i64>),
    graph: Graph,
    weighted: Graph,
}

const DIRECTED: BuildOptions = BuildOptions { directed: true, incoming: true };

impl Input {
    fn new() -> Result<Self, GraphError> {
        let edges = kronecker(12, 8);
        let weights = weights(edges.src.len());
        // Spread over the whole of int64, so that ids are hashed.
        let spread = |ids: &[u32]| ids.iter().map(|&id| i64::from(id).wrapping_mul(0x1234_5678_9abc_def1)).collect::<Vec<i64>>();
        let sparse = (spread(&edges.src), spread(&edges.dst));
        let graph = build(edges.vertices, list(&edges, None), &DIRECTED, &Control::none())?;
        let weighted = build(edges.vertices, list(&edges, Some(&weights)), &DIRECTED, &Control::none())?;
        Ok(Self { edges, weights, sparse, graph, weighted })
    }

    fn map(&self, mapping: IdMapping) -> Result<MappedIds<'_>, GraphError> {
        let column = |ids| IdColumn::new(IdValues::I64(ids), None);
        map_ids(&column(&self.sparse.0), &column(&self.sparse.1), None, mapping, &Control::none())
    }
}

fn list<'a>(edges: &'a Edges, weights: Option<&'a [u8]>) -> EdgeList<'a> {
    EdgeList { src: &edges.src, dst: &edges.dst, weights: weights.map(|weights| WeightsColumn::new(WeightsView::U8(weights), None)) }
}

type Kernel = fn(&Input) -> Result<(), GraphError>;

const KERNELS: &[(&str, Kernel)] = &[
    ("map-ids-range", |input| {
        let column = |ids| IdColumn::new(IdValues::U32(ids), None);
        let (src, dst) = (column(&input.edges.src), column(&input.edges.dst));
        map_ids(&src, &dst, None, IdMapping::Sorted, &Control::none()).map(keep)
    }),
    ("map-ids-hash", |input| input.map(IdMapping::Sorted).map(keep)),
    ("map-ids-first-appearance", |input| input.map(IdMapping::FirstAppearance).map(keep)),
    ("build-directed", |input| build(input.edges.vertices, list(&input.edges, None), &DIRECTED, &Control::none()).map(keep)),
    ("build-undirected-weighted", |input| {
        let options = BuildOptions { directed: false, incoming: true };
        build(input.edges.vertices, list(&input.edges, Some(&input.weights)), &options, &Control::none()).map(keep)
    }),
    ("bfs-exact", |input| bfs(&input.graph.view(), &[1], &BfsOptions::default(), &Control::none()).map(keep)),
    ("bfs-fast", |input| {
        let options = BfsOptions { class: ResultClass::Fast, ..BfsOptions::default() };
        bfs(&input.graph.view(), &[1], &options, &Control::none()).map(keep)
    }),
    ("page-rank-exact", |input| page_rank(&input.graph.view(), &five_iterations(ResultClass::Exact, false), &Control::none()).map(keep)),
    ("page-rank-fast", |input| page_rank(&input.graph.view(), &five_iterations(ResultClass::Fast, false), &Control::none()).map(keep)),
    ("page-rank-weighted", |input| {
        page_rank(&input.weighted.view(), &five_iterations(ResultClass::Exact, true), &Control::none()).map(keep)
    }),
    ("wcc", |input| wcc(&input.graph.view(), &Control::none()).map(keep)),
    ("degree", |input| degree(&input.graph.view(), &Control::none()).map(keep)),
];

fn five_iterations(class: ResultClass, weighted: bool) -> PageRankOptions {
    PageRankOptions { class, weighted, tolerance: 1e-6, max_iterations: 5, ..PageRankOptions::default() }
}

/// Callgrind counts from entry to exit of this function.
#[inline(never)]
fn measured(kernel: Kernel, input: &Input) -> Result<(), GraphError> {
    kernel(black_box(input))
}

fn keep<T>(result: T) {
    black_box(result);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    match argument(0) {
        Some("time") => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(argument(2).unwrap_or("2").parse()?).build()?;
            let scale = argument(1).unwrap_or("20").parse()?;
            pool.install(|| time(scale, argument(3) == Some("uniform")))?;
        }
        Some("list") => KERNELS.iter().for_each(|(name, _)| println!("{name}")),
        Some(name) => {
            let (_, kernel) = KERNELS.iter().find(|(other, _)| *other == name).ok_or("no such kernel: see `list`")?;
            // The calling thread is the pool, so that nothing runs beside the kernel.
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build()?;
            pool.install(|| Input::new().and_then(|input| measured(*kernel, &input)))?;
        }
        None => return Err("usage: pf-graph-kernels NAME | list | time [scale] [threads] [kron|uniform]".into()),
    }
    Ok(())
}

/// The best of several runs, kernel by kernel, on GAP's symmetric simple graph.
fn time(scale: u32, is_uniform: bool) -> Result<(), GraphError> {
    let edges = if is_uniform { uniform(scale, 16) } else { kronecker(scale, 16) };
    let control = Control::none();
    let undirected = BuildOptions { directed: false, incoming: true };
    report("build undirected", 3, || build(edges.vertices, list(&edges, None), &undirected, &control).map(keep))?;
    report("build directed + CSC", 3, || build(edges.vertices, list(&edges, None), &DIRECTED, &control).map(keep))?;
    let graph = simplify(&build(edges.vertices, list(&edges, None), &undirected, &control)?);
    println!(
        "{} vertices, {} arcs, {:.2} bytes per arc",
        graph.facts.vertices,
        graph.facts.arcs,
        ratio(graph.bytes(), graph.out.targets.len())
    );
    let view = graph.view();
    let sources: Vec<u32> = edges.src.iter().copied().step_by(edges.src.len() / 16).take(16).collect();
    for (name, class) in [("exact", ResultClass::Exact), ("fast", ResultClass::Fast)] {
        let options = BfsOptions { class, ..BfsOptions::default() };
        report(&format!("bfs {name}, mean of 16"), 3, || {
            sources.iter().try_for_each(|&source| bfs(&view, &[source], &options, &control).map(keep))
        })?;
        let options = PageRankOptions { class, tolerance: 1e-6, max_iterations: 20, ..PageRankOptions::default() };
        let ranks = page_rank(&view, &options, &control)?;
        report(&format!("page_rank {name}, {} iterations", ranks.iterations), 3, || page_rank(&view, &options, &control).map(keep))?;
    }
    report("wcc", 5, || wcc(&view, &control).map(keep))?;
    report("degree", 5, || degree(&view, &control).map(keep))
}

fn ratio(one: usize, two: usize) -> f64 {
    u32::try_from(one / 1000).map_or(f64::NAN, f64::from) / u32::try_from(two / 1000).map_or(f64::NAN, f64::from)
}

fn report(name: &str, runs: usize, run: impl Fn() -> Result<(), GraphError>) -> Result<(), GraphError> {
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{name:32} {:9.2} ms", best * if name.contains("mean of 16") { 1000.0 / 16.0 } else { 1000.0 });
    Ok(())
}
