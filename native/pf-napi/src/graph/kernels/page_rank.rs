//! `graph.pageRank`: columns vertex, rank.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array};
use pf_graph_core::{Control, PageRankOptions, page_rank};
use serde::Deserialize;
use serde_json::json;

use super::columns::result;
use super::{GraphKernel, Request};
use crate::error::Outcome;
use crate::graph::cell::GraphCell;
use crate::table::NewTable;

pub const KERNEL: GraphKernel = GraphKernel { operation: "graph.pageRank", seconds: (1e-4, 1.5e-9), bytes: 0.0, run };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    damping: f64,
    tolerance: f64,
    max_iterations: u32,
    weighted: bool,
}

fn run(request: &Request, graph: &GraphCell, control: &Control<'_>) -> Outcome<NewTable> {
    let Options { damping, tolerance, max_iterations, weighted } = request.options()?;
    let options = PageRankOptions { damping, tolerance, max_iterations, weighted, class: request.class() };
    let ranks = page_rank(&graph.view()?, &options, control)?;
    let notes = json!({ "iterations": ranks.iterations, "converged": ranks.converged, "error": ranks.error });
    let rank: ArrayRef = Arc::new(Float64Array::new(ranks.rank.into(), None));
    result(vec![("vertex", graph.vertex_column()?, false), ("rank", rank, false)], notes)
}
