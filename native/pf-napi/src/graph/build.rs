//! `graph.build`.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use napi::bindgen_prelude::{AsyncTask, Function, Int32Array};
use pf_graph_core::{BuildOptions, Control, EdgeList, Facts, IdMapping, WeightsColumn, WeightsView, build, map_ids};
use pf_transform_core::expression::column_index;
use pf_transform_core::table::Table;
use pf_transform_core::types::TypeJson;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cell::{GraphCell, Side};
use super::handle::NewGraph;
use super::ids::{bitmap, id_array, id_column, single_column};
use crate::error::{Failure, Outcome};
use crate::job::{Call, Job, spawn};
use crate::memory::Counted;
use crate::table::NativeTable;

/// How ids become dense.
#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Ids {
    Sorted,
    FirstAppearance,
    Dense,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    src: String,
    dst: String,
    weight: Option<String>,
    directed: bool,
    ids: Ids,
    vertex: Option<String>,
    vertex_count: Option<u64>,
    id_type: TypeJson,
}

/// Builds a graph of a table of edges and an optional table of vertices.
#[napi]
pub fn graph_build(
    request: String,
    edges: &NativeTable,
    vertices: Option<&NativeTable>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewGraph>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let edges = edges.cell()?;
    let vertices = vertices.map(NativeTable::cell).transpose()?;
    Ok(spawn(call, move |call| {
        let request: Request = serde_json::from_str(&request)?;
        let report = |fraction: f64| call.report(fraction);
        let control = Control::new(call.flag()).with_progress(&report);
        build_graph(&request, &edges.table, vertices.as_ref().map(|cell| &*cell.table), &control).map(NewGraph)
    }))
}

fn build_graph(request: &Request, edges: &Table, vertices: Option<&Table>, control: &Control<'_>) -> Outcome<Arc<GraphCell>> {
    let id_type = request.id_type.to_arrow();
    let integers = id_type.is_integer();
    let gather = |table: &Table, name: &str| -> Outcome<ArrayRef> {
        let index = column_index(&table.schema, name)?;
        // String encodings are read as they are, except views.
        let view = table.schema.field(index).data_type() == &DataType::Utf8View;
        let target = if integers {
            Some(&id_type)
        } else if view {
            Some(&DataType::Utf8)
        } else {
            None
        };
        single_column(table, index, target, control).map_err(|failure| failure.of_id(name))
    };
    let (src, dst) = rayon::join(|| gather(edges, &request.src), || gather(edges, &request.dst));
    let (src, dst) = (src?, dst?);
    let table = match (vertices, &request.vertex) {
        (Some(table), Some(name)) => Some(gather(table, name)?),
        _ => None,
    };
    let mapping = match request.ids {
        Ids::Sorted => IdMapping::Sorted,
        Ids::FirstAppearance => IdMapping::FirstAppearance,
        Ids::Dense => IdMapping::Dense(request.vertex_count.ok_or_else(|| Failure::invalid("ids: \"dense\" needs vertexCount"))?),
    };
    let (src_bits, dst_bits, table_bits) = (bitmap(&src), bitmap(&dst), table.as_ref().and_then(|table| bitmap(table)));
    let src_column = id_column(&src, src_bits.as_deref())?;
    let dst_column = id_column(&dst, dst_bits.as_deref())?;
    let table_column = table.as_ref().map(|table| id_column(table, table_bits.as_deref())).transpose()?;
    let mapped = map_ids(&src_column, &dst_column, table_column.as_ref(), mapping, control)?;

    let weights = match &request.weight {
        Some(name) => Some(single_column(edges, column_index(&edges.schema, name)?, None, control)?),
        None => None,
    };
    let weight_bits = weights.as_ref().and_then(|weights| bitmap(weights));
    let weights = weights.as_ref().map(|weights| weights_column(weights, weight_bits.as_deref())).transpose()?;
    let options = BuildOptions { directed: request.directed, incoming: true };
    let list = EdgeList { src: &mapped.src, dst: &mapped.dst, weights };
    let graph = build(mapped.vertices, list, &options, control)?;

    let sorted = mapped.ids.sorted;
    let ids = id_array(mapped.ids.ids);
    let facts = facts_json(&graph.facts, request.weight.is_some());
    let out = Side::from(graph.out);
    let incoming = graph.incoming.map(Side::from);
    let bytes = out.bytes() + incoming.as_ref().map_or(0, Side::bytes) + ids.as_ref().map_or(0, |ids| ids.get_buffer_memory_size());
    let id_type = ids.as_ref().map_or(id_type, |ids| ids.data_type().clone());
    tracing::debug!(vertices = mapped.vertices, arcs = out.targets.len(), bytes, "graph built");
    Ok(Arc::new(GraphCell { directed: request.directed, id_type, ids, sorted, out, incoming, facts, counted: Counted::new(bytes) }))
}

