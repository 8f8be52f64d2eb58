//! What a running kernel is told from outside (cancel) and tells (progress).

use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use crate::error::{Error, Result};

/// Bytes that the rows a run keeps may take: a small file may say that one value is repeated billions of times.
#[derive(Debug)]
pub struct Budget {
    limit: usize,
    used: AtomicUsize,
}

impl Budget {
    /// At most `limit` bytes.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self { limit, used: AtomicUsize::new(0) }
    }

    fn take(&self, bytes: usize) -> Result<()> {
        let used = self.used.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if used > self.limit { Err(Error::OutOfMemory { bytes: used, limit: self.limit }) } else { Ok(()) }
    }
}

/// Cancel flag and progress callback of one run.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    cancelled: Option<&'a AtomicI32>,
    progress: Option<&'a (dyn Fn(f64) + Sync)>,
    budget: Option<&'a Budget>,
}

impl<'a> Control<'a> {
    /// Never cancelled, tells nobody.
    #[must_use]
    pub const fn none() -> Self {
        Self { cancelled: None, progress: None, budget: None }
    }

    /// Cancelled when the flag is not zero; `progress` receives fractions from 0 to 1, from any thread.
    #[must_use]
    pub const fn new(cancelled: &'a AtomicI32, progress: Option<&'a (dyn Fn(f64) + Sync)>) -> Self {
        Self { cancelled: Some(cancelled), progress, budget: None }
    }

    /// # Errors
    /// `Cancelled` once the flag is set.
    pub fn check(&self) -> Result<()> {
        match self.cancelled {
            Some(flag) if flag.load(Ordering::Relaxed) != 0 => Err(Error::Cancelled),
            _ => Ok(()),
        }
    }

    /// The same, and what is kept may take no more than this.
    #[must_use]
    pub const fn within(self, budget: Option<&'a Budget>) -> Self {
        Self { budget, ..self }
    }

    /// Counts bytes that are kept until the run ends.
    ///
    /// # Errors
    /// `OutOfMemory` beyond the budget.
    pub fn keep(&self, bytes: usize) -> Result<()> {
        self.budget.map_or(Ok(()), |budget| budget.take(bytes))
    }

    /// Reports a fraction from 0 to 1.
    pub fn progress(&self, fraction: f64) {
        if let Some(report) = self.progress {
            report(fraction);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, Control};
    use crate::error::Error;

    #[test]
    fn what_is_kept_beyond_the_budget_is_out_of_memory() {
        let budget = Budget::new(100);
        let control = Control::none().within(Some(&budget));
        assert_eq!(control.keep(60), Ok(()));
        assert_eq!(control.keep(40), Ok(()));
        assert_eq!(control.keep(1), Err(Error::OutOfMemory { bytes: 101, limit: 100 }));
        assert_eq!(Control::none().keep(usize::MAX), Ok(()));
    }
}
