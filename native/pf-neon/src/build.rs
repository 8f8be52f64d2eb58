//! `graph.build`.

use crate::columns::{id_buffer, ids, weight_array, weights};
use crate::handed_over::typed_array;
use crate::job::Job;
use crate::request::{Chunk, flag, size, size_opt};
use neon::prelude::*;
use pf_graph_core::{
    Adjacency, BuildOptions, Control, EdgeColumn, EdgeList, Facts, Graph, GraphError, IdBuffer, IdMapping, IdType, MappedIds, Offsets,
    map_ids,
};

struct Request {
    src: Vec<Chunk>,
    dst: Vec<Chunk>,
    vertex: Option<Vec<Chunk>>,
    weight: Option<Vec<Chunk>>,
    id_type: String,
    mapping: IdMapping,
    directed: bool,
}

impl Request {
    fn read<'cx>(cx: &mut FunctionContext<'cx>, object: Handle<'cx, JsObject>) -> NeonResult<Self> {
        let mapping = object.get::<JsString, _, _>(cx, "mapping")?.value(cx);
        let vertices = size_opt(cx, object, "vertexCount")?.unwrap_or(0);
        Ok(Self {
            src: Chunk::read_all(cx, object, "src")?.unwrap_or_default(),
            dst: Chunk::read_all(cx, object, "dst")?.unwrap_or_default(),
            vertex: Chunk::read_all(cx, object, "vertex")?,
            weight: Chunk::read_all(cx, object, "weight")?,
            id_type: object.get::<JsString, _, _>(cx, "idType")?.value(cx),
            mapping: match mapping.as_str() {
                "sorted" => IdMapping::Sorted,
                "firstAppearance" => IdMapping::FirstAppearance,
                "dense" => IdMapping::Dense(vertices.try_into().unwrap_or(u64::MAX)),
                other => return cx.throw_type_error(format!("there is no id mapping {other}")),
            },
            directed: flag(cx, object, "directed")?,
        })
    }

    fn run(&self, control: &Control<'_>) -> Result<(Graph, IdBuffer), GraphError> {
        let message = || format!("vertex ids of type {} are not supported by this binding", self.id_type);
        let id_type = IdType::of(&self.id_type).ok_or_else(|| GraphError::InvalidArgument { message: message() })?;
        let src = ids(&self.src, id_type, EdgeColumn::Src, control)?;
        let dst = ids(&self.dst, id_type, EdgeColumn::Dst, control)?;
        let table = self.vertex.as_deref().map(|chunks| ids(chunks, id_type, EdgeColumn::Vertex, control)).transpose()?;
        let (src, dst, table) = (src.column(), dst.column(), table.as_ref().map(|table| table.column()));
        let mapped: MappedIds<'_> = map_ids(&src, &dst, table.as_ref(), self.mapping, control)?;
        let weights = self.weight.as_deref().map(weights).transpose()?;
        let list = EdgeList { src: &mapped.src, dst: &mapped.dst, weights: weights.as_ref().map(|weights| weights.column()) };
        let graph = pf_graph_core::build(mapped.vertices, list, &BuildOptions { directed: self.directed, incoming: true }, control)?;
        if matches!(graph.out.offsets, Offsets::U64(_)) {
            // The contract's typed arrays have 32-bit offsets.
            return Err(GraphError::TooManyVertices { vertices: graph.facts.arcs });
        }
        Ok((graph, mapped.ids.ids))
    }
}

pub fn build(mut cx: FunctionContext) -> JsResult<JsPromise> {
    let object: Handle<JsObject> = cx.argument(0)?;
    let request = Request::read(&mut cx, object)?;
    let threads = size(&mut cx, object, "threads")?;
    let job = Job::of(&mut cx, object, threads)?;
    Ok(job.spawn(&mut cx, move |control| request.run(control), |cx, (graph, ids)| graph_object(cx, graph, ids)))
}

/// `{ vertexCount, arcCount, ids?, csr, csc?, facts }`.
fn graph_object<'cx>(cx: &mut Cx<'cx>, graph: Graph, ids: IdBuffer) -> JsResult<'cx, JsObject> {
    let object = cx.empty_object();
    let ids = id_buffer(cx, ids)?;
    object.set(cx, "ids", ids)?;
    let csr = side(cx, graph.out)?;
    object.set(cx, "csr", csr)?;
    if let Some(incoming) = graph.incoming {
        let csc = side(cx, incoming)?;
        object.set(cx, "csc", csc)?;
    }
    let facts = facts(cx, &graph.facts)?;
    object.set(cx, "facts", facts)?;
    Ok(object)
}

fn side<'cx>(cx: &mut Cx<'cx>, side: Adjacency) -> JsResult<'cx, JsObject> {
    let object = cx.empty_object();
    if let Offsets::U32(offsets) = side.offsets {
        let offsets = typed_array(cx, offsets)?;
        object.set(cx, "offsets", offsets)?;
    }
    let targets = typed_array(cx, side.targets)?;
    object.set(cx, "targets", targets)?;
    if let Some(weights) = side.weights {
        let weights = weight_array(cx, weights)?;
        object.set(cx, "weights", weights)?;
    }
    Ok(object)
}

fn facts<'cx>(cx: &mut Cx<'cx>, facts: &Facts) -> JsResult<'cx, JsObject> {
    let object = cx.empty_object();
    let counts = [
        ("vertices", facts.vertices),
        ("arcs", facts.arcs),
        ("edges", facts.edges),
        ("selfLoops", facts.self_loops),
        ("dangling", facts.dangling),
        ("nanWeights", facts.nan_weights),
        ("negativeWeights", facts.negative_weights),
    ];
    // Offsets are u32 here, so that every count fits.
    let whole = |count: u64| u32::try_from(count).map_or(f64::NAN, f64::from);
    let row = |row: usize| u32::try_from(row).map_or(f64::NAN, f64::from);
    let numbers = counts.map(|(name, count)| (name, Some(whole(count)))).into_iter().chain([
        ("minWeight", facts.min_weight),
        ("maxWeight", facts.max_weight),
        ("firstNegativeRow", facts.first_negative.map(|edge| row(edge.row))),
        ("firstNanRow", facts.first_nan.map(|edge| row(edge.row))),
    ]);
    for (name, number) in numbers {
        if let Some(number) = number {
            let number = cx.number(number);
            object.set(cx, name, number)?;
        }
    }
    Ok(object)
}
