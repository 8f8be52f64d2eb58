//! Streams: one batch per call, nothing read ahead of what was asked for.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Int32Array};
use pf_transform_core::pipeline::Step;
use pf_transform_core::rows::{RowReader, RowSteps};
use pf_transform_core::source::Source;
use pf_transform_core::table::Table;

use crate::error::{Failure, Outcome};
use crate::job::{Call, IntoJs, Job, spawn};
use crate::memory::TableCell;
use crate::pipeline::{Request, open};
use crate::request::parse;
use crate::table::{NativeTable, NewTable};

struct State {
    source: Box<dyn Source>,
    rows: RowSteps,
    partition: usize,
    reader: Option<RowReader>,
    skip: usize,
    left: usize,
}

impl State {
    /// The next batch that has rows.
    fn next(&mut self, call: &Call) -> Outcome<Option<RecordBatch>> {
        while self.left > 0 {
            call.with_control(|control| control.check())?;
            let Some(reader) = self.reader.as_mut() else {
                if self.partition == self.source.partitions() {
                    return Ok(None);
                }
                self.reader = Some(RowReader::open(&*self.source, self.partition)?);
                self.partition += 1;
                continue;
            };
            let Some(batch) = call.with_control(|control| reader.next(&self.rows, control))? else {
                self.reader = None;
                continue;
            };
            let start = self.skip.min(batch.num_rows());
            self.skip -= start;
            let length = self.left.min(batch.num_rows() - start);
            self.left -= length;
            if length > 0 {
                return Ok(Some(batch.slice(start, length)));
            }
        }
        Ok(None)
    }
}

/// A stream of batches; read it from one place.
#[napi]
pub struct NativeStream {
    state: Arc<Mutex<Option<State>>>,
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
    /// The next batch as a table of one batch; null at the end.
    #[napi]
    pub fn next(&self, threads: Option<u32>, cancelled: Option<Int32Array>) -> napi::Result<AsyncTask<Job<NextBatch>>> {
        let state = self.state.clone();
        let call = Call::new(threads, cancelled, None)?;
        Ok(spawn(call, move |call| {
            let mut guard = state.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(running) = guard.as_mut() else { return Ok(NextBatch(None)) };
            let next = running.next(call);
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
pub struct NewStream(State);

impl IntoJs for NewStream {
    type Js = NativeStream;
    fn into_js(self, _env: Env) -> napi::Result<NativeStream> {
        Ok(NativeStream { state: Arc::new(Mutex::new(Some(self.0))) })
    }
}

/// Opens a stream over a pipeline of filters and projections, ended by at most one limit.
#[napi]
pub fn open_stream(
    request: String,
    table: Option<&NativeTable>,
    threads: Option<u32>,
    cancelled: Option<Int32Array>,
) -> napi::Result<AsyncTask<Job<NewStream>>> {
    let call = Call::new(threads, cancelled, None)?;
    let cell = table.map(NativeTable::cell).transpose()?;
    Ok(spawn(call, move |_| {
        let request: Request = parse(&request)?;
        let arguments = request.arguments.clone();
        // One thread: partitions are read one after the other, so finer ones would only cost.
        let opened = open(request, cell, 1, false)?;
        let (rows, count) = RowSteps::bind(opened.source.schema(), &opened.steps, &arguments)?;
        let (skip, left) = match opened.steps.get(count..) {
            None | Some([]) => (0, usize::MAX),
            Some([Step::Limit { count, offset }]) => (*offset, *count),
            Some(_) => return Err(Failure::invalid("a stream takes filters and projections, then at most one limit")),
        };
        Ok(NewStream(State { source: opened.source, rows, partition: 0, reader: None, skip, left }))
    }))
}
