//! Integer ids in a small range: a bitmap of the present ones and the number of set bits before each word give the sorted index of any
//! id in one look-up. O(rows + range / 64) time, range · 3/16 bytes (bit + rank per 64). First appearance takes one u32 per value.

use super::column::{Integer, position};
use crate::adjacency::split_at_bounds;
use crate::{Control, GraphError, NONE, parallel};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Ids that one task handles.
const CHUNK: usize = 1 << 16;
/// Words of the bitmap that one task turns into ids.
const WORDS: usize = 1 << 12;

fn chunks_of<T>(parts: [&[T]; 3]) -> Vec<&[T]> {
    parts.into_iter().flat_map(|part| part.chunks(CHUNK)).collect()
}

/// Smallest id and how many values there are up to the largest.
#[derive(Clone, Copy)]
pub(super) struct Range<T> {
    low: T,
    size: usize,
}

/// (dense sources, dense targets, ids)
type Mapped<T> = (Vec<u32>, Vec<u32>, Vec<T>);

/// The range of all ids, if it has at most `spread` values per row of input, or 64 Ki values.
pub(super) fn range<T: Integer>(src: &[T], dst: &[T], table: &[T], spread: usize) -> Option<Range<T>> {
    let chunks = chunks_of([src, dst, table]);
    let extremes = |at: usize| Ok((chunks[at].iter().min().copied(), chunks[at].iter().max().copied()));
    let extremes = parallel::map(chunks.len(), &extremes).ok()?;
    let low = extremes.iter().filter_map(|pair| pair.0).min()?;
    let high = extremes.iter().filter_map(|pair| pair.1).max()?;
    let size = high.into().checked_sub(low.into())?.checked_add(1)?;
    let limit = (spread * (src.len() + dst.len() + table.len())).max(1 << 16);
    usize::try_from(size).ok().filter(|&size| size <= limit && size < 1 << 36).map(|size| Range { low, size })
}

pub(super) fn sorted<T: Integer>(
    src: &[T],
    dst: &[T],
    table: &[T],
    range: Range<T>,
    control: &Control<'_>,
) -> Result<Mapped<T>, GraphError> {
    let words: Vec<AtomicU64> = (0..range.size.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
    let chunks = chunks_of([src, dst, table]);
    parallel::for_each(chunks.len(), &|at| {
        control.check()?;
        for &id in chunks[at] {
            let at = id.offset_from(range.low);
            let (word, bit) = (&words[at >> 6], 1u64 << (at & 63));
            if word.load(Relaxed) & bit == 0 {
                word.fetch_or(bit, Relaxed);
            }
        }
        Ok(())
    })?;
    let words: Vec<u64> = words.into_iter().map(AtomicU64::into_inner).collect();
    let mut ranks = Vec::with_capacity(words.len());
    let mut before = 0u64;
    for word in &words {
        ranks.push(u32::try_from(before).map_err(|_| GraphError::TooManyVertices { vertices: before })?);
        before += u64::from(word.count_ones());
    }
    let count = super::count(usize::try_from(before).unwrap_or(usize::MAX))?;
    let rank = |id: T| {
        let at = id.offset_from(range.low);
        ranks[at >> 6] + (words[at >> 6] & ((1u64 << (at & 63)) - 1)).count_ones()
    };
    let mut ids = vec![range.low; position(count)];
    let starts: Vec<usize> = ranks.iter().step_by(WORDS).copied().chain([count]).map(position).collect();
    parallel::for_each_part(split_at_bounds(&mut ids, &starts), &|at, ids| {
        control.check()?;
        let words = (at * WORDS..).zip(words[at * WORDS..].iter().take(WORDS));
        let present = words.flat_map(|(word, &bits)| (0..64usize).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word << 6 | bit));
        ids.iter_mut().zip(present).for_each(|(id, at)| *id = T::offset_by(range.low, at));
        Ok(())
    })?;
    Ok((convert(src, rank, control)?, convert(dst, rank, control)?, ids))
}

pub(super) fn first_appearance<T: Integer>(
    src: &[T],
    dst: &[T],
    table: &[T],
    range: Range<T>,
    control: &Control<'_>,
) -> Result<Mapped<T>, GraphError> {
    let mut index = vec![NONE; range.size];
    let mut ids = Vec::new();
    let mut note = |id: T| {
        let slot = &mut index[id.offset_from(range.low)];
        if *slot == NONE {
            // Only reached with V < 2^32: checked below, before any index is used.
            *slot = u32::try_from(ids.len()).unwrap_or(NONE);
            ids.push(id);
        }
    };
    for (src, dst) in src.chunks(Control::EDGES).zip(dst.chunks(Control::EDGES)) {
        control.check()?;
        for (&src, &dst) in src.iter().zip(dst) {
            note(src);
            note(dst);
        }
    }
    for table in table.chunks(Control::EDGES) {
        control.check()?;
        table.iter().for_each(|&id| note(id));
    }
    super::count(ids.len())?;
    let find = |id: T| index[id.offset_from(range.low)];
    Ok((convert(src, find, control)?, convert(dst, find, control)?, ids))
}

fn convert<T: Integer>(ids: &[T], find: impl Fn(T) -> u32 + Sync, control: &Control<'_>) -> Result<Vec<u32>, GraphError> {
    let mut dense = vec![0u32; ids.len()];
    parallel::for_each_part(dense.chunks_mut(CHUNK).collect(), &|at, dense| {
        control.check()?;
        dense.iter_mut().zip(&ids[at * CHUNK..]).for_each(|(dense, &id)| *dense = find(id));
        Ok(())
    })?;
    Ok(dense)
}
