//! `graph.bfs`: columns vertex, distance?, predecessor?.

use pf_graph_core::{BfsOptions, Control, bfs};
use serde::Deserialize;
use serde_json::{Value, json};

use super::columns::{nullable_uint32, result};
use super::{GraphKernel, Request};
use crate::error::Outcome;
use crate::graph::cell::GraphCell;
use crate::table::NewTable;

pub const KERNEL: GraphKernel = GraphKernel { operation: "graph.bfs", seconds: (5e-5, 1e-9), bytes: 2.0, run };

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    sources: Vec<Value>,
    max_depth: Option<u64>,
    columns: Vec<String>,
}

fn run(request: &Request, graph: &GraphCell, control: &Control<'_>) -> Outcome<NewTable> {
    let Options { sources, max_depth, columns } = request.options()?;
    let sources = graph.lookup(&sources)?;
    let [distance, predecessor] = ["distance", "predecessor"].map(|name| columns.iter().any(|column| column == name));
    let max_depth = max_depth.map_or(u32::MAX, |depth| u32::try_from(depth).unwrap_or(u32::MAX));
    let options = BfsOptions { max_depth, distance, predecessor, class: request.class() };
    let found = bfs(&graph.view()?, &sources, &options, control)?;
    let mut columns = vec![("vertex", graph.vertex_column()?, false)];
    if distance {
        columns.push(("distance", nullable_uint32(found.distance), true));
    }
    if predecessor {
        columns.push(("predecessor", graph.ids_of(found.predecessor)?, true));
    }
    result(columns, json!({ "reached": found.reached, "levels": found.levels.len() }))
}
