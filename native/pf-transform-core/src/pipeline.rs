//! Pipelines: filters and projections fused over the partitions of a source, ended by a collect, an aggregation, a sort or a limit; what comes
//! after that runs over its result in the same way. Nothing between is materialised.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use rayon::prelude::*;
use serde::Deserialize;

use crate::aggregate::{AggregatePlan, Aggregation, Aggregator};
use crate::control::Control;
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::group_head::{GroupHead, group_head};
use crate::partitions::{Place, collect, each_partition, in_segments, read, whole};
use crate::rows::RowSteps;
use crate::scalar::ScalarJson;
use crate::sort::{SortKey, Top, sort};
use crate::source::{Source, TableSource};
use crate::spill::{self, Grouping, Room, within};
use crate::table::{Table, batch_bytes};
use crate::verbs::{self, Verb};
use crate::window::{WindowCall, window};

/// One output column of a projection.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NamedExpression {
    /// name of the column
    pub name: String,
    /// its value
    pub expression: Expression,
    /// whether the result may be null
    #[serde(default = "yes")]
    pub nullable: bool,
}

const fn yes() -> bool {
    true
}

/// One step of a pipeline, as JSON.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "step", rename_all = "camelCase")]
pub enum Step {
    /// keep the rows for which the predicate is true
    Filter {
        /// of type bool
        predicate: Expression,
    },
    /// replace all columns
    Project {
        /// in order
        columns: Vec<NamedExpression>,
    },
    /// one row per group
    Aggregate {
        /// key columns
        keys: Vec<String>,
        /// result columns after the keys
        aggregates: Vec<Aggregation>,
        /// float sums and means may be added in any order
        #[serde(default)]
        fast: bool,
    },
    /// all rows in the order of keys
    Sort {
        /// the first one first
        keys: Vec<SortKey>,
    },
    /// the first rows of each group
    GroupHead(GroupHead),
    /// columns beside those there are, of other rows
    Window {
        /// the new columns, in order
        windows: Vec<WindowCall>,
    },
    /// what changes rows as a whole
    Verb(Verb),
    /// rows `offset .. offset + count`
    Limit {
        /// rows at most
        count: usize,
        /// rows to leave out first
        #[serde(default)]
        offset: usize,
    },
}

/// What pipelines can do, by the names in the catalogue behind `table.`; distinct rows arrive as an aggregation by all columns without aggregates.
pub const STEPS: &[&str] =
    &["filter", "project", "aggregate", "distinct", "sort", "limit", "groupHead", "window", "tail", "withRowIndex", "sample", "explode"];

