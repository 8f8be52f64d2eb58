//! One rayon pool per number of threads that was asked for, kept for the life of the process.

use pf_graph_core::GraphError;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

static POOLS: Mutex<BTreeMap<usize, Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());

/// More threads than this are a mistake of the caller.
const MOST: usize = 1024;

/// The pool of `threads` threads, at least one.
pub fn pool(threads: usize) -> Result<Arc<ThreadPool>, GraphError> {
    let threads = threads.clamp(1, MOST);
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = pools.get(&threads) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).thread_name(|i| format!("pf-neon-{i}")).build();
    let pool =
        Arc::new(pool.map_err(|error| GraphError::InvalidArgument { message: format!("{threads} threads cannot be started: {error}") })?);
    pools.insert(threads, Arc::clone(&pool));
    Ok(pool)
}
