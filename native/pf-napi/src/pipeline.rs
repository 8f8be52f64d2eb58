//! Metadata and fused pipelines.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_schema::SchemaRef;
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Function, Int32Array};
use pf_io_core::file::FileSpec;
use pf_io_core::scan::{ParquetScan, ScanRequest};
use pf_transform_core::control::{Budget, Control};
use pf_transform_core::expression::{Expression, column_index};
use pf_transform_core::join::{Input, Join, join_inputs};
use pf_transform_core::pipeline::{Step, columns_read, key_only_columns, outcome, run};
use pf_transform_core::rows::RowSteps;
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::{Source, TableSource};
use pf_transform_core::spill::Spill;
use pf_transform_core::types::FieldJson;
use pf_transform_core::verbs::concat_inputs;
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
    /// one of the tables that are passed along
    Table {
        #[serde(default)]
        index: usize,
    },
    /// rows of two sources
    Join { join: Join, left: Box<SideJson>, right: Box<SideJson> },
    /// rows of several sources, one below the other
    Concat { inputs: Vec<SideJson> },
}

/// A source and what becomes of its rows first.
#[derive(Deserialize)]
pub struct SideJson {
    source: SourceJson,
    #[serde(default)]
    steps: Vec<Step>,
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
    #[serde(flatten)]
    pub room: RoomJson,
}

/// What a call may take.
#[derive(Deserialize)]
pub struct RoomJson {
    /// bytes that the rows of the result, and what is held to make them, may take
    #[serde(default)]
    memory: Option<u64>,
    /// a folder for what does not fit
    #[serde(default)]
    scratch: Option<PathBuf>,
}

/// Memory and disk of one run.
pub struct Room {
    budget: Option<Arc<Budget>>,
    spill: Option<Arc<Spill>>,
}

impl Room {
    pub fn new(json: &RoomJson) -> Self {
        let budget = json.memory.map(|bytes| Arc::new(Budget::new(usize::try_from(bytes).unwrap_or(usize::MAX))));
        Self { budget, spill: json.scratch.clone().map(|folder| Arc::new(Spill::new(folder))) }
    }

    /// The control that keeps to it.
    pub fn within<'a>(&'a self, control: Control<'a>) -> Control<'a> {
        control.within(self.budget.as_ref()).spilling(self.spill.as_ref())
    }

    /// Bytes that were put on disk, where any were.
    pub fn notes(&self) -> Value {
        match self.spill.as_ref().map_or(0, |spill| spill.written()) {
            0 => json!({}),
            bytes => json!({ "spilledBytes": bytes }),
        }
    }
}

/// Both objects in one; counts under one name are added.
pub fn merged(mut notes: Value, more: Value) -> Value {
    if let (Some(notes), Value::Object(more)) = (notes.as_object_mut(), more) {
        for (name, value) in more {
            let before = notes.get(&name).and_then(Value::as_u64);
            let both = before.zip(value.as_u64()).map(|(before, value)| json!(before + value));
            notes.insert(name, both.unwrap_or(value));
        }
    }
    notes
}

/// A source that is ready, the schema that results follow, and what there is to say about it.
pub struct Opened {
    pub source: Box<dyn Source>,
    pub declared: SchemaRef,
    pub notes: Value,
}

/// What opening a source takes beside it.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    pub tables: &'a [Arc<TableCell>],
    pub arguments: &'a [ScalarJson],
    pub threads: usize,
    pub control: Control<'a>,
}

