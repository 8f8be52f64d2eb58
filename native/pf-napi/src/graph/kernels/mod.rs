//! Kernels from a graph to a table with one row per vertex, one file each, and the one entry through which all are called.

mod bfs;
mod columns;
mod degree;
mod page_rank;
mod triangles;
mod wcc;

use napi::bindgen_prelude::{AsyncTask, Function, Int32Array};
use pf_graph_core::{Control, ResultClass};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::cell::GraphCell;
use super::handle::NativeGraph;
use crate::error::{Failure, Outcome};
use crate::job::{Call, Job, spawn};
use crate::table::NewTable;

/// An operation as the engine offers it.
pub struct GraphKernel {
    /// Name in the catalogue.
    pub operation: &'static str,
    /// Seconds of a call on two cores: fixed, and per unit of the catalogue's measure of work.
    pub seconds: (f64, f64),
    /// Peak bytes per arc, beside what every kernel keeps per vertex.
    pub bytes: f64,
    /// Runs it with the options of the operation, by their names in the catalogue.
    pub run: fn(&Request, &GraphCell, &Control<'_>) -> Outcome<NewTable>,
}

/// Whoever adds an operation adds one line.
const KERNELS: &[GraphKernel] = &[bfs::KERNEL, degree::KERNEL, page_rank::KERNEL, triangles::KERNEL, wcc::KERNEL];

/// What a call asks for.
#[derive(Deserialize)]
pub struct Request {
    options: Value,
    fast: bool,
}

impl Request {
    /// The options as the kernel's own type.
    fn options<T: DeserializeOwned>(&self) -> Outcome<T> {
        Ok(T::deserialize(&self.options)?)
    }

    const fn class(&self) -> ResultClass {
        if self.fast { ResultClass::Fast } else { ResultClass::Exact }
    }
}

/// Name and cost of every kernel, as JSON.
pub fn offered() -> Value {
    let entries = KERNELS.iter().map(|kernel| {
        let (fixed, per_work) = kernel.seconds;
        (kernel.operation.to_owned(), json!({ "seconds": [fixed, per_work], "bytes": kernel.bytes }))
    });
    Value::Object(entries.collect())
}

/// Runs the graph operation of that name; the request is JSON.
#[napi]
pub fn graph_run(
    operation: String,
    request: String,
    graph: &NativeGraph,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let cell = graph.cell()?;
    Ok(spawn(call, move |call| {
        let kernel = KERNELS.iter().find(|kernel| kernel.operation == operation);
        let kernel = kernel.ok_or_else(|| Failure::new("INTERNAL", format!("this binary has no {operation}")))?;
        let request: Request = serde_json::from_str(&request)?;
        let report = |fraction: f64| call.report(fraction);
        let control = Control::new(call.flag()).with_progress(&report);
        (kernel.run)(&request, &cell, &control)
    }))
}
