//! `graph.degree`: columns vertex, in, out.

use pf_graph_core::{Control, degree};
use serde_json::json;

use super::columns::{result, uint32};
use super::{GraphKernel, Request};
use crate::error::Outcome;
use crate::graph::cell::GraphCell;
use crate::table::NewTable;

pub const KERNEL: GraphKernel = GraphKernel { operation: "graph.degree", seconds: (5e-5, 2e-9), bytes: 0.0, run };

fn run(_: &Request, graph: &GraphCell, control: &Control<'_>) -> Outcome<NewTable> {
    let degrees = degree(&graph.view()?, control)?;
    let columns =
        vec![("vertex", graph.vertex_column()?, false), ("in", uint32(degrees.incoming), false), ("out", uint32(degrees.outgoing), false)];
    result(columns, json!({}))
}
