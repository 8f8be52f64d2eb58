//! Metadata and fused pipelines.

use std::sync::Arc;

use arrow_schema::SchemaRef;
use napi::bindgen_prelude::{AsyncTask, Function, Int32Array};
use pf_io_core::file::FileSpec;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::{Budget, Control};
use pf_transform_core::expression::{Expression, column_index};
use pf_transform_core::pipeline::{Step, columns_read, key_only_columns, run};
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::{Source, TableSource};
use pf_transform_core::types::FieldJson;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Failure, Outcome};
use crate::job::{Call, Job, spawn};
use crate::memory::TableCell;
use crate::request::parse;
use crate::table::{NativeTable, NewTable};

/// Where a pipeline reads from.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SourceJson {
    /// a Parquet file
    Parquet {
        file: FileSpec,
        columns: Option<Vec<String>>,
        #[serde(default)]
        expected: Vec<FieldJson>,
        predicate: Option<Expression>,
    },
    /// the table that is passed along
    Table,
}

/// A pipeline as JSON.
#[derive(Deserialize)]
pub struct Request {
    pub source: SourceJson,
    #[serde(default)]
    pub steps: Vec<Step>,
    #[serde(default)]
    pub arguments: Vec<ScalarJson>,
    /// bytes that the rows of the result, and what is held to make them, may take
    #[serde(default)]
    pub memory: Option<u64>,
}

impl Request {
    pub fn budget(&self) -> Option<Arc<Budget>> {
        self.memory.map(|bytes| Arc::new(Budget::new(usize::try_from(bytes).unwrap_or(usize::MAX))))
    }
}

/// A source that is ready, the schema that results follow, and what there is to say about it.
pub struct Opened {
    pub source: Box<dyn Source>,
    pub declared: SchemaRef,
    pub notes: Value,
    /// steps left to run
    pub steps: Vec<Step>,
}

/// Opens the source, reading no more columns than the steps need.
pub fn open(request: Request, table: Option<Arc<TableCell>>, threads: usize, whole: bool, control: Control<'_>) -> Outcome<Opened> {
    let needed = columns_read(&request.steps);
    match request.source {
        SourceJson::Parquet { file, columns, expected, predicate } => {
            let columns = match needed {
                Some(needed) => Some(needed),
                None => columns,
            };
            // Dictionaries only where the pipeline turns them back into values: as keys of an aggregation.
            let dictionaries = if whole { key_only_columns(&request.steps) } else { Vec::new() };
            let mut reads = Vec::new();
            predicate.iter().for_each(|predicate| predicate.columns(&mut reads));
            let dictionaries = dictionaries.into_iter().filter(|column| !reads.contains(column)).collect();
            let scan = ScanRequest { file, columns, expected, predicate, arguments: request.arguments.clone(), dictionaries, threads };
            let scan = ParquetScan::new(&scan, control)?;
            let notes =
                json!({ "rowGroups": scan.row_groups, "rowGroupsRead": scan.row_groups - scan.pruned, "rowGroupsPruned": scan.pruned });
            Ok(Opened { declared: scan.declared(), source: Box::new(scan), notes, steps: request.steps })
        }
        SourceJson::Table => {
            let cell = table.ok_or_else(|| Failure::invalid("the pipeline's table is missing"))?;
            let columns = needed
                .map(|names| names.iter().map(|name| column_index(&cell.table.schema, name)).collect::<Result<Vec<_>, _>>())
                .transpose()?;
            let source = TableSource::new(cell.table.clone(), columns);
            Ok(Opened { declared: source.schema(), source: Box::new(source), notes: json!({}), steps: request.steps })
        }
    }
}

/// Everything the footer of a Parquet file says, as JSON.
#[napi]
pub fn parquet_metadata(file: String, cancelled: Option<Int32Array>) -> napi::Result<AsyncTask<Job<String>>> {
    let call = Call::new(Some(1), cancelled, None)?;
    Ok(spawn(call, move |call| {
        let file: FileSpec = parse(&file)?;
        let metadata = call.with_control(|control| pf_io_core::metadata::metadata(&file, control))?;
        Ok(serde_json::to_string(&metadata)?)
    }))
}

/// Runs a pipeline to its end.
#[napi]
pub fn run_pipeline(
    request: String,
    table: Option<&NativeTable>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let cell = table.map(NativeTable::cell).transpose()?;
    Ok(spawn(call, move |call| {
        let started = std::time::Instant::now();
        let request: Request = parse(&request)?;
        let arguments = request.arguments.clone();
        let budget = request.budget();
        let (table, notes) = call.with_control(|control| {
            let control = control.within(budget.as_ref());
            let opened = open(request, cell, call.threads(), true, control)?;
            let table = run(opened.source.as_ref(), &opened.declared, &opened.steps, &arguments, control)?;
            Ok::<_, Failure>((table, opened.notes))
        })?;
        tracing::debug!(rows = table.rows(), batches = table.batches.len(), elapsed = ?started.elapsed(), "pipeline");
        Ok(NewTable { cell: TableCell::native(table), notes })
    }))
}
