//! Streams: one batch per call, nothing read ahead of what was asked for.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Int32Array};
use pf_transform_core::control::Control;
use pf_transform_core::pipeline::{Step, outcome};
use pf_transform_core::rows::{RowReader, RowSteps, Seen};
use pf_transform_core::scalar::ScalarJson;
use pf_transform_core::source::Source;
use pf_transform_core::table::Table;
use serde_json::Value;

use crate::error::{Failure, Outcome};
use crate::job::{Call, IntoJs, Job, spawn};
use crate::memory::TableCell;
use crate::pipeline::{Given, Request, Room, cells, merged, open, whole_steps};
use crate::request::parse;
use crate::table::{NativeTable, NewTable};

/// What happens to the batches that the leading row steps give, one stage after another.
enum Stage {
    Limit { skip: usize, left: usize },
    Rows(RowSteps, Seen),
}

impl Stage {
    /// The rows of a batch that stay.
    fn apply(&mut self, batch: RecordBatch) -> Outcome<RecordBatch> {
        match self {
            Self::Limit { skip, left } => {
                let start = (*skip).min(batch.num_rows());
                *skip -= start;
                let length = (*left).min(batch.num_rows() - start);
                *left -= length;
                Ok(batch.slice(start, length))
            }
            Self::Rows(rows, seen) => Ok(rows.apply_next(batch, seen)?),
        }
    }

    const fn is_spent(&self) -> bool {
        matches!(self, Self::Limit { left: 0, .. })
    }
}

/// The leading row steps, and what follows them.
fn stages(schema: SchemaRef, steps: &[Step], arguments: &[ScalarJson]) -> Outcome<(RowSteps, Vec<Stage>)> {
    let (rows, mut done) = RowSteps::bind(schema, steps, arguments)?;
    let mut schema = rows.schema();
    let mut stages = Vec::new();
    while let Some(step) = steps.get(done) {
        let Step::Limit { count, offset } = step else {
            return Err(Failure::new("INTERNAL", "a step that looks at all rows was not run before the stream"));
        };
        stages.push(Stage::Limit { skip: *offset, left: *count });
        done += 1;
        let (following, count) = RowSteps::bind(schema, steps.get(done..).unwrap_or_default(), arguments)?;
        schema = following.schema();
        done += count;
        if count > 0 {
            stages.push(Stage::Rows(following, Seen::default()));
        }
    }
    Ok((rows, stages))
}

struct State {
    source: Box<dyn Source>,
    rows: RowSteps,
    seen: Seen,
    stages: Vec<Stage>,
    partition: usize,
    reader: Option<RowReader>,
    room: Room,
}

impl State {
    /// The next batch that has rows.
    fn next(&mut self, control: Control<'_>) -> Outcome<Option<RecordBatch>> {
        let Self { source, rows, seen, stages, partition, reader, room } = self;
        let control = room.within(control);
        while !stages.iter().any(Stage::is_spent) {
            control.check()?;
            let Some(open) = reader.as_mut() else {
                if *partition == source.partitions() {
                    return Ok(None);
                }
                *reader = Some(RowReader::open(&**source, *partition)?);
                *partition += 1;
                continue;
            };
            let Some(mut batch) = open.next_seen(rows, seen, control)? else {
                *reader = None;
                continue;
            };
            for stage in &mut *stages {
                batch = stage.apply(batch)?;
            }
            if batch.num_rows() > 0 {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }
}

/// A stream of batches; read it from one place.
#[napi]
pub struct NativeStream {
    state: Arc<Mutex<Option<State>>>,
    notes: String,
}

/// The next batch, or the end.
pub struct NextBatch(Option<NewTable>);

impl IntoJs for NextBatch {
    type Js = Option<NativeTable>;
    fn into_js(self, env: Env) -> napi::Result<Self::Js> {
        self.0.map(|table| table.into_js(env)).transpose()
    }
}

#[napi]
impl NativeStream {
    /// JSON of what there is to say before the first batch is read.
    #[napi(getter)]
    pub fn notes(&self) -> String {
        self.notes.clone()
    }

    /// The next batch as a table of one batch; null at the end.
    #[napi]
    pub fn next(&self, threads: Option<u32>, cancelled: Option<Int32Array>) -> napi::Result<AsyncTask<Job<NextBatch>>> {
        let state = self.state.clone();
        let call = Call::new(threads, cancelled, None)?;
        Ok(spawn(call, move |call| {
            let mut guard = state.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(running) = guard.as_mut() else { return Ok(NextBatch(None)) };
            let next = call.with_control(|control| running.next(control));
            match next {
                Ok(Some(batch)) => {
                    let table = Table { schema: batch.schema(), batches: vec![batch] };
                    Ok(NextBatch(Some(NewTable { cell: TableCell::native(table), notes: serde_json::json!({}) })))
                }
                end => {
                    // After the end or an error nothing is held any more.
                    *guard = None;
                    end.map(|_| NextBatch(None))
                }
            }
        }))
    }

    /// Releases the file and all memory. A batch that is being read is finished first.
    #[napi]
    pub fn close(&self) -> napi::Result<AsyncTask<Job<String>>> {
        let state = self.state.clone();
        Ok(spawn(Call::new(None, None, None)?, move |_| {
            *state.lock().unwrap_or_else(PoisonError::into_inner) = None;
            Ok(String::new())
        }))
    }
}

/// A stream on its way to JavaScript.
pub struct NewStream(State, Value);

impl IntoJs for NewStream {
    type Js = NativeStream;
    fn into_js(self, _env: Env) -> napi::Result<NativeStream> {
        Ok(NativeStream { state: Arc::new(Mutex::new(Some(self.0))), notes: self.1.to_string() })
    }
}

/// Opens a stream over a pipeline: what looks at all rows is done first, its result is read from memory or disk.
#[napi]
pub fn open_stream(
    request: String,
    tables: Vec<ClassInstance<'_, NativeTable>>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
) -> napi::Result<AsyncTask<Job<NewStream>>> {
    let call = Call::new(threads, cancelled, None)?;
    let tables = cells(&tables)?;
    Ok(spawn(call, move |call| {
        let Request { source, steps, arguments, room } = parse(&request)?;
        let room = Room::new(&room);
        let whole = whole_steps(&steps, true);
        // One thread where partitions are read one after the other: finer ones would only cost.
        let threads = if whole > 0 { call.threads() } else { 1 };
        let (source, notes) = call.with_control(|control| {
            let control = room.within(control);
            let opened = open(source, &steps, whole > 0, Given { tables: &tables, arguments: &arguments, threads, control })?;
            if whole == 0 {
                return Ok((opened.source, merged(opened.notes, room.notes())));
            }
            let made = outcome(&*opened.source, &opened.declared, &steps[..whole], &arguments, control)?;
            Ok::<_, Failure>((made.into_source(), merged(opened.notes, room.notes())))
        })?;
        let (rows, stages) = stages(source.schema(), &steps[whole..], &arguments)?;
        Ok(NewStream(State { source, rows, seen: Seen::default(), stages, partition: 0, reader: None, room }, notes))
    }))
}