impl Failure {
    /// A failed conversion of an id is an id out of range.
    fn of_id(self, column: &str) -> Self {
        self.recode("CAST_FAILED", "VERTEX_ID_OUT_OF_RANGE", column)
    }
}

fn weights_column<'a>(array: &'a ArrayRef, validity: Option<&'a [u8]>) -> Outcome<WeightsColumn<'a>> {
    let kept = |values| Ok(WeightsColumn::new(values, validity));
    match array.data_type() {
        DataType::Int8 => kept(WeightsView::I8(array.as_primitive::<Int8Type>().values())),
        DataType::Int16 => kept(WeightsView::I16(array.as_primitive::<Int16Type>().values())),
        DataType::Int32 => kept(WeightsView::I32(array.as_primitive::<Int32Type>().values())),
        DataType::UInt8 => kept(WeightsView::U8(array.as_primitive::<UInt8Type>().values())),
        DataType::UInt16 => kept(WeightsView::U16(array.as_primitive::<UInt16Type>().values())),
        DataType::UInt32 => kept(WeightsView::U32(array.as_primitive::<UInt32Type>().values())),
        DataType::Float32 => kept(WeightsView::F32(array.as_primitive::<Float32Type>().values())),
        DataType::Float64 => kept(WeightsView::F64(array.as_primitive::<Float64Type>().values())),
        DataType::Int64 => Ok(WeightsColumn::int64(array.as_primitive::<Int64Type>().values(), validity)),
        DataType::UInt64 => Ok(WeightsColumn::uint64(array.as_primitive::<UInt64Type>().values(), validity)),
        other => Err(Failure::new("TYPE_MISMATCH", format!("weights must be numbers, received {other}"))),
    }
}

/// `GraphFacts` of core.
fn facts_json(facts: &Facts, weighted: bool) -> Value {
    let mut json = json!({
        "vertices": facts.vertices,
        "arcs": facts.arcs,
        "edges": facts.edges,
        "selfLoops": facts.self_loops,
        "dangling": facts.dangling,
    });
    if let (true, Some(object)) = (weighted, json.as_object_mut()) {
        object.insert("nanWeights".to_owned(), facts.nan_weights.into());
        object.insert("negativeWeights".to_owned(), facts.negative_weights.into());
        let bounds = [("minWeight", facts.min_weight), ("maxWeight", facts.max_weight)];
        for (name, value) in bounds {
            if let Some(value) = value {
                object.insert(name.to_owned(), finite(value));
            }
        }
        let rows = [("firstNegativeRow", facts.first_negative), ("firstNanRow", facts.first_nan)];
        for (name, edge) in rows {
            if let Some(edge) = edge {
                object.insert(name.to_owned(), edge.row.into());
            }
        }
    }
    json
}

/// JSON has no infinities; the face turns the text back.
fn finite(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { json!(if value > 0.0 { "Infinity" } else { "-Infinity" }) }
}
