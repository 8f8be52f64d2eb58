//! Async tasks: a closure that runs on our rayon pool, off the event loop, with its panics caught.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use napi::bindgen_prelude::{AsyncTask, Function, Int32Array, ToNapiValue, TypeName};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Task};
use pf_transform_core::control::{Control, Flag};
use rayon::ThreadPool;

use crate::error::{Failure, Outcome};

/// Milliseconds between two progress reports.
const PROGRESS_INTERVAL: u64 = 50;

type Pools = Mutex<HashMap<usize, Arc<ThreadPool>>>;

/// A pool of that many threads, made once.
fn pool(threads: usize) -> Outcome<Arc<ThreadPool>> {
    static POOLS: OnceLock<Pools> = OnceLock::new();
    let mut pools = POOLS.get_or_init(Pools::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = pools.get(&threads) {
        return Ok(pool.clone());
    }
    let built = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("parquetframe-{index}"))
        .stack_size(crate::request::STACK)
        .build()
        .map_err(|error| Failure::new("INTERNAL", format!("cannot start {threads} threads: {error}")))?;
    let built = Arc::new(built);
    pools.insert(threads, built.clone());
    Ok(built)
}

pub type ProgressFunction = ThreadsafeFunction<f64, (), f64, napi::Status, false, true>;

/// What a running call needs of its caller: the word that cancels it, where to report, how many threads it may use.
pub struct Call {
    cancelled: Arc<CancelWord>,
    progress: Option<ProgressFunction>,
    threads: usize,
    started: Instant,
    reported: AtomicU64,
}

static NEVER: AtomicI32 = AtomicI32::new(0);

/// Word 0 of the caller's array.
struct CancelWord(Option<Int32Array>);

impl CancelWord {
    /// The word, read atomically.
    #[allow(unsafe_code)]
    fn word(&self) -> &AtomicI32 {
        match self.0.as_ref().map(|words| words.as_ref()) {
            Some([first, ..]) => {
                // SAFETY: the pointer is aligned and valid for as long as `self` holds the typed array; JavaScript writes the word with
                // Atomics.store, Rust reads it atomically, and the slice itself is never read through.
                unsafe { AtomicI32::from_ptr(std::ptr::from_ref(first).cast_mut()) }
            }
            _ => &NEVER,
        }
    }
}

impl Flag for CancelWord {
    fn is_set(&self) -> bool {
        self.word().is_set()
    }
}

impl Call {
    pub fn new(threads: Option<u32>, cancelled: Option<Int32Array>, progress: Option<Function<'_, f64, ()>>) -> napi::Result<Self> {
        let progress = progress.map(|f| f.build_threadsafe_function().weak::<true>().build()).transpose()?;
        let threads = crate::configure::threads(threads);
        Ok(Self { cancelled: Arc::new(CancelWord(cancelled)), progress, threads, started: Instant::now(), reported: AtomicU64::new(0) })
    }

    pub const fn threads(&self) -> usize {
        self.threads
    }

    /// The word that cancels the call.
    pub fn flag(&self) -> &AtomicI32 {
        self.cancelled.word()
    }

    /// Reports a fraction, not more often than every 50 ms.
    pub fn report(&self, fraction: f64) {
        let Some(progress) = &self.progress else { return };
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let last = self.reported.load(Ordering::Relaxed);
        if now < last + PROGRESS_INTERVAL || self.reported.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return;
        }
        progress.call(fraction.clamp(0.0, 1.0), ThreadsafeFunctionCallMode::NonBlocking);
    }

    /// Runs `work` with the control that table kernels take.
    pub fn with_control<T>(&self, work: impl FnOnce(Control<'_>) -> T) -> T {
        let report = |fraction: f64| self.report(fraction);
        // Whoever is told of the flag lets go of it before the call ends, so that the array is dropped with the call.
        let flag: Arc<dyn Flag> = self.cancelled.clone();
        work(Control::new(&flag, Some(&report)))
    }
}

/// A result that becomes a JavaScript value on the event loop.
pub trait IntoJs: Send + Sized + 'static {
    type Js: ToNapiValue + TypeName;
    fn into_js(self, env: Env) -> napi::Result<Self::Js>;
}

impl IntoJs for String {
    type Js = Self;
    fn into_js(self, _env: Env) -> napi::Result<Self> {
        Ok(self)
    }
}

type Work<T> = Box<dyn FnOnce(&Call) -> Outcome<T> + Send>;

pub struct Job<T: IntoJs> {
    work: Option<Work<T>>,
    call: Call,
}

/// Queues work; the promise settles when it is done.
pub fn spawn<T: IntoJs>(call: Call, work: impl FnOnce(&Call) -> Outcome<T> + Send + 'static) -> AsyncTask<Job<T>> {
    AsyncTask::new(Job { work: Some(Box::new(work)), call })
}

impl<T: IntoJs> Task for Job<T> {
    type Output = T;
    type JsValue = T::Js;

    fn compute(&mut self) -> napi::Result<T> {
        let Some(work) = self.work.take() else {
            return Err(Failure::new("INTERNAL", "a task ran twice").into());
        };
        let call = &self.call;
        // A panic that left this function would abort the process.
        let outcome = catch_unwind(AssertUnwindSafe(|| pool(call.threads)?.install(|| work(call))));
        match outcome {
            Ok(result) => result.map_err(Into::into),
            Err(payload) => Err(Failure::panic(&pf_io_core::guard::panic_message(&*payload)).into()),
        }
    }

    fn resolve(&mut self, env: Env, output: T) -> napi::Result<T::Js> {
        output.into_js(env)
    }
}
