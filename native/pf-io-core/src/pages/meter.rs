//! What a reader of one row group holds, and whether it is still wanted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parquet::errors::{ParquetError, Result};
use pf_transform_core::control::{Control, Told};
use pf_transform_core::error::{Error as TableError, Result as TableResult};

/// Counts the pages that a reader holds against the budget of the run, from one batch to the next. Page readers outlive the control of a call, so
/// the meter is told of it for as long as a batch is made.
#[derive(Default)]
pub(crate) struct Meter {
    state: Mutex<State>,
    /// whether a batch may be divided
    has_many_rows: bool,
}

#[derive(Default)]
struct State {
    told: Told,
    leaves: HashMap<usize, Held>,
    /// bytes that were taken from the budget
    taken: usize,
    stopped: Option<Stop>,
}

/// Of one column, in bytes.
#[derive(Default, Clone, Copy)]
struct Held {
    dictionary: usize,
    page: usize,
    /// what the batch gets of the page that is held
    current: usize,
    entries: usize,
    /// what it got of pages that were held before, and of those among them that were read for it
    before: usize,
    fresh: usize,
    is_fresh: bool,
    entries_before: usize,
}

impl Held {
    const fn bytes(&self) -> usize {
        self.dictionary.saturating_add(self.page).saturating_add(self.current).saturating_add(self.before)
    }
}

/// Why a reader stopped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stop {
    /// cancelled, or beyond the budget
    Table(TableError),
    /// the batch has more than offsets of 32 bits can address
    TooLarge,
}

/// What a page makes a reader hold.
pub(super) struct Load {
    /// bytes of the page itself
    pub(super) page: usize,
    /// bytes of a batch that takes all of it
    pub(super) values: usize,
    /// items of lists that such a batch has
    pub(super) entries: usize,
    pub(super) is_dictionary: bool,
}

impl Meter {
    pub(crate) fn for_batches_of(rows: usize) -> Self {
        Self { has_many_rows: rows > 1, ..Self::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A batch begins: what is left of the last pages counts again.
    pub(crate) fn begin(&self, control: Control<'_>) -> TableResult<()> {
        control.check()?;
        let mut state = self.state();
        for held in state.leaves.values_mut() {
            (held.before, held.entries_before, held.fresh, held.is_fresh) = (0, 0, 0, false);
        }
        let bytes = state.leaves.values().map(Held::bytes).fold(0, usize::saturating_add);
        let told = control.told();
        if let Some(budget) = &told.budget {
            budget.take(bytes)?;
            state.taken = bytes;
        }
        (state.told, state.stopped) = (told, None);
        Ok(())
    }

    /// The batch is made, or cannot be: nothing is known of the call any more. Says whether the reader was stopped.
    pub(crate) fn end(&self) -> Option<Stop> {
        let mut state = self.state();
        let told = std::mem::take(&mut state.told);
        if let Some(budget) = told.budget {
            budget.give(std::mem::take(&mut state.taken));
        }
        state.stopped.take()
    }

    /// # Errors
    /// When the call was cancelled.
    pub(super) fn check(&self) -> Result<()> {
        let mut state = self.state();
        let checked = state.told.check();
        checked.map_err(|error| state.stop(Stop::Table(error)))
    }

    /// Counts a page before memory is made for it.
    pub(super) fn load(&self, leaf: usize, load: &Load) -> Result<()> {
        let mut state = self.state();
        let old = state.leaves.get(&leaf).copied().unwrap_or_default();
        let new = if load.is_dictionary {
            Held { dictionary: load.page, ..old }
        } else {
            Held {
                dictionary: old.dictionary,
                page: load.page,
                current: load.values,
                entries: load.entries,
                before: old.before.saturating_add(old.current),
                fresh: if old.is_fresh { old.fresh.saturating_add(old.current) } else { 0 },
                is_fresh: true,
                entries_before: old.entries_before.saturating_add(old.entries),
            }
        };
        if new.entries.saturating_add(new.entries_before) > MOST_ENTRIES || (self.has_many_rows && new.fresh > LARGE) {
            return Err(state.stop(Stop::TooLarge));
        }
        state.change(leaf, old, new)
    }

    /// The page that was counted last makes a batch larger than was known.
    pub(super) fn reload(&self, leaf: usize, values: usize) -> Result<()> {
        let mut state = self.state();
        let old = state.leaves.get(&leaf).copied().unwrap_or_default();
        state.change(leaf, old, Held { current: old.current.max(values), ..old })
    }
}

/// Items that a batch of lists can have: offsets are of 32 bits.
const MOST_ENTRIES: usize = 0x7fff_ffff;
/// Bytes of one column beyond which a batch is made of fewer rows.
const LARGE: usize = 256 << 20;

impl State {
    fn change(&mut self, leaf: usize, old: Held, new: Held) -> Result<()> {
        let (before, after) = (old.bytes(), new.bytes());
        if let Some(budget) = self.told.budget.clone() {
            if after >= before {
                budget.take(after - before).map_err(|error| self.stop(Stop::Table(error)))?;
                self.taken += after - before;
            } else {
                let free = (before - after).min(self.taken);
                budget.give(free);
                self.taken -= free;
            }
        }
        self.leaves.insert(leaf, new);
        Ok(())
    }

    fn stop(&mut self, stop: Stop) -> ParquetError {
        self.stopped = Some(stop);
        ParquetError::General("the reader was stopped".to_owned())
    }
}

/// A reader's meter while a batch is made.
pub(crate) fn metered<T>(meter: &Arc<Meter>, control: Control<'_>, work: impl FnOnce() -> T) -> TableResult<(T, Option<Stop>)> {
    meter.begin(control)?;
    let made = work();
    Ok((made, meter.end()))
}