/// Opens the source of the steps, reading no more columns than they need. `whole`: they run to their end, nothing is given out before.
pub fn open(source: SourceJson, steps: &[Step], whole: bool, given: Given<'_>) -> Outcome<Opened> {
    let needed = columns_read(steps);
    match source {
        SourceJson::Parquet { file, columns, expected, predicate } => {
            let columns = match needed {
                Some(needed) => Some(needed),
                None => columns,
            };
            // Dictionaries only where the pipeline turns them back into values: as keys of an aggregation.
            let dictionaries = if whole { key_only_columns(steps) } else { Vec::new() };
            let mut reads = Vec::new();
            predicate.iter().for_each(|predicate| predicate.columns(&mut reads));
            let dictionaries = dictionaries.into_iter().filter(|column| !reads.contains(column)).collect();
            let (arguments, threads) = (given.arguments.to_vec(), given.threads);
            let scan = ScanRequest { file, columns, expected, predicate, arguments, dictionaries, threads };
            let scan = ParquetScan::new(&scan, given.control)?;
            let notes =
                json!({ "rowGroups": scan.row_groups, "rowGroupsRead": scan.row_groups - scan.pruned, "rowGroupsPruned": scan.pruned });
            Ok(Opened { declared: scan.declared(), source: Box::new(scan), notes })
        }
        SourceJson::Table { index } => {
            let cell = given.tables.get(index).ok_or_else(|| Failure::invalid("the pipeline's table is missing"))?;
            let columns = needed
                .map(|names| names.iter().map(|name| column_index(&cell.table.schema, name)).collect::<Result<Vec<_>, _>>())
                .transpose()?;
            let source = TableSource::new(cell.table.clone(), columns);
            Ok(Opened { declared: source.schema(), source: Box::new(source), notes: json!({}) })
        }
        SourceJson::Join { join, left, right } => {
            let ((left, left_notes), (right, right_notes)) = (side(*left, given)?, side(*right, given)?);
            let source = join_inputs(left, &right, &join, given.control)?.into_source();
            Ok(Opened { declared: source.schema(), source, notes: merged(left_notes, right_notes) })
        }
        SourceJson::Concat { inputs } => {
            let inputs = inputs.into_iter().map(|input| side(input, given)).collect::<Outcome<Vec<_>>>()?;
            let (inputs, notes): (Vec<_>, Vec<_>) = inputs.into_iter().unzip();
            let source = concat_inputs(inputs)?;
            Ok(Opened { declared: source.schema(), source, notes: notes.into_iter().fold(json!({}), merged) })
        }
    }
}

/// The rows of one source: steps that look at all rows are done, the others are left to whoever reads it.
fn side(SideJson { source, steps }: SideJson, given: Given<'_>) -> Outcome<(Input, Value)> {
    let opened = open(source, &steps, false, given)?;
    let (before, after) = steps.split_at(whole_steps(&steps, false));
    let source = if before.is_empty() {
        opened.source
    } else {
        outcome(&*opened.source, &opened.declared, before, given.arguments, given.control)?.into_source()
    };
    let (rows, _) = RowSteps::bind(source.schema(), after, given.arguments)?;
    Ok((Input { source, rows }, opened.notes))
}

/// How many steps there are up to the last that looks at all rows; `limits`: streams know how to end one.
pub fn whole_steps(steps: &[Step], limits: bool) -> usize {
    let is_row_step = |step: &Step| match step {
        Step::Filter { .. } | Step::Project { .. } => true,
        Step::Limit { .. } => limits,
        _ => false,
    };
    steps.iter().rposition(|step| !is_row_step(step)).map_or(0, |last| last + 1)
}

/// The tables that a call is given.
pub fn cells(tables: &[ClassInstance<'_, NativeTable>]) -> napi::Result<Vec<Arc<TableCell>>> {
    tables.iter().map(|table| Ok(table.cell()?)).collect()
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
    tables: Vec<ClassInstance<'_, NativeTable>>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let tables = cells(&tables)?;
    Ok(spawn(call, move |call| {
        let started = std::time::Instant::now();
        let Request { source, steps, arguments, room } = parse(&request)?;
        let room = Room::new(&room);
        let (table, notes) = call.with_control(|control| {
            let control = room.within(control);
            let opened = open(source, &steps, true, Given { tables: &tables, arguments: &arguments, threads: call.threads(), control })?;
            let table = run(&*opened.source, &opened.declared, &steps, &arguments, control)?;
            Ok::<_, Failure>((table, merged(opened.notes, room.notes())))
        })?;
        tracing::debug!(rows = table.rows(), batches = table.batches.len(), elapsed = ?started.elapsed(), "pipeline");
        Ok(NewTable { cell: TableCell::native(table), notes })
    }))
}
