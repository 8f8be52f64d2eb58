//! Joins of two tables.

use std::sync::Arc;

use napi::bindgen_prelude::{AsyncTask, Function, Int32Array};
use pf_transform_core::control::Budget;
use pf_transform_core::join::{Join, join};
use serde::Deserialize;

use crate::job::{Call, Job, spawn};
use crate::memory::TableCell;
use crate::request::parse;
use crate::table::{NativeTable, NewTable};

/// A join as JSON.
#[derive(Deserialize)]
struct Request {
    join: Join,
    /// bytes that the rows of the result, and what is held to make them, may take
    #[serde(default)]
    memory: Option<u64>,
}

/// Joins two tables.
#[napi]
pub fn run_join(
    request: String,
    left: &NativeTable,
    right: &NativeTable,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let (left, right) = (left.cell()?, right.cell()?);
    Ok(spawn(call, move |call| {
        let started = std::time::Instant::now();
        let request: Request = parse(&request)?;
        let budget = request.memory.map(|bytes| Arc::new(Budget::new(usize::try_from(bytes).unwrap_or(usize::MAX))));
        let table = call.with_control(|control| join(left.table.clone(), &right.table, &request.join, control.within(budget.as_ref())))?;
        tracing::debug!(rows = table.rows(), batches = table.batches.len(), elapsed = ?started.elapsed(), "join");
        Ok(NewTable { cell: TableCell::native(table), notes: serde_json::json!({}) })
    }))
}
