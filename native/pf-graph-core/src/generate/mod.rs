//! The graphs of the GAP Benchmark Suite (Beamer, Asanović, Patterson, arXiv 1508.03619), so that runs can be compared with published
//! tables: Kronecker (R-MAT with .57/.19/.19, ids permuted) and uniform edges in blocks of 2^18 that each reseed mt19937. The same
//! on any machine and number of threads.

mod mt19937;
mod shuffle;
mod simplify;

pub use mt19937::Mt19937;
pub use shuffle::shuffle;
pub use simplify::simplify;

use crate::adjacency::Offset;
use rayon::prelude::*;

/// GAP's seed.
const SEED: u32 = 27_491_095;
/// Edges that one seeding yields.
const BLOCK: usize = 1 << 18;

/// Edges by dense index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edges {
    /// V.
    pub vertices: u32,
    /// Sources.
    pub src: Vec<u32>,
    /// Targets.
    pub dst: Vec<u32>,
}

/// 2^`scale` vertices and `degree` times as many Kronecker edges: few vertices with many arcs, in random places.
///
/// # Panics
/// For a scale above 31.
pub fn kronecker(scale: u32, degree: u32) -> Edges {
    const A: u32 = 2_448_131_358; // trunc(.57 · (2^32 − 1))
    const B: u32 = 816_043_786; // trunc(.19 · (2^32 − 1)), also C
    let edge = |random: &mut Mt19937| {
        let (mut src, mut dst) = (0u32, 0u32);
        for _ in 0..scale {
            let point = random.next_u32();
            let down = point >= A + B;
            let right = if down { point > A + B + B } else { point > A };
            src = src << 1 | u32::from(down);
            dst = dst << 1 | u32::from(right);
        }
        (src, dst)
    };
    let mut edges = blocks(scale, degree, edge);
    let mut names: Vec<u32> = (0..edges.vertices).collect();
    shuffle(&mut names, &mut Mt19937::new(SEED));
    for side in [&mut edges.src, &mut edges.dst] {
        side.par_iter_mut().with_min_len(1 << 14).for_each(|v| *v = names[v.index()]);
    }
    edges
}

/// 2^`scale` vertices and `degree` times as many edges between any two of them.
///
/// # Panics
/// For a scale above 31.
pub fn uniform(scale: u32, degree: u32) -> Edges {
    let mask = (1u32 << scale) - 1;
    // 2^scale divides 2^32, so that the remainder is the low bits. C++ compilers draw the second argument first.
    blocks(scale, degree, |random| {
        let dst = random.next_u32() & mask;
        (random.next_u32() & mask, dst)
    })
}

/// GAP's weights for a list of edges: 1…255.
pub fn weights(edges: usize) -> Vec<u8> {
    let mut weights = vec![0u8; edges];
    weights.par_chunks_mut(BLOCK).enumerate().for_each(|(block, weights)| {
        let mut random = Mt19937::new(seed(block));
        for weight in weights {
            // The largest value is drawn again, so that all remainders of 255 are equally likely.
            let draw = std::iter::repeat_with(|| random.next_u32()).find(|&draw| draw != u32::MAX).unwrap_or(0);
            *weight = u8::try_from(draw % 255 + 1).unwrap_or(u8::MAX);
        }
    });
    weights
}

fn blocks(scale: u32, degree: u32, edge: impl Fn(&mut Mt19937) -> (u32, u32) + Sync) -> Edges {
    assert!(scale < 32, "scale {scale} does not fit in u32 vertices");
    let vertices = 1u32 << scale;
    let count = vertices.index() * degree.index();
    let (mut src, mut dst) = (vec![0u32; count], vec![0u32; count]);
    src.par_chunks_mut(BLOCK).zip(dst.par_chunks_mut(BLOCK)).enumerate().for_each(|(block, (src, dst))| {
        let mut random = Mt19937::new(seed(block));
        for (src, dst) in src.iter_mut().zip(dst) {
            (*src, *dst) = edge(&mut random);
        }
    });
    Edges { vertices, src, dst }
}

/// Fewer than 2^31 · 2^32 / 2^18 blocks fit in memory; the sum wraps as C++'s would.
fn seed(block: usize) -> u32 {
    SEED.wrapping_add(u32::try_from(block).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
