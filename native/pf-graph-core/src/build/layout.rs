//! Arcs → compressed rows.

use super::source::ArcSource;
use crate::adjacency::Offset;
use crate::weights::Weight;
use crate::{Control, GraphError, Offsets, parallel};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// More buckets cost more address translation while partitioning, fewer leave rows that miss the cache while sorting.
const MOST_BUCKETS: usize = 1024;
/// Fewer arcs per bucket than this are not worth a bucket.
const LEAST_ARCS: usize = 1 << 12;

/// What is known about the order of entries that share a row.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum RowOrder {
    /// Nothing: rows are sorted at the end.
    Any,
    /// They arrive ascending.
    Ascending,
}

pub(super) struct Layout<W> {
    pub offsets: Offsets,
    pub targets: Vec<u32>,
    pub weights: Vec<W>,
}

pub(super) fn layout<W: Weight, S: ArcSource<W>>(
    source: &S,
    vertices: u32,
    order: RowOrder,
    control: &Control<'_>,
) -> Result<Layout<W>, GraphError> {
    let parts = partition(source, vertices, control)?;
    let arcs = parts.arcs.len();
    let rows: usize = vertices.index();
    let mut offsets = match u32::try_from(arcs) {
        Ok(arcs) => Offsets::U32(ending_with(rows, arcs)),
        Err(_) => Offsets::U64(ending_with(rows, arcs.try_into().unwrap_or(u64::MAX))),
    };
    let mut targets = vec![0u32; arcs];
    let mut weights = vec![W::default(); arcs];

    let vertex_starts: Vec<usize> = (0..parts.starts.len()).map(|bucket| rows.min(bucket << parts.shift)).collect();
    let offset_parts: Vec<OffsetsMut<'_>> = match &mut offsets {
        Offsets::U32(offsets) => split(&mut offsets[..rows], &vertex_starts).into_iter().map(OffsetsMut::U32).collect(),
        Offsets::U64(offsets) => split(&mut offsets[..rows], &vertex_starts).into_iter().map(OffsetsMut::U64).collect(),
    };
    let buckets: Vec<Bucket<'_, W>> = offset_parts
        .into_iter()
        .zip(split(&mut targets, &parts.starts))
        .zip(split(&mut weights, &parts.starts))
        .zip(parts.starts.windows(2))
        .map(|(((offsets, targets), weights), range)| Bucket { offsets, targets, weights, arcs: range[0]..range[1] })
        .collect();
    let idle: Mutex<Vec<Scratch<W>>> = Mutex::new(Vec::new());
    parallel::for_each_part(buckets, &|_, bucket| {
        control.check()?;
        let mut scratch = idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        bucket.fill(&parts, order, &mut scratch, control)?;
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        Ok(())
    })?;
    Ok(Layout { offsets, targets, weights })
}

/// Offsets of so many rows, all 0 but the end.
fn ending_with<O: Offset>(rows: usize, end: O) -> Vec<O> {
    let mut offsets = vec![O::default(); rows + 1];
    offsets[rows] = end;
    offsets
}

/// Arcs grouped by bucket of rows, each group in source order.
struct Partition<W> {
    /// (row, entry)
    arcs: Vec<(u32, u32)>,
    weights: Vec<W>,
    /// Where each bucket starts in `arcs`, and the end.
    starts: Vec<usize>,
    /// A row's bucket is `row >> shift`.
    shift: u32,
}

fn partition<W: Weight, S: ArcSource<W>>(source: &S, vertices: u32, control: &Control<'_>) -> Result<Partition<W>, GraphError> {
    let most = (source.arcs() / LEAST_ARCS).clamp(1, MOST_BUCKETS);
    let last = vertices.saturating_sub(1);
    let shift = (0..32).find(|&shift| (last >> shift).index() < most).unwrap_or(0);
    let buckets = if vertices == 0 { 0 } else { (last >> shift).index() + 1 };

    // A chunk is a run of blocks that one task scatters; its arcs of one bucket are contiguous.
    let run = source.blocks().div_ceil(4 * rayon::current_num_threads()).max(1);
    let chunks: Vec<Range<usize>> = (0..source.blocks()).step_by(run).map(|start| start..source.blocks().min(start + run)).collect();
    let counts: Vec<Vec<usize>> = parallel::map(chunks.len(), &|at| {
        let mut counts = vec![0usize; buckets];
        for block in chunks[at].clone() {
            control.check()?;
            source.visit(block, |row, _, _| counts[(row >> shift).index()] += 1);
        }
        Ok(counts)
    })?;

    let mut starts = Vec::with_capacity(buckets + 1);
    let mut segments = Vec::with_capacity(buckets * chunks.len() + 1);
    let mut at = 0;
    for bucket in 0..buckets {
        starts.push(at);
        for counts in &counts {
            segments.push(at);
            at += counts[bucket];
        }
    }
    starts.push(at);
    segments.push(at);

    let mut arcs = vec![(0u32, 0u32); at];
    let mut weights = vec![W::default(); at];
    let arc_slots = deal(split(&mut arcs, &segments), chunks.len());
    let weight_slots = deal(split(&mut weights, &segments), chunks.len());
    let slots = arc_slots.into_iter().zip(weight_slots).collect();
    parallel::for_each_part(slots, &|at, (mut arcs, mut weights): ChunkSlots<'_, W>| {
        for block in chunks[at].clone() {
            control.check()?;
            source.visit(block, |row, entry, weight| {
                let bucket = (row >> shift).index();
                if let Some(slot) = arcs[bucket].next() {
                    *slot = (row, entry);
                }
                if size_of::<W>() > 0
                    && let Some(slot) = weights[bucket].next()
                {
                    *slot = weight;
                }
            });
        }
        Ok(())
    })?;
    Ok(Partition { arcs, weights, starts, shift })
}

