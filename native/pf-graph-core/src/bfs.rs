//! Breadth-first search, direction-optimizing: Beamer, Asanović, Patterson, "Direction-Optimizing Breadth-First Search", SC'12 (α 15, β 18).
//! O(V + E) time, usually far fewer edges; 8 bytes and 2 bits per vertex beside the result.
//!
//! Predecessors are exact at no extra pass: a bottom-up step meets a row's sources in ascending order, so that its first hit is the smallest;
//! a top-down step takes the minimum over all arcs into the new level.

use crate::adjacency::{Offset, Rows};
use crate::graph::with_rows;
use crate::{Control, GraphError, GraphView, NONE, ResultClass};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Bottom-up starts when the frontier has more than 1/ALPHA of the arcs not yet looked at.
const ALPHA: usize = 15;
/// It ends when the frontier shrinks and has fewer than 1/BETA of the vertices.
const BETA: usize = 18;
/// Frontiers with fewer arcs than this are not worth waking other threads for.
const SEQUENTIAL_ARCS: usize = 1 << 12;
/// Words of 64 vertices that one bottom-up task handles.
const TASK_WORDS: usize = 32;

/// What to compute.
#[derive(Clone, Copy, Debug)]
pub struct BfsOptions {
    /// Vertices more hops away than this are unreachable (default: no limit).
    pub max_depth: u32,
    /// Whether to return distances (default true).
    pub distance: bool,
    /// Whether to return predecessors (default true).
    pub predecessor: bool,
    /// `Exact`: the smallest predecessor. `Fast`: any valid one.
    pub class: ResultClass,
}

impl Default for BfsOptions {
    fn default() -> Self {
        Self { max_depth: u32::MAX, distance: true, predecessor: true, class: ResultClass::Exact }
    }
}

/// One entry per vertex; a column that was not asked for is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BfsResult {
    /// Hops from the nearest source; [`NONE`] when there is no path within `max_depth`.
    pub distance: Vec<u32>,
    /// Previous vertex on a shortest path; [`NONE`] for sources and unreachable vertices.
    pub predecessor: Vec<u32>,
    /// How many vertices have a distance.
    pub reached: usize,
    /// How many vertices are at each distance, from 0.
    pub levels: Vec<usize>,
}

/// Hops along arcs from one or more sources.
///
/// # Errors
/// `VERTEX_NOT_FOUND` for a source ≥ V, `ABORTED`.
pub fn bfs(graph: &GraphView<'_>, sources: &[u32], options: &BfsOptions, control: &Control<'_>) -> Result<BfsResult, GraphError> {
    let vertices = graph.vertices();
    if let Some(source) = sources.iter().find(|source| source.index() >= vertices) {
        return Err(GraphError::VertexNotFound { id: source.to_string(), vertices: vertices.try_into().unwrap_or(u64::MAX) });
    }
    with_rows!(graph, out, incoming => Search::new(out, incoming, options, control).run(sources))
}

struct Search<'a, O> {
    out: Rows<'a, O>,
    incoming: Option<Rows<'a, O>>,
    options: &'a BfsOptions,
    control: &'a Control<'a>,
    distance: Vec<AtomicU32>,
    /// Empty when not asked for.
    predecessor: Vec<AtomicU32>,
}

/// Vertices found by one step, and the arcs that leave them.
#[derive(Default)]
struct Found {
    vertices: Vec<u32>,
    arcs: usize,
}

impl Found {
    fn join(mut self, mut other: Self) -> Self {
        if self.vertices.len() < other.vertices.len() {
            std::mem::swap(&mut self, &mut other);
        }
        self.vertices.append(&mut other.vertices);
        Self { vertices: self.vertices, arcs: self.arcs + other.arcs }
    }
}

impl<'a, O: Offset> Search<'a, O> {
    fn new(out: Rows<'a, O>, incoming: Option<Rows<'a, O>>, options: &'a BfsOptions, control: &'a Control<'a>) -> Self {
        let unset = |wanted: bool| (0..if wanted { out.vertices() } else { 0 }).into_par_iter().map(|_| AtomicU32::new(NONE)).collect();
        Self { out, incoming, options, control, distance: unset(true), predecessor: unset(options.predecessor) }
    }

    fn run(self, sources: &[u32]) -> Result<BfsResult, GraphError> {
        let vertices = self.out.vertices();
        let mut frontier = Found::default();
        for &source in sources {
            if self.distance[source.index()].swap(0, Relaxed) == NONE {
                frontier.vertices.push(source);
                frontier.arcs += self.out.degree(source.index());
            }
        }
        let mut levels = Vec::new();
        let mut unexplored = self.out.targets.len();
        let mut depth = 0;
        // After bottom-up steps the frontier is small and shrinking: go top-down at least once before looking at its arcs again.
        let mut came_up = false;
        while !frontier.vertices.is_empty() {
            levels.push(frontier.vertices.len());
            if depth == self.options.max_depth {
                break;
            }
            self.control.check()?;
            match self.incoming {
                Some(incoming) if !came_up && frontier.arcs > unexplored / ALPHA => {
                    frontier = self.bottom_up(incoming, &frontier.vertices, &mut depth, &mut levels)?;
                    came_up = true;
                }
                _ => {
                    came_up = false;
                    unexplored = unexplored.saturating_sub(frontier.arcs);
                    depth += 1;
                    frontier = self.top_down(&frontier, depth)?;
                }
            }
        }
        let reached: usize = levels.iter().sum();
        debug_assert!(reached <= vertices);
        self.control.report(1.0);
        let distance = if self.options.distance { plain(self.distance) } else { Vec::new() };
        Ok(BfsResult { distance, predecessor: plain(self.predecessor), reached, levels })
    }

