//! `graph.triangles`: columns vertex, triangles.

use pf_graph_core::{Control, triangles};
use serde_json::json;

use super::columns::{int64, result};
use super::{GraphKernel, Request};
use crate::error::Outcome;
use crate::graph::cell::GraphCell;
use crate::table::NewTable;

pub const KERNEL: GraphKernel = GraphKernel { operation: "graph.triangles", seconds: (1e-4, 2e-8), bytes: 4.0, run };

fn run(_: &Request, graph: &GraphCell, control: &Control<'_>) -> Outcome<NewTable> {
    let found = triangles(&graph.view()?, control)?;
    let columns = vec![("vertex", graph.vertex_column()?, false), ("triangles", int64(&found.triangles)?, false)];
    result(columns, json!({ "triangles": found.total }))
}
