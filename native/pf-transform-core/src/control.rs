//! What a running kernel is told from outside (cancel) and tells (progress).

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};

use crate::error::{Error, Result};
use crate::spill::Spill;

/// What says that a run was cancelled.
pub trait Flag: Send + Sync {
    /// Whether it is set.
    fn is_set(&self) -> bool;
}

impl Flag for AtomicI32 {
    fn is_set(&self) -> bool {
        self.load(Ordering::Relaxed) != 0
    }
}

/// Bytes that the rows a run keeps, and what it holds to make them, may take: a small file may say that one value is repeated billions of times.
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

    /// Bytes that may be taken in all.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// Counts bytes until they are given back; what is refused is not counted.
    ///
    /// # Errors
    /// `OutOfMemory` beyond the limit.
    pub fn take(&self, bytes: usize) -> Result<()> {
        let add = |used: usize| Some(used.saturating_add(bytes)).filter(|&sum| sum <= self.limit);
        match self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add) {
            Ok(_) => Ok(()),
            Err(used) => Err(Error::OutOfMemory { bytes: used.saturating_add(bytes), limit: self.limit }),
        }
    }

    /// Bytes that were taken are free again.
    pub fn give(&self, bytes: usize) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// Cancel flag and progress callback of one run.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    cancelled: Option<&'a Arc<dyn Flag>>,
    progress: Option<&'a (dyn Fn(f64) + Sync)>,
    budget: Option<&'a Arc<Budget>>,
    spill: Option<&'a Arc<Spill>>,
}

/// What a source's readers, which outlive the control of one call, are told of it.
#[derive(Clone, Default)]
pub struct Told {
    cancelled: Option<Arc<dyn Flag>>,
    /// what the run may take, if that is limited
    pub budget: Option<Arc<Budget>>,
    /// where it may put what does not fit in memory
    pub spill: Option<Arc<Spill>>,
}

impl Told {
    /// # Errors
    /// `Cancelled` once the flag is set.
    pub fn check(&self) -> Result<()> {
        if self.cancelled.as_ref().is_some_and(|flag| flag.is_set()) { Err(Error::Cancelled) } else { Ok(()) }
    }
}

impl<'a> Control<'a> {
    /// Never cancelled, tells nobody.
    #[must_use]
    pub const fn none() -> Self {
        Self { cancelled: None, progress: None, budget: None, spill: None }
    }

    /// Cancelled when the flag is set; `progress` receives fractions from 0 to 1, from any thread.
    #[must_use]
    pub const fn new(cancelled: &'a Arc<dyn Flag>, progress: Option<&'a (dyn Fn(f64) + Sync)>) -> Self {
        Self { cancelled: Some(cancelled), progress, budget: None, spill: None }
    }

    /// # Errors
    /// `Cancelled` once the flag is set.
    pub fn check(&self) -> Result<()> {
        match self.cancelled {
            Some(flag) if flag.is_set() => Err(Error::Cancelled),
            _ => Ok(()),
        }
    }

    /// The same, and what is kept may take no more than this.
    #[must_use]
    pub const fn within(self, budget: Option<&'a Arc<Budget>>) -> Self {
        Self { budget, ..self }
    }

    /// The same, and what does not fit is put there.
    #[must_use]
    pub const fn spilling(self, spill: Option<&'a Arc<Spill>>) -> Self {
        Self { spill, ..self }
    }

    /// The same, and what does not fit is an error.
    #[must_use]
    pub const fn without_spilling(self) -> Self {
        Self { spill: None, ..self }
    }

    /// The same, and nobody hears of progress.
    #[must_use]
    pub const fn quiet(self) -> Self {
        Self { progress: None, ..self }
    }

    /// The same for what cannot borrow.
    #[must_use]
    pub fn told(&self) -> Told {
        Told { cancelled: self.cancelled.cloned(), budget: self.budget.cloned(), spill: self.spill.cloned() }
    }

    /// Counts bytes that are kept until the run ends.
    ///
    /// # Errors
    /// `OutOfMemory` beyond the budget.
    pub fn keep(&self, bytes: usize) -> Result<()> {
        self.budget.map_or(Ok(()), |budget| budget.take(bytes))
    }

    /// What was kept takes other bytes than before: a table that holds more, or is made anew in less.
    ///
    /// # Errors
    /// As [`Self::keep`].
    pub fn resize(&self, before: usize, after: usize) -> Result<()> {
        if after >= before {
            return self.keep(after - before);
        }
        self.release(before - after);
        Ok(())
    }

    /// Bytes that were kept are free again.
    pub fn release(&self, bytes: usize) {
        if let Some(budget) = self.budget {
            budget.give(bytes);
        }
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
    use std::sync::Arc;
    use std::sync::atomic::AtomicI32;

    use super::{Budget, Control, Flag};
    use crate::error::Error;

    #[test]
    fn what_is_kept_beyond_the_budget_is_out_of_memory() {
        let budget = Arc::new(Budget::new(100));
        let control = Control::none().within(Some(&budget));
        assert_eq!(control.keep(60), Ok(()));
        assert_eq!(control.keep(40), Ok(()));
        assert_eq!(control.keep(1), Err(Error::OutOfMemory { bytes: 101, limit: 100 }));
        budget.give(60);
        assert_eq!(control.keep(60), Ok(()));
        assert_eq!(Control::none().keep(usize::MAX), Ok(()));
    }

    #[test]
    fn what_is_told_is_what_the_control_says() {
        let word = Arc::new(AtomicI32::new(0));
        let flag: Arc<dyn Flag> = word.clone();
        let told = Control::new(&flag, None).told();
        assert_eq!(told.check(), Ok(()));
        word.store(1, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(told.check(), Err(Error::Cancelled));
        assert_eq!(Control::none().told().check(), Ok(()));
    }
}