    /// One level: along the arcs that leave the frontier.
    fn top_down(&self, frontier: &Found, depth: u32) -> Result<Found, GraphError> {
        if frontier.arcs < SEQUENTIAL_ARCS {
            let mut found = Found::default();
            frontier.vertices.iter().for_each(|&u| self.expand(u, self.out.row(u.index()), depth, &mut found));
            return Ok(found);
        }
        // About 8 tasks per thread by number of vertices, so that stealing evens out the degrees.
        let task = (frontier.vertices.len() / (8 * rayon::current_num_threads())).clamp(1, 1 << 10);
        let expand = |vertices: &[u32]| {
            self.control.check()?;
            let mut found = Found::default();
            for &u in vertices {
                let row = self.out.row(u.index());
                if row.len() <= Control::EDGES {
                    self.expand(u, row, depth, &mut found);
                    continue;
                }
                for part in row.chunks(Control::EDGES) {
                    self.control.check()?;
                    self.expand(u, part, depth, &mut found);
                }
            }
            Ok(found)
        };
        frontier.vertices.par_chunks(task).map(expand).try_reduce(Found::default, |one, two| Ok(one.join(two)))
    }

    /// Follows arcs of `u`: its row, or a part of it.
    fn expand(&self, u: u32, row: &[u32], depth: u32, found: &mut Found) {
        let exact = self.options.class == ResultClass::Exact;
        for &v in row {
            let distance = &self.distance[v.index()];
            let seen = distance.load(Relaxed);
            if seen == NONE && distance.compare_exchange(NONE, depth, Relaxed, Relaxed).is_ok() {
                found.vertices.push(v);
                found.arcs += self.out.degree(v.index());
                if let Some(predecessor) = self.predecessor.get(v.index()) {
                    if exact {
                        predecessor.fetch_min(u, Relaxed);
                    } else {
                        predecessor.store(u, Relaxed);
                    }
                }
            } else if exact
                && (seen == depth || seen == NONE)
                && let Some(predecessor) = self.predecessor.get(v.index())
                && predecessor.load(Relaxed) > u
            {
                // `seen == NONE` here means that another thread has just set it to this depth.
                predecessor.fetch_min(u, Relaxed);
            }
        }
    }

    /// Levels for as long as the frontier is large: every vertex not yet seen looks for a predecessor among its sources.
    fn bottom_up(&self, incoming: Rows<'a, O>, queue: &[u32], depth: &mut u32, levels: &mut Vec<usize>) -> Result<Found, GraphError> {
        let vertices = self.out.vertices();
        let words = vertices.div_ceil(64);
        let mut frontier = vec![0u64; words];
        queue.iter().for_each(|&v| frontier[v.index() >> 6] |= 1 << (v & 63));
        let seen_word = |distances: &[AtomicU32]| {
            let word = distances.iter().enumerate().fold(0u64, |word, (bit, d)| word | u64::from(d.load(Relaxed) != NONE) << bit);
            if distances.len() == 64 { word } else { word | u64::MAX << distances.len() }
        };
        let mut seen: Vec<u64> = self.distance.par_chunks(64).with_min_len(TASK_WORDS).map(seen_word).collect();
        let mut next = vec![0u64; words];
        let mut awake = queue.len();
        loop {
            *depth += 1;
            let before = awake;
            let step = *depth;
            let task = |(at, (next, seen)): (usize, (&mut [u64], &mut [u64]))| {
                self.control.check()?;
                Ok(self.adopt(incoming, &frontier, at * TASK_WORDS, next, seen, step))
            };
            awake = next
                .par_chunks_mut(TASK_WORDS)
                .zip(seen.par_chunks_mut(TASK_WORDS))
                .enumerate()
                .map(task)
                .sum::<Result<usize, GraphError>>()?;
            std::mem::swap(&mut frontier, &mut next);
            let large = awake >= before || awake > vertices / BETA;
            if awake == 0 || *depth == self.options.max_depth || !large {
                break;
            }
            levels.push(awake);
            next.par_chunks_mut(1 << 12).for_each(|words| words.fill(0));
        }
        Ok(self.queue(&frontier, awake))
    }

    /// The bottom-up step of the vertices from `first` · 64 on; gives how many were found.
    fn adopt(&self, incoming: Rows<'a, O>, frontier: &[u64], first: usize, next: &mut [u64], seen: &mut [u64], depth: u32) -> usize {
        let mut found = 0;
        for (at, (next, seen)) in next.iter_mut().zip(seen).enumerate() {
            let mut open = !*seen;
            while open != 0 {
                let bit = open.trailing_zeros();
                open &= open - 1;
                let v = (first + at) << 6 | bit.index();
                if let Some(&u) = incoming.row(v).iter().find(|&&u| frontier[u.index() >> 6] >> (u & 63) & 1 == 1) {
                    self.distance[v].store(depth, Relaxed);
                    if let Some(predecessor) = self.predecessor.get(v) {
                        predecessor.store(u, Relaxed);
                    }
                    *next |= 1 << bit;
                }
            }
            *seen |= *next;
            found += next.count_ones().index();
        }
        found
    }

    fn queue(&self, frontier: &[u64], awake: usize) -> Found {
        let mut found = Found { vertices: Vec::with_capacity(awake), arcs: 0 };
        for (base, &word) in (0u32..).step_by(64).zip(frontier) {
            let mut rest = word;
            while rest != 0 {
                let v = base + rest.trailing_zeros();
                rest &= rest - 1;
                found.vertices.push(v);
                found.arcs += self.out.degree(v.index());
            }
        }
        found
    }
}

fn plain(values: Vec<AtomicU32>) -> Vec<u32> {
    // Collects in place: source and target have one layout.
    values.into_iter().map(AtomicU32::into_inner).collect()
}

#[cfg(test)]
mod tests;
