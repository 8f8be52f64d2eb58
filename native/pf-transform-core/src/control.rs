//! What a running kernel is told from outside (cancel) and tells (progress).

use std::sync::atomic::{AtomicI32, Ordering};

use crate::error::{Error, Result};

/// Cancel flag and progress callback of one run.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    cancelled: Option<&'a AtomicI32>,
    progress: Option<&'a (dyn Fn(f64) + Sync)>,
}

impl<'a> Control<'a> {
    /// Never cancelled, tells nobody.
    #[must_use]
    pub const fn none() -> Self {
        Self { cancelled: None, progress: None }
    }

    /// Cancelled when the flag is not zero; `progress` receives fractions from 0 to 1, from any thread.
    #[must_use]
    pub const fn new(cancelled: &'a AtomicI32, progress: Option<&'a (dyn Fn(f64) + Sync)>) -> Self {
        Self { cancelled: Some(cancelled), progress }
    }

    /// # Errors
    /// `Cancelled` once the flag is set.
    pub fn check(&self) -> Result<()> {
        match self.cancelled {
            Some(flag) if flag.load(Ordering::Relaxed) != 0 => Err(Error::Cancelled),
            _ => Ok(()),
        }
    }

    /// Reports a fraction from 0 to 1.
    pub fn progress(&self, fraction: f64) {
        if let Some(report) = self.progress {
            report(fraction);
        }
    }
}
