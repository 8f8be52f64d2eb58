//! `graph.degree`, `graph.bfs`, `graph.pageRank` and `graph.wcc`.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, UInt32Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{Field, Schema};
use napi::bindgen_prelude::{AsyncTask, Function, Int32Array};
use pf_graph_core::{BfsOptions, Control, PageRankOptions, ResultClass, bfs, degree, page_rank, validity_of_u32, wcc};
use pf_transform_core::table::Table;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cell::GraphCell;
use super::handle::NativeGraph;
use crate::error::Outcome;
use crate::job::{Call, Job, spawn};
use crate::memory::TableCell;
use crate::table::NewTable;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BfsRequest {
    sources: Vec<Value>,
    max_depth: Option<f64>,
    distance: bool,
    predecessor: bool,
    fast: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageRankRequest {
    damping: f64,
    tolerance: f64,
    max_iterations: u32,
    weighted: bool,
    fast: bool,
}

const fn class(fast: bool) -> ResultClass {
    if fast { ResultClass::Fast } else { ResultClass::Exact }
}

/// Columns of a result with one row per vertex.
fn result(columns: Vec<(&str, ArrayRef, bool)>, notes: Value) -> Outcome<NewTable> {
    let fields = columns.iter().map(|(name, array, nullable)| Field::new(*name, array.data_type().clone(), *nullable));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, array, _)| array).collect())?;
    Ok(NewTable { cell: TableCell::native(Table { schema, batches: vec![batch] }), notes })
}

fn column(values: Vec<u32>) -> ArrayRef {
    Arc::new(UInt32Array::new(values.into(), None))
}

fn nullable(values: Vec<u32>) -> ArrayRef {
    let (validity, _) = validity_of_u32(&values);
    let length = values.len();
    let nulls = validity.map(|bits| NullBuffer::new(BooleanBuffer::new(Buffer::from_vec(bits), 0, length)));
    Arc::new(UInt32Array::new(values.into(), nulls))
}

type Kernel = Box<dyn FnOnce(&GraphCell, &Control<'_>) -> Outcome<NewTable> + Send>;

fn run(
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
    kernel: Kernel,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let cell = graph.cell()?;
    Ok(spawn(call, move |call| {
        let report = |fraction: f64| call.report(fraction);
        let control = Control::new(call.flag()).with_progress(&report);
        kernel(&cell, &control)
    }))
}

/// Columns vertex, in, out.
#[napi]
pub fn graph_degree(
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let kernel: Kernel = Box::new(|graph, control| {
        let degrees = degree(&graph.view()?, control)?;
        let columns = vec![
            ("vertex", graph.vertex_column()?, false),
            ("in", column(degrees.incoming), false),
            ("out", column(degrees.outgoing), false),
        ];
        result(columns, json!({}))
    });
    run(graph, threads, cancelled, progress, kernel)
}

/// Columns vertex, distance?, predecessor?.
#[napi]
pub fn graph_bfs(
    request: String,
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let kernel: Kernel = Box::new(move |graph, control| {
        let request: BfsRequest = serde_json::from_str(&request)?;
        let sources = graph.lookup(&request.sources)?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let max_depth = request.max_depth.map_or(u32::MAX, |depth| depth as u32);
        let options = BfsOptions { max_depth, distance: request.distance, predecessor: request.predecessor, class: class(request.fast) };
        let found = bfs(&graph.view()?, &sources, &options, control)?;
        let mut columns = vec![("vertex", graph.vertex_column()?, false)];
        if request.distance {
            columns.push(("distance", nullable(found.distance), true));
        }
        if request.predecessor {
            columns.push(("predecessor", graph.ids_of(found.predecessor)?, true));
        }
        result(columns, json!({ "reached": found.reached, "levels": found.levels.len() }))
    });
    run(graph, threads, cancelled, progress, kernel)
}

/// Columns vertex, rank.
#[napi]
pub fn graph_page_rank(
    request: String,
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let kernel: Kernel = Box::new(move |graph, control| {
        let request: PageRankRequest = serde_json::from_str(&request)?;
        let options = PageRankOptions {
            damping: request.damping,
            tolerance: request.tolerance,
            max_iterations: request.max_iterations,
            weighted: request.weighted,
            class: class(request.fast),
        };
        let ranks = page_rank(&graph.view()?, &options, control)?;
        let notes = json!({ "iterations": ranks.iterations, "converged": ranks.converged, "error": ranks.error });
        let rank: ArrayRef = Arc::new(Float64Array::new(ranks.rank.into(), None));
        result(vec![("vertex", graph.vertex_column()?, false), ("rank", rank, false)], notes)
    });
    run(graph, threads, cancelled, progress, kernel)
}

/// Columns vertex, component.
#[napi]
pub fn graph_wcc(
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let kernel: Kernel = Box::new(|graph, control| {
        let found = wcc(&graph.view()?, control)?;
        let columns = vec![("vertex", graph.vertex_column()?, false), ("component", column(found.component), false)];
        result(columns, json!({ "components": found.components }))
    });
    run(graph, threads, cancelled, progress, kernel)
}
