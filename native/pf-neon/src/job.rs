//! A kernel call off the event loop: cancellable, reporting progress, with panics caught.

use crate::failure::Failure;
use crate::lent::CancelWord;
use crate::pool::pool;
use neon::event::Channel;
use neon::prelude::*;
use pf_graph_core::{Control, GraphError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What every call has beside its request: arguments 1 and 2.
pub struct Job {
    threads: usize,
    /// The flag, and what keeps its memory alive.
    cancelled: Option<(CancelWord, Root<JsInt32Array>)>,
    progress: Option<Progress>,
    /// Keeps everything alive that the request lends.
    request: Root<JsObject>,
}

struct Progress {
    channel: Channel,
    callback: Arc<Root<JsFunction>>,
}

impl Progress {
    fn report(&self, fraction: f64) {
        let callback = Arc::clone(&self.callback);
        // A closed channel means that the environment is going away: nobody waits for progress then.
        drop(self.channel.try_send(move |mut cx| {
            let callback = callback.to_inner(&mut cx);
            let fraction = cx.number(fraction);
            callback.call_with(&cx).arg(fraction).exec(&mut cx)
        }));
    }
}

impl Job {
    pub fn of(cx: &mut FunctionContext<'_>, request: Handle<'_, JsObject>, threads: usize) -> NeonResult<Self> {
        let word: Handle<JsInt32Array> = cx.argument(1)?;
        let cancelled = CancelWord::of(cx, word).map(|flag| (flag, word.root(cx)));
        let progress = match cx.argument_opt(2) {
            Some(callback) if callback.is_a::<JsFunction, _>(cx) => {
                let callback = callback.downcast_or_throw::<JsFunction, _>(cx)?;
                Some(Progress { channel: cx.channel(), callback: Arc::new(callback.root(cx)) })
            }
            _ => None,
        };
        Ok(Self { threads, cancelled, progress, request: request.root(cx) })
    }

    /// Runs `work` on a libuv thread inside the pool, then `convert` on the event loop.
    pub fn spawn<'cx, T: Send + 'static>(
        self,
        cx: &mut FunctionContext<'cx>,
        work: impl FnOnce(&Control<'_>) -> Result<T, GraphError> + Send + 'static,
        convert: impl for<'a> FnOnce(&mut Cx<'a>, T) -> JsResult<'a, JsObject> + 'static,
    ) -> Handle<'cx, JsPromise> {
        let execute = move || {
            let result = catch_unwind(AssertUnwindSafe(|| self.run(work))).unwrap_or_else(|payload| Err(Failure::of_panic(&*payload)));
            // The roots are given back with the result, so that they are released on the event loop.
            (result, self)
        };
        cx.task(execute).promise(move |mut cx, (result, job)| {
            job.release(&mut cx);
            match result {
                Ok(value) => convert(&mut cx, value),
                Err(failure) => failure.throw(&mut cx),
            }
        })
    }

    fn run<T: Send>(&self, work: impl FnOnce(&Control<'_>) -> Result<T, GraphError> + Send) -> Result<T, Failure> {
        let pool = pool(self.threads)?;
        let report = |fraction: f64| {
            if let Some(progress) = &self.progress {
                progress.report(fraction);
            }
        };
        let control = match &self.cancelled {
            Some((flag, _)) => Control::new(flag),
            None => Control::none(),
        };
        let control = control.with_progress(&report);
        Ok(pool.install(|| work(&control))?)
    }

    fn release(self, cx: &mut Cx<'_>) {
        self.request.drop(cx);
        if let Some((_, word)) = self.cancelled {
            word.drop(cx);
        }
    }
}