/// Columns of the source that the steps read; `None` when all are part of the result.
#[must_use]
pub fn columns_read(steps: &[Step]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    // Columns of windows are none of the source.
    let mut made: Vec<String> = Vec::new();
    for step in steps {
        match step {
            Step::Filter { predicate } => predicate.columns(&mut names),
            Step::Sort { keys } => {
                for SortKey { column, .. } in keys {
                    if !names.contains(column) {
                        names.push(column.clone());
                    }
                }
            }
            Step::GroupHead(GroupHead { keys, .. }) => {
                for name in keys {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
            }
            Step::Window { windows } => {
                for name in windows.iter().flat_map(WindowCall::columns) {
                    if !names.contains(name) && !made.contains(name) {
                        names.push(name.clone());
                    }
                }
                made.extend(windows.iter().map(|window| window.name.clone()));
            }
            Step::Verb(verb) => {
                for name in verb.reads() {
                    if !names.contains(name) && !made.contains(name) {
                        names.push(name.clone());
                    }
                }
                made.extend(verb.makes().cloned());
            }
            Step::Limit { .. } => {}
            Step::Project { columns } => {
                columns.iter().for_each(|column| column.expression.columns(&mut names));
                names.retain(|name| !made.contains(name));
                return Some(names);
            }
            Step::Aggregate { keys, aggregates, .. } => {
                for name in keys.iter().chain(aggregates.iter().flat_map(Aggregation::columns)) {
                    if !names.contains(name) {
                        names.push(name.clone());
                    }
                }
                names.retain(|name| !made.contains(name));
                return Some(names);
            }
        }
    }
    None
}

/// Columns that are only grouping keys of the first aggregation, never read otherwise: a source may deliver them as dictionaries.
#[must_use]
pub fn key_only_columns(steps: &[Step]) -> Vec<String> {
    let mut read = Vec::new();
    for step in steps {
        match step {
            Step::Filter { predicate } => predicate.columns(&mut read),
            Step::Limit { .. } | Step::Project { .. } | Step::Sort { .. } | Step::GroupHead(_) | Step::Window { .. } | Step::Verb(_) => {
                return Vec::new();
            }
            Step::Aggregate { keys, aggregates, .. } => {
                read.extend(aggregates.iter().flat_map(Aggregation::columns).cloned());
                return keys.iter().filter(|key| !read.contains(key)).cloned().collect();
            }
        }
    }
    Vec::new()
}

/// What comes of a step that looks at all rows.
pub enum Outcome {
    /// all in memory
    Table(Table),
    /// on disk, or made while it is read
    Source(Box<dyn Source>),
}

impl Outcome {
    /// All of it in memory.
    ///
    /// # Errors
    /// Those of reading; `OutOfMemory` where it does not fit.
    pub fn into_table(self, control: Control<'_>) -> Result<Table> {
        match self {
            Self::Table(table) => Ok(table),
            Self::Source(source) => collect(&*source, &RowSteps::bind(source.schema(), &[], &[])?.0, control),
        }
    }

    /// It as a source.
    #[must_use]
    pub fn into_source(self) -> Box<dyn Source> {
        match self {
            Self::Table(table) => Box::new(TableSource::new(Arc::new(table), None)),
            Self::Source(source) => source,
        }
    }
}

/// Runs a pipeline to its end. `declared` is the schema that results follow where the source delivers dictionaries instead of plain values.
///
/// Runs on the current rayon pool.
///
/// # Errors
/// Those of the source and of the expressions; `Cancelled`. Of several errors the one of the earliest partition.
pub fn run(source: &dyn Source, declared: &Schema, steps: &[Step], arguments: &[ScalarJson], control: Control<'_>) -> Result<Table> {
    let table = outcome(source, declared, steps, arguments, control)?.into_table(control)?;
    control.progress(1.0);
    Ok(table)
}

/// Runs a pipeline to its last step that looks at all rows or gives the first ones; what it gives may be on disk.
///
/// # Errors
/// As [`run`].
pub fn outcome(source: &dyn Source, declared: &Schema, steps: &[Step], arguments: &[ScalarJson], control: Control<'_>) -> Result<Outcome> {
    control.check()?;
    let (rows, count) = RowSteps::bind(source.schema(), steps, arguments)?;
    let mut rest = steps.get(count + 1..).unwrap_or_default();
    let room = Room::of(control);
    let made = match steps.get(count) {
        None => collect(source, &rows, control).map(Outcome::Table),
        Some(Step::Aggregate { keys, aggregates, fast }) => {
            let bound = rows.schema();
            let declared = if rows.projects() { &*bound } else { declared };
            aggregated(source, &rows, &Grouping { keys, aggregates, declared, fast: *fast }, room.as_ref(), control)
        }
        Some(Step::GroupHead(head)) => heads(source, &rows, head, None, room.as_ref(), control),
        Some(Step::Sort { keys }) => match rest {
            [Step::GroupHead(head), others @ ..] => {
                rest = others;
                heads(source, &rows, head, Some(keys), room.as_ref(), control)
            }
            _ => sorted(source, &rows, keys, rest, room.as_ref(), control),
        },
        Some(Step::Window { windows }) => windowed(source, &rows, windows, room.as_ref(), control),
        Some(Step::Verb(verb)) => verbs::run(verb, source, &rows, control).map(Outcome::Table),
        Some(Step::Limit { count: limit, offset }) => limited(source, &rows, *offset, *limit, control).map(Outcome::Table),
        Some(Step::Filter { .. } | Step::Project { .. }) => {
            return Err(Error::Internal("a row step was not bound".to_owned()));
        }
    }
    .map_err(|error| rows.located(error, source, control))?;
    if rest.is_empty() {
        return Ok(made);
    }
    let source = made.into_source();
    outcome(&*source, &source.schema(), rest, arguments, control)
}

/// Rows that are found without sorting all: of more, each partition would keep too many.
const TOP: usize = 1 << 16;

/// All rows in the order of the keys, or those that a limit right after needs.
fn sorted(
    source: &dyn Source,
    rows: &RowSteps,
    keys: &[SortKey],
    rest: &[Step],
    room: Option<&Room>,
    control: Control<'_>,
) -> Result<Outcome> {
    let schema = rows.schema();
    if let Some(Step::Limit { count, offset }) = rest.first()
        && let wanted = offset.saturating_add(*count)
        && wanted <= TOP
    {
        let top = Top::new(schema.clone(), keys, wanted)?;
        let batches = each_partition(source.partitions(), control, |partition| top.of_partition(source, partition, rows, control))?;
        return Ok(Outcome::Table(Table { schema, batches: top.first(&batches, control)? }));
    }
    match room {
        Some(room) => spill::sort(source, rows, keys, room, control),
        None => sort(&schema, &whole(source, rows, control)?, keys, control).map(Outcome::Table),
    }
}

/// The first rows of each group, perhaps after a sort.
fn heads(
    source: &dyn Source,
    rows: &RowSteps,
    head: &GroupHead,
    order: Option<&[SortKey]>,
    room: Option<&Room>,
    control: Control<'_>,
) -> Result<Outcome> {
    let Some(room) = room else { return group_head(source, rows, head, order, control).map(Outcome::Table) };
    if let Some(table) = within(room, spill::TABLES, control, |control| group_head(source, rows, head, order, control))? {
        return Ok(Outcome::Table(table));
    }
    let Some(order) = order else { return spill::group_head(source, rows, head, room, control) };
    let source = spill::sort(source, rows, order, room, control)?.into_source();
    heads(&*source, &RowSteps::bind(source.schema(), &[], &[])?.0, head, None, Some(room), control)
}

/// Windows; those with the same partitions together, where they do not fit in memory.
fn windowed(source: &dyn Source, rows: &RowSteps, windows: &[WindowCall], room: Option<&Room>, control: Control<'_>) -> Result<Outcome> {
    let in_memory = |control: Control<'_>| window(&rows.schema(), &whole(source, rows, control)?, windows, control);
    let Some(room) = room else { return in_memory(control).map(Outcome::Table) };
    if let Some(table) = within(room, spill::HELD, control, in_memory)? {
        return Ok(Outcome::Table(table));
    }
    if windows.iter().any(|window| window.partition_by.is_empty()) {
        return in_memory(control).map(Outcome::Table);
    }
    let alike = windows.iter().take_while(|window| window.partition_by == windows[0].partition_by).count();
    let made = spill::window(source, rows, &windows[..alike], room, control)?;
    if alike == windows.len() {
        return Ok(made);
    }
    let source = made.into_source();
    windowed(&*source, &RowSteps::bind(source.schema(), &[], &[])?.0, &windows[alike..], Some(room), control)
}

/// Rows `offset .. offset + count`; those before are read and dropped.
fn limited(source: &dyn Source, rows: &RowSteps, offset: usize, count: usize, control: Control<'_>) -> Result<Table> {
    let wave = rayon::current_num_threads() * 2;
    let (mut skip, mut left) = (offset, count);
    let mut next = 0;
    let mut batches: Vec<RecordBatch> = Vec::new();
    while left > 0 && next < source.partitions() {
        // The first wave is one partition: often that is enough.
        let end = source.partitions().min(next + if next == 0 { 1 } else { wave });
        let missing = skip.saturating_add(left);
        let parts = (next..end)
            .into_par_iter()
            .map(|partition| read(source, partition, rows, missing, control))
            .collect::<Vec<Result<Vec<RecordBatch>>>>();
        for part in parts {
            if left == 0 {
                break; // an error beyond the limit is not an error of the result
            }
            for batch in part? {
                let start = skip.min(batch.num_rows());
                let length = left.min(batch.num_rows() - start);
                skip -= start;
                left -= length;
                if length == 0 && source.makes_memory() {
                    control.release(batch_bytes(&batch));
                }
                if length > 0 {
                    batches.push(batch.slice(start, length));
                }
            }
        }
        next = end;
    }
    Ok(Table { schema: rows.schema(), batches })
}

/// One row per group.
fn aggregated(source: &dyn Source, rows: &RowSteps, grouping: &Grouping<'_>, room: Option<&Room>, control: Control<'_>) -> Result<Outcome> {
    let Grouping { keys, aggregates, declared, fast } = grouping;
    let plan = Arc::new(AggregatePlan::new(keys, aggregates, declared, &rows.schema(), *fast)?);
    let Some(room) = room.filter(|_| !keys.is_empty()) else {
        return aggregate(source, rows, &plan, Aggregator::kept_bytes, control).map(Outcome::Table);
    };
    match within(room, spill::TABLES, control, |control| aggregate(source, rows, &plan, Aggregator::bytes, control))? {
        Some(table) => Ok(Outcome::Table(table)),
        None => spill::aggregate(source, rows, grouping, room, control),
    }
}

fn aggregate(
    source: &dyn Source,
    rows: &RowSteps,
    plan: &Arc<AggregatePlan>,
    bytes: fn(&Aggregator) -> usize,
    control: Control<'_>,
) -> Result<Table> {
    let update = |groups: &mut Aggregator, batch: RecordBatch, _: Place| {
        let before = bytes(groups);
        groups.update(&batch)?;
        control.resize(before, bytes(groups))
    };
    // In the order of the rows, so that groups come in the order of their first one.
    let make = || Aggregator::new(plan.clone());
    let mut segments = in_segments(source, rows, control, make, update, |_| Ok(()))?.into_iter();
    let mut merged = match segments.next() {
        Some(groups) => groups,
        None => Aggregator::new(plan.clone())?,
    };
    for groups in segments {
        control.check()?;
        merged.merge(groups)?;
    }
    control.check()?;
    Ok(Table { schema: plan.schema(), batches: vec![merged.finish()?] })
}
