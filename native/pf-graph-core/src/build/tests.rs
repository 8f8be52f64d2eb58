use super::*;
use crate::{EdgeColumn, NotedEdge, Offsets, Weights, WeightsView};
use proptest::prelude::*;

fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

fn floats(weights: &[f64]) -> Option<WeightsColumn<'_>> {
    Some(WeightsColumn::new(WeightsView::F64(weights), None))
}

fn run(vertices: u32, src: &[u32], dst: &[u32], weights: Option<WeightsColumn<'_>>, directed: bool) -> Result<Graph, GraphError> {
    build(vertices, EdgeList { src, dst, weights }, &BuildOptions { directed, incoming: true }, &Control::none())
}

/// The definition: list arcs in input order, sort them stably by (row, entry).
fn naive(vertices: u32, arcs: &[(u32, u32, f64)]) -> Adjacency {
    let mut arcs = arcs.to_vec();
    arcs.sort_by_key(|arc| (arc.0, arc.1));
    let offsets = (0..=vertices).map(|v| u32::try_from(arcs.iter().filter(|arc| arc.0 < v).count()).expect("small")).collect();
    Adjacency {
        offsets: Offsets::U32(offsets),
        targets: arcs.iter().map(|arc| arc.1).collect(),
        weights: Some(Weights::F64(arcs.iter().map(|arc| arc.2).collect())),
    }
}

#[test]
fn directed_with_parallel_edges_and_a_self_loop() {
    let graph = run(4, &[2, 0, 2, 2, 1], &[1, 2, 0, 1, 1], floats(&[1.0, 2.0, -3.0, 4.0, f64::NAN]), true).expect("builds");
    assert_eq!(graph.out.offsets, Offsets::U32(vec![0, 1, 2, 5, 5]));
    assert_eq!(graph.out.targets, vec![2, 1, 0, 1, 1]);
    let Some(Weights::F64(weights)) = &graph.out.weights else { panic!("type kept") };
    assert_eq!(weights[2..], [-3.0, 1.0, 4.0]);
    let incoming = graph.incoming.as_ref().expect("asked for");
    assert_eq!((incoming.offsets.clone(), incoming.targets.clone()), (Offsets::U32(vec![0, 1, 4, 5, 5]), vec![2, 1, 2, 2, 0]));
    let facts = graph.facts;
    assert_eq!((facts.vertices, facts.edges, facts.arcs, facts.self_loops, facts.dangling), (4, 5, 5, 1, 1));
    assert_eq!((facts.min_weight, facts.max_weight, facts.nan_weights, facts.negative_weights), (Some(-3.0), Some(4.0), 1, 1));
    assert_eq!(facts.first_negative, Some(NotedEdge { row: 2, src: 2, dst: 0, weight: -3.0 }));
    assert_eq!(facts.require_non_negative(), Err(GraphError::NanWeight { row: 4, src: 1, dst: 1 }));
}

#[test]
fn undirected_has_a_self_loop_once() {
    let graph = run(3, &[0, 1], &[1, 1], None, false).expect("builds");
    assert_eq!((graph.out.offsets, graph.out.targets), (Offsets::U32(vec![0, 1, 3, 3]), vec![1, 0, 1]));
    assert_eq!((graph.facts.arcs, graph.facts.edges, graph.incoming), (3, 2, None));
}

#[test]
fn empty_graphs() {
    assert_eq!(run(0, &[], &[], None, true).expect("builds").out.offsets, Offsets::U32(vec![0]));
    let graph = run(3, &[], &[], None, false).expect("builds");
    assert_eq!((graph.out.offsets, graph.facts.dangling), (Offsets::U32(vec![0; 4]), 3));
}

