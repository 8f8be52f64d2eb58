//! What this binary can do, for the TypeScript side to compare with the manifest.

use serde_json::{Value, json};

/// Operations with an entry of their own; the others are kernels of a family.
const SINGLE: &[&str] =
    &["parquet.metadata", "parquet.scan", "graph.build", "table.join", "table.concat", "table.beside", "table.joinAsof", "table.joinWhere"];

/// Names of the operations in the catalogue, as JSON: `graph` with the cost of each, `table` steps of pipelines, and `single` ones.
#[napi]
pub fn operations() -> String {
    let table = pf_transform_core::pipeline::STEPS.iter().map(|step| Value::from(format!("table.{step}"))).collect::<Vec<_>>();
    json!({ "graph": crate::graph::offered(), "table": table, "single": SINGLE }).to_string()
}