/// For each bucket, where a chunk writes its next arc.
type Slots<'a, T> = Vec<std::slice::IterMut<'a, T>>;

/// The same for arcs and weights.
type ChunkSlots<'a, W> = (Slots<'a, (u32, u32)>, Slots<'a, W>);

/// Bucket-major segments → one list of write positions per chunk.
fn deal<T>(segments: Vec<&mut [T]>, chunks: usize) -> Vec<Slots<'_, T>> {
    let mut slots: Vec<Slots<'_, T>> = (0..chunks).map(|_| Vec::new()).collect();
    for (i, segment) in segments.into_iter().enumerate() {
        slots[i % chunks].push(segment.iter_mut());
    }
    slots
}

/// Splits `values` into `starts[i]..starts[i + 1]`.
fn split<'a, T>(values: &'a mut [T], starts: &[usize]) -> Vec<&'a mut [T]> {
    if starts.len() < 2 { Vec::new() } else { crate::adjacency::split_at_bounds(values, starts) }
}

/// A run of offsets to write.
enum OffsetsMut<'a> {
    U32(&'a mut [u32]),
    U64(&'a mut [u64]),
}

impl OffsetsMut<'_> {
    fn len(&self) -> usize {
        match self {
            Self::U32(offsets) => offsets.len(),
            Self::U64(offsets) => offsets.len(),
        }
    }

    /// Turns the lengths of rows into where they begin: in `next` from 0, in the offsets from `start`.
    fn begin(self, next: &mut [usize], start: usize) {
        fn begin<O: Offset>(offsets: &mut [O], next: &mut [usize], start: usize) {
            let mut at = 0;
            for (offset, next) in offsets.iter_mut().zip(next) {
                *offset = O::of(start + at);
                at += std::mem::replace(next, at);
            }
        }
        match self {
            Self::U32(offsets) => begin(offsets, next, start),
            Self::U64(offsets) => begin(offsets, next, start),
        }
    }
}

/// One bucket's share of the result.
struct Bucket<'a, W> {
    offsets: OffsetsMut<'a>,
    targets: &'a mut [u32],
    weights: &'a mut [W],
    arcs: Range<usize>,
}

/// Reused between buckets.
#[derive(Default)]
struct Scratch<W> {
    next: Vec<usize>,
    keys: Vec<u64>,
    weights: Vec<W>,
}

impl<W: Weight> Bucket<'_, W> {
    fn fill(self, parts: &Partition<W>, order: RowOrder, scratch: &mut Scratch<W>, control: &Control<'_>) -> Result<(), GraphError> {
        let arcs = &parts.arcs[self.arcs.clone()];
        let mask = (1u32 << parts.shift) - 1;
        let next = &mut scratch.next;
        next.clear();
        next.resize(self.offsets.len(), 0);
        for block in arcs.chunks(Control::EDGES) {
            control.check()?;
            block.iter().for_each(|&(row, _)| next[(row & mask).index()] += 1);
        }
        self.offsets.begin(next, self.arcs.start);
        for (block, start) in arcs.chunks(Control::EDGES).zip((self.arcs.start..).step_by(Control::EDGES)) {
            control.check()?;
            for (i, &(row, entry)) in block.iter().enumerate() {
                let next = &mut next[(row & mask).index()];
                self.targets[*next] = entry;
                if size_of::<W>() > 0 {
                    self.weights[*next] = parts.weights[start + i];
                }
                *next += 1;
            }
        }
        if order == RowOrder::Any {
            let mut start = 0;
            let mut since_check = 0;
            for &mut end in next.iter_mut() {
                since_check += end - start;
                if since_check > Control::EDGES / 4 {
                    control.check()?;
                    since_check = 0;
                }
                let row = &mut self.targets[start..end];
                if size_of::<W>() == 0 {
                    row.sort_unstable();
                } else if !row.is_sorted() {
                    sort_weighted(row, &mut self.weights[start..end], &mut scratch.keys, &mut scratch.weights);
                }
                start = end;
            }
        }
        Ok(())
    }
}

/// Sorts a row by target and then by place, which makes it stable, and its weights along.
fn sort_weighted<W: Weight>(row: &mut [u32], weights: &mut [W], keys: &mut Vec<u64>, before: &mut Vec<W>) {
    before.clear();
    before.extend_from_slice(weights);
    if u32::try_from(row.len()).is_err() {
        let mut pairs: Vec<(u32, W)> = row.iter().copied().zip(before.iter().copied()).collect();
        pairs.sort_by_key(|pair| pair.0);
        for ((target, weight), pair) in row.iter_mut().zip(weights).zip(pairs) {
            (*target, *weight) = pair;
        }
        return;
    }
    keys.clear();
    keys.extend(row.iter().zip(0u64..).map(|(&target, place)| u64::from(target) << 32 | place));
    keys.sort_unstable();
    for ((target, weight), &key) in row.iter_mut().zip(weights).zip(keys.iter()) {
        *target = u32::try_from(key >> 32).unwrap_or(u32::MAX);
        *weight = before[usize::try_from(key & u64::from(u32::MAX)).unwrap_or(usize::MAX)];
    }
}