#[test]
fn weights_are_checked_and_kept() {
    let ints = [1i64, 1 << 53, -(1 << 53)];
    let graph = run(1, &[0; 3], &[0; 3], Some(WeightsColumn::int64(&ints, None)), true).expect("builds");
    assert_eq!(graph.out.weights, Some(Weights::F64(vec![1.0, 9_007_199_254_740_992.0, -9_007_199_254_740_992.0])));
    let error = run(1, &[0; 2], &[0; 2], Some(WeightsColumn::uint64(&[0, (1 << 53) + 1], None)), true).expect_err("too large");
    assert_eq!(error, GraphError::WeightOutOfRange { row: 1, weight: "9007199254740993".into() });
    let column = WeightsColumn::new(WeightsView::U8(&[1, 2]), Some(&[0b01]));
    assert_eq!(run(1, &[0; 2], &[0; 2], Some(column), true).expect_err("null"), GraphError::NullWeight { row: 1 });
    let column = WeightsColumn::new(WeightsView::U8(&[1, 2]), None);
    assert_eq!(run(1, &[0; 2], &[0; 2], Some(column), true).expect("builds").out.weights, Some(Weights::U8(vec![1, 2])));
}

#[test]
fn indexes_are_checked() {
    let error = run(2, &[0, 1], &[1, 2], None, true).expect_err("2 is outside");
    assert_eq!(error, GraphError::VertexIdOutOfRange { id: "2".into(), row: 1, column: EdgeColumn::Dst, vertices: 2 });
    assert_eq!(run(2, &[0, 1], &[1], None, true).expect_err("lengths").code(), "INVALID_ARGUMENT");
    assert_eq!(run(2, &[0], &[1], floats(&[]), true).expect_err("lengths").code(), "INVALID_ARGUMENT");
}

proptest! {
    #[test]
    fn matches_the_naive_layout(
        vertices in 1..50u32,
        edges in proptest::collection::vec((any::<u32>(), any::<u32>()), 0..300),
        directed in any::<bool>(),
        threads in 1..=2usize,
    ) {
        let (src, dst): (Vec<u32>, Vec<u32>) = edges.iter().map(|(a, b)| (a % vertices, b % vertices)).unzip();
        let weights: Vec<f64> = (0..src.len()).map(|i| f64::from(u32::try_from(i).expect("small"))).collect();
        let forward: Vec<_> = (0..src.len()).map(|i| (src[i], dst[i], weights[i])).collect();
        let back: Vec<_> = forward.iter().map(|&(a, b, w)| (b, a, w)).collect();
        let graph = on_threads(threads, || run(vertices, &src, &dst, floats(&weights), directed).expect("builds"));
        if directed {
            prop_assert_eq!(&graph.out, &naive(vertices, &forward));
            prop_assert_eq!(graph.incoming.as_ref(), Some(&naive(vertices, &back)));
        } else {
            let both: Vec<_> = forward.iter().zip(&back).flat_map(|(&a, &b)| if a == b { vec![a] } else { vec![a, b] }).collect();
            prop_assert_eq!(&graph.out, &naive(vertices, &both));
        }
    }
}

/// Large enough for many blocks, chunks and buckets.
#[test]
fn many_buckets_are_the_same_on_any_number_of_threads() {
    let vertices = 5_000u32;
    let mix = |i: u32, salt: u32| i.wrapping_add(salt).wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b) % vertices;
    let (src, dst): (Vec<u32>, Vec<u32>) = (0..600_000u32).map(|i| (mix(i, 1), mix(i, 77) / 7)).unzip();
    let weights: Vec<f64> = (0..src.len()).map(|i| f64::from(u32::try_from(i).expect("small"))).collect();
    for directed in [true, false] {
        let one = on_threads(1, || run(vertices, &src, &dst, floats(&weights), directed).expect("builds"));
        let two = on_threads(2, || run(vertices, &src, &dst, floats(&weights), directed).expect("builds"));
        assert!(one == two, "threads changed the layout");
        let view = one.view();
        view.out().validate().expect("rows ascend");
        let mut arcs: Vec<(u32, u32, f64)> = (0..src.len()).map(|i| (src[i], dst[i], weights[i])).collect();
        if !directed {
            arcs.extend((0..src.len()).filter(|&i| src[i] != dst[i]).map(|i| (dst[i], src[i], weights[i])));
        }
        // Weights are the edges' places, so that this is the stable order.
        arcs.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        assert!(arcs.iter().map(|arc| arc.1).eq(one.out.targets.iter().copied()));
        let Some(Weights::F64(kept)) = &one.out.weights else { panic!("type kept") };
        assert!(arcs.iter().map(|arc| arc.2).eq(kept.iter().copied()));
    }
}
