//! Verbs over several tables.

use std::sync::Arc;

use napi::bindgen_prelude::{AsyncTask, ClassInstance, Function, Int32Array};
use pf_transform_core::control::Control;
use pf_transform_core::join::asof::{AsofJoin, join_asof};
use pf_transform_core::join::inequality::{InequalityJoin, join_where};
use pf_transform_core::table::Table;
use pf_transform_core::verbs::{Missing, beside, concat};
use serde::Deserialize;

use crate::error::{Failure, Outcome};
use crate::job::{Call, Job, spawn};
use crate::memory::TableCell;
use crate::pipeline::{Room, RoomJson, cells};
use crate::request::parse;
use crate::table::{NativeTable, NewTable};

/// What to make of the tables.
#[derive(Deserialize)]
#[serde(tag = "verb", rename_all = "camelCase")]
enum Verb {
    /// one below the other
    Concat,
    /// side by side
    Beside { missing: Missing },
    /// the first with the nearest rows of the second
    JoinAsof(AsofJoin),
    /// pairs of rows of both that compare as asked
    JoinWhere(InequalityJoin),
}

#[derive(Deserialize)]
struct Request {
    verb: Verb,
    #[serde(flatten)]
    room: RoomJson,
}

impl Verb {
    fn run(&self, tables: &[Arc<Table>], control: Control<'_>) -> Outcome<Table> {
        let pair = || match tables {
            [left, right] => Ok((left.as_ref(), right.as_ref())),
            _ => Err(Failure::invalid(format!("a join takes two tables, received {}", tables.len()))),
        };
        Ok(match self {
            Self::Concat => concat(tables, control)?,
            Self::Beside { missing } => beside(tables, *missing, control)?,
            Self::JoinAsof(join) => {
                let (left, right) = pair()?;
                join_asof(left, right, join, control)?
            }
            Self::JoinWhere(join) => {
                let (left, right) = pair()?;
                join_where(left, right, join, control)?
            }
        })
    }
}

/// Puts several tables together.
#[napi]
pub fn run_tables(
    request: String,
    tables: Vec<ClassInstance<'_, NativeTable>>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
    progress: Option<Function<'_, f64, ()>>,
) -> napi::Result<AsyncTask<Job<NewTable>>> {
    let call = Call::new(threads, cancelled, progress)?;
    let tables = cells(&tables)?.iter().map(|cell| cell.table.clone()).collect::<Vec<_>>();
    Ok(spawn(call, move |call| {
        let started = std::time::Instant::now();
        let request: Request = parse(&request)?;
        let room = Room::new(&request.room);
        let table = call.with_control(|control| request.verb.run(&tables, room.within(control)))?;
        tracing::debug!(rows = table.rows(), batches = table.batches.len(), elapsed = ?started.elapsed(), "tables");
        Ok(NewTable { cell: TableCell::native(table), notes: serde_json::json!({}) })
    }))
}
