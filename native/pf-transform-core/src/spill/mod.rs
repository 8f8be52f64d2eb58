//! Work that does not fit in memory: rows go to a folder on disk and come back in parts that do. A sort writes sorted runs and reads them
//! range by range; groups, windows and joins divide their rows by a hash of the keys, work on one part at a time as they would in memory, and put
//! the results in order by a column that says where a row stands. Files are Arrow's IPC format, compressed with LZ4.

mod aggregate;
mod exchange;
mod hash;
mod join;
mod levels;
mod merged;
mod parts;
mod runs;
mod sort;
mod store;
mod window;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::control::{Budget, Control};
use crate::error::{Error, Result};

pub(crate) use self::aggregate::{Grouping, aggregate, group_head};
pub(crate) use self::join::join;
pub(crate) use self::sort::sort;
pub(crate) use self::window::window;

/// A folder for what does not fit, and what was put there.
#[derive(Debug)]
pub struct Spill {
    folder: PathBuf,
    files: AtomicU64,
    written: AtomicU64,
}

impl Spill {
    /// Files are made in this folder, which is there already; each is deleted when nobody reads it any more.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, files: AtomicU64::new(0), written: AtomicU64::new(0) }
    }

    /// Bytes that were written so far.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}

/// Shares of what a run may take: of rows that are held to be sorted, and of hash tables, which are merged and turned into columns at the end.
pub(crate) const HELD: (usize, usize) = (3, 4);
pub(crate) const TABLES: (usize, usize) = (1, 2);
/// A range of sorted rows that is read at once may take one of so many parts of it.
const RANGES: usize = 32;
/// Bytes of a block of rows on disk.
const BLOCK: std::ops::RangeInclusive<usize> = 16 << 10..=512 << 10;
/// Levels of dividing rows by the hash of their keys.
const DEPTH: u32 = 4;

/// What a step that may spill has: where, and how much memory.
#[derive(Clone)]
pub(crate) struct Room {
    pub spill: Arc<Spill>,
    limit: usize,
}

impl Room {
    /// None where nothing may be spilled, or memory has no limit.
    pub fn of(control: Control<'_>) -> Option<Self> {
        let told = control.told();
        Some(Self { spill: told.spill?, limit: told.budget?.limit() })
    }

    /// A budget for a share of it.
    fn budget(&self, (share, of): (usize, usize)) -> Arc<Budget> {
        Arc::new(Budget::new(self.limit / of * share))
    }

    /// Bytes of a range of sorted rows.
    const fn range(&self) -> usize {
        self.limit / RANGES
    }

    /// Bytes of a block where `buffers` are filled at a time.
    fn block(&self, buffers: usize) -> usize {
        (self.limit / 8 / buffers.max(1)).clamp(*BLOCK.start(), *BLOCK.end())
    }
}

/// What work comes to that may take a share of the memory; none where that is not enough.
pub(crate) fn within<T>(
    room: &Room,
    share: (usize, usize),
    control: Control<'_>,
    work: impl FnOnce(Control<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let budget = room.budget(share);
    match work(control.within(Some(&budget)).without_spilling()) {
        Err(Error::OutOfMemory { .. }) => Ok(None),
        other => other.map(Some),
    }
}

/// The schema with one more column of positions, under a name that neither a column nor what is made of them has.
fn with_position<'a>(schema: &SchemaRef, made: impl Iterator<Item = &'a String> + Clone) -> (SchemaRef, String) {
    let mut name = "position".to_owned();
    while schema.column_with_name(&name).is_some() || made.clone().any(|other| *other == name) {
        name.push('_');
    }
    let mut fields = schema.fields().to_vec();
    fields.push(Arc::new(Field::new(&name, DataType::UInt64, true)));
    (Arc::new(Schema::new(fields)), name)
}
