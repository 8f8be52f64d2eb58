//! What a running kernel asks its caller: has the call been cancelled, and where to report progress.

use crate::GraphError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering::Relaxed};

/// A flag that may be set from another thread, or from JavaScript through shared memory.
pub trait Cancel: Sync {
    /// True once the call should stop.
    fn is_cancelled(&self) -> bool;
}

impl Cancel for AtomicBool {
    fn is_cancelled(&self) -> bool {
        self.load(Relaxed)
    }
}

impl Cancel for AtomicI32 {
    fn is_cancelled(&self) -> bool {
        self.load(Relaxed) != 0
    }
}

impl Cancel for AtomicU32 {
    fn is_cancelled(&self) -> bool {
        self.load(Relaxed) != 0
    }
}

impl<T: Cancel + Send + ?Sized> Cancel for Arc<T> {
    fn is_cancelled(&self) -> bool {
        (**self).is_cancelled()
    }
}

/// The flag of a call that nobody can cancel.
#[derive(Clone, Copy, Debug, Default)]
pub struct NeverCancelled;

impl Cancel for NeverCancelled {
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// The caller's side of a running kernel. Cheap to copy; kernels look at the flag at least every [`Control::EDGES`] edges.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    cancel: &'a dyn Cancel,
    progress: Option<&'a (dyn Fn(f64) + Sync)>,
}

impl<'a> Control<'a> {
    /// Most edges that a kernel handles between two looks at the cancel flag, on each thread.
    pub const EDGES: usize = 1 << 18;

    /// A call that can be cancelled and does not report progress.
    pub fn new(cancel: &'a dyn Cancel) -> Self {
        Self { cancel, progress: None }
    }

    /// A call that can neither be cancelled nor reports.
    pub fn none() -> Control<'static> {
        Control { cancel: &NeverCancelled, progress: None }
    }

    /// The same call, reporting fractions in 0…1. The callback is called on the kernel's thread, at most once per phase or
    /// iteration, and must not wait.
    #[must_use]
    pub fn with_progress(self, progress: &'a (dyn Fn(f64) + Sync)) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// An error once the call has been cancelled.
    pub fn check(&self) -> Result<(), GraphError> {
        if self.cancel.is_cancelled() { Err(GraphError::Cancelled) } else { Ok(()) }
    }

    pub(crate) fn report(&self, fraction: f64) {
        if let Some(progress) = self.progress {
            progress(fraction);
        }
    }
}
