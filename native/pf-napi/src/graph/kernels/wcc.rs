//! `graph.wcc`: columns vertex, component.

use pf_graph_core::{Control, wcc};
use serde_json::json;

use super::columns::{result, uint32};
use super::{GraphKernel, Request};
use crate::error::Outcome;
use crate::graph::cell::GraphCell;
use crate::table::NewTable;

pub const KERNEL: GraphKernel = GraphKernel { operation: "graph.wcc", seconds: (5e-5, 2e-9), bytes: 1.0, run };

fn run(_: &Request, graph: &GraphCell, control: &Control<'_>) -> Outcome<NewTable> {
    let found = wcc(&graph.view()?, control)?;
    let columns = vec![("vertex", graph.vertex_column()?, false), ("component", uint32(found.component), false)];
    result(columns, json!({ "components": found.components }))
}
