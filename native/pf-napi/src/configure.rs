//! Process-wide settings: threads, logging, what happens on a panic.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing_subscriber::EnvFilter;

static THREADS: AtomicUsize = AtomicUsize::new(0);
static HOOK: Once = Once::new();

/// Threads of a call: as asked, else as configured, else all cores.
pub fn threads(asked: Option<u32>) -> usize {
    let configured = THREADS.load(Ordering::Relaxed);
    let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match asked.and_then(|asked| usize::try_from(asked).ok()).filter(|&asked| asked > 0) {
        Some(asked) => asked.min(1024),
        None if configured > 0 => configured,
        None => all(),
    }
}

/// Sets the default number of threads (0: all cores) and the log filter (none: silent). The first filter stays for the process.
#[napi]
pub fn configure(threads: u32, log_filter: Option<String>) {
    THREADS.store(usize::try_from(threads).unwrap_or(0), Ordering::Relaxed);
    if let Some(filter) = log_filter {
        let filter = EnvFilter::try_new(&filter).unwrap_or_else(|_| EnvFilter::new("info"));
        // An earlier call, or another copy of this addon's face, may have installed one already.
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
    }
    // Panics are caught and become errors; their report goes to the log instead of stderr.
    HOOK.call_once(|| std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panic"))));
    tracing::debug!(threads, "configured");
}

/// Versions of the addon and of what it wraps, as JSON.
#[napi]
pub fn versions() -> String {
    serde_json::json!({ "addon": env!("CARGO_PKG_VERSION"), "arrow": "60.1", "parquet": "60.1" }).to_string()
}

/// Names of the scalar functions that expressions may call; plans with others are to be declined.
#[napi]
pub fn scalar_functions() -> Vec<&'static str> {
    pf_transform_core::functions::names().collect()
}

/// Names of the aggregate functions there are.
#[napi]
pub fn aggregate_functions() -> Vec<&'static str> {
    pf_transform_core::aggregate::AggregateFunction::NAMES.to_vec()
}

/// Names of the window functions there are beside aggregates.
#[napi]
pub fn window_functions() -> Vec<&'static str> {
    pf_transform_core::window::Own::NAMES.to_vec()
}

/// Bytes of native memory behind all live tables and graphs.
#[napi]
#[allow(clippy::cast_precision_loss)]
pub fn live_bytes() -> f64 {
    crate::memory::live_bytes() as f64
}
