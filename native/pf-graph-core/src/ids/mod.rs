//! Vertex ids ↔ dense indexes 0…V−1.
//!
//! Integers whose values span a range not much larger than the input: presence bitmap + rank (O(rows + range), range / 8 + V bytes).
//! Everything else: one hash table per chunk of rows, merged in scan order, so that each row is hashed once
//! (O(rows) expected + O(V log V) for sorted ids). Both are deterministic on any number of threads.

mod column;
mod dense;
mod hashed;
mod lookup;
mod ranged;
mod take;

pub use column::{IdColumn, IdValues};
pub use lookup::{IdBuffer, VertexIds, lookup_dense, lookup_ids};
pub use take::{take_dense, take_ids};

use crate::bitmap::first_null;
use crate::{Control, EdgeColumn, GraphError};
use column::Integer;
use std::borrow::Cow;

/// How ids become dense indexes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdMapping {
    /// Ascending: integers numerically, strings by their UTF-8 bytes.
    #[default]
    Sorted,
    /// In scan order: each edge's source, then its target, then the vertex table.
    FirstAppearance,
    /// Ids are already 0…V−1 for this V.
    Dense(u64),
}

/// Edges by dense index, and the way back.
#[derive(Clone, Debug)]
pub struct MappedIds<'a> {
    /// V.
    pub vertices: u32,
    /// Dense source of each edge; borrowed when the input was dense u32 already.
    pub src: Cow<'a, [u32]>,
    /// Dense target of each edge.
    pub dst: Cow<'a, [u32]>,
    /// The id of each dense index.
    pub ids: VertexIds,
}

/// Maps the edges' ids, and those of an optional vertex table that adds isolated vertices.
///
/// # Errors
/// `INVALID_ARGUMENT` when lengths or types differ, `NULL_VERTEX_ID`, `VERTEX_ID_OUT_OF_RANGE` (dense only), `GRAPH_TOO_LARGE`.
pub fn map_ids<'a>(
    src: &IdColumn<'a>,
    dst: &IdColumn<'a>,
    vertices: Option<&IdColumn<'a>>,
    mapping: IdMapping,
    control: &Control<'_>,
) -> Result<MappedIds<'a>, GraphError> {
    if src.len() != dst.len() {
        return Err(GraphError::invalid(format!("src has {} rows and dst {}", src.len(), dst.len())));
    }
    for other in std::iter::once(dst).chain(vertices) {
        let (one, two) = (src.values.type_name(), other.values.type_name());
        if one != two && !(src.values.is_strings() && other.values.is_strings()) {
            return Err(GraphError::invalid(format!("vertex ids must be of one type, received {one} and {two}; cast one of the columns")));
        }
    }
    check_nulls(src, dst, vertices)?;
    let sorted = match mapping {
        IdMapping::Dense(count) => return dense::map(src, dst, vertices, count, control),
        IdMapping::Sorted => true,
        IdMapping::FirstAppearance => false,
    };
    macro_rules! dispatch {
        ($($integer:ident)*) => {
            match (src.values, dst.values) {
                $((IdValues::$integer(src), IdValues::$integer(dst)) => {
                    let table = match vertices.map(|column| column.values) {
                        Some(IdValues::$integer(table)) => table,
                        _ => &[],
                    };
                    integers(src, dst, table, sorted, control)
                })*
                _ => hashed::strings(src, dst, vertices, sorted, control),
            }
        };
    }
    dispatch!(I8 I16 I32 I64 U8 U16 U32 U64)
}

fn integers<'a, T: Integer>(src: &[T], dst: &[T], table: &[T], sorted: bool, control: &Control<'_>) -> Result<MappedIds<'a>, GraphError> {
    // A bit (and its share of the ranks) is cheaper than first appearance's u32, so the range may be wider.
    let range = ranged::range(src, dst, table, if sorted { 16 } else { 2 });
    let (src, dst, ids) = if let Some(range) = range {
        if sorted { ranged::sorted(src, dst, table, range, control)? } else { ranged::first_appearance(src, dst, table, range, control)? }
    } else {
        hashed::map((src.len(), table.len()), |i| src[i], |i| dst[i], |i| table[i], sorted, control)?
    };
    let vertices = count(ids.len())?;
    Ok(MappedIds { vertices, src: src.into(), dst: dst.into(), ids: VertexIds { ids: T::buffer(ids), sorted } })
}

fn count(vertices: usize) -> Result<u32, GraphError> {
    u32::try_from(vertices).map_err(|_| GraphError::TooManyVertices { vertices: vertices.try_into().unwrap_or(u64::MAX) })
}

/// The first null in scan order is the one that is named.
fn check_nulls(src: &IdColumn<'_>, dst: &IdColumn<'_>, vertices: Option<&IdColumn<'_>>) -> Result<(), GraphError> {
    let first = |column: &IdColumn<'_>, name| first_null(column.validity, column.len()).map(|row| (row, name));
    let of_edges = match (first(src, EdgeColumn::Src), first(dst, EdgeColumn::Dst)) {
        (Some(src), Some(dst)) => Some(if src.0 <= dst.0 { src } else { dst }),
        (src, dst) => src.or(dst),
    };
    match of_edges.or_else(|| vertices.and_then(|column| first(column, EdgeColumn::Vertex))) {
        Some((row, column)) => Err(GraphError::NullVertexId { row, column }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
