use super::*;
use crate::{BuildOptions, EdgeList, Graph, build};
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

fn graph(vertices: u32, edges: &[(u32, u32)], directed: bool, incoming: bool) -> Graph {
    let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().copied().unzip();
    build(vertices, EdgeList { src: &src, dst: &dst, weights: None }, &BuildOptions { directed, incoming }, &Control::none())
        .expect("builds")
}

/// The definition: level by level; the smallest vertex of the level before.
fn naive(graph: &Graph, sources: &[u32], max_depth: u32) -> (Vec<u32>, Vec<u32>) {
    let view = graph.view();
    let vertices = view.vertices();
    let (mut distance, mut predecessor) = (vec![NONE; vertices], vec![NONE; vertices]);
    sources.iter().for_each(|source| distance[source.index()] = 0);
    for depth in 0..max_depth.min(u32::try_from(vertices).expect("small")) {
        for u in 0..vertices {
            if distance[u] != depth {
                continue;
            }
            for at in view.out.offsets.get(u)..view.out.offsets.get(u + 1) {
                let v = view.out.targets[at].index();
                if distance[v] == NONE {
                    distance[v] = depth + 1;
                    predecessor[v] = u32::try_from(u).expect("small");
                }
            }
        }
    }
    (distance, predecessor)
}

fn check(graph: &Graph, sources: &[u32], max_depth: u32) {
    let (distance, predecessor) = naive(graph, sources, max_depth);
    for threads in [1, 2] {
        let run = |class| {
            on_threads(threads, || {
                bfs(&graph.view(), sources, &BfsOptions { max_depth, class, ..BfsOptions::default() }, &Control::none()).expect("runs")
            })
        };
        let exact = run(ResultClass::Exact);
        assert_eq!((&exact.distance, &exact.predecessor), (&distance, &predecessor));
        assert_eq!(exact.reached, distance.iter().filter(|&&d| d != NONE).count());
        let fast = run(ResultClass::Fast);
        assert_eq!(fast.distance, distance);
        for (v, &u) in fast.predecessor.iter().enumerate() {
            assert_eq!(u == NONE, predecessor[v] == NONE);
            if u != NONE {
                assert_eq!(distance[u.index()] + 1, distance[v]);
                let out = graph.view().out;
                assert!(out.targets[out.offsets.get(u.index())..out.offsets.get(u.index() + 1)].iter().any(|&w| w.index() == v));
            }
        }
    }
}

/// LDBC Graphalytics' directed example graph, from vertex 1, with ids less one.
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
    let graph = graph(10, &edges, true, true);
    let hops = bfs(&graph.view(), &[0], &BfsOptions::default(), &Control::none()).expect("runs");
    assert_eq!(hops.distance, vec![0, NONE, 1, 2, 1, NONE, NONE, 2, NONE, 2]);
    assert_eq!(hops.predecessor, vec![NONE, NONE, 0, 4, 0, NONE, NONE, 2, NONE, 2]);
    assert_eq!((hops.reached, hops.levels), (6, vec![1, 2, 3]));
}

#[test]
fn columns_can_be_left_out() {
    let graph = graph(3, &[(0, 1), (1, 2)], true, true);
    let run = |distance, predecessor| {
        bfs(&graph.view(), &[0], &BfsOptions { distance, predecessor, ..BfsOptions::default() }, &Control::none()).expect("runs")
    };
    assert_eq!((run(true, false).distance, run(true, false).predecessor), (vec![0, 1, 2], vec![]));
    assert_eq!((run(false, true).distance, run(false, true).predecessor), (vec![], vec![NONE, 0, 1]));
}

#[test]
fn an_absent_source_and_a_set_flag_are_errors() {
    let graph = graph(2, &[(0, 1)], true, true);
    let error = bfs(&graph.view(), &[2], &BfsOptions::default(), &Control::none()).expect_err("absent");
    assert_eq!(error, GraphError::VertexNotFound { id: "2".into(), vertices: 2 });
    let flag = AtomicBool::new(true);
    assert_eq!(bfs(&graph.view(), &[0], &BfsOptions::default(), &Control::new(&flag)), Err(GraphError::Cancelled));
}

proptest! {
    #[test]
    fn matches_the_naive_search(
        vertices in 1..80u32,
        edges in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..400),
        sources in proptest::collection::vec(any::<u32>(), 1..4),
        max_depth in prop_oneof![Just(u32::MAX), 0..5u32],
        directed in any::<bool>(),
        incoming in any::<bool>(),
    ) {
        let edges: Vec<_> = edges.iter().map(|(a, b)| (a % vertices, b % vertices)).collect();
        let sources: Vec<u32> = sources.iter().map(|source| source % vertices).collect();
        check(&graph(vertices, &edges, directed, incoming), &sources, max_depth);
    }
}

/// Dense enough to go bottom-up and large enough for parallel top-down steps.
#[test]
fn both_directions_agree_with_the_naive_search() {
    let mix = |i: u32| i.wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b);
    let edges: Vec<_> = (0..40_000u32).map(|i| (mix(i) % 3000, mix(i + 1_000_000) % 3000 / (1 + i % 3))).collect();
    for (directed, incoming) in [(true, true), (true, false), (false, true)] {
        let graph = graph(3000, &edges, directed, incoming);
        check(&graph, &[5], u32::MAX);
        check(&graph, &[5, 17, 17, 2999], 2);
    }
}
