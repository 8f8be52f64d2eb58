//! Vertex ids of a built graph: the `vertex` column of results, and the way from an id to its dense index.

use super::column::position;
use super::{IdColumn, IdValues};
use crate::bitmap::first_null;
use crate::{EdgeColumn, GraphError};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;

/// The id of each dense index: integers in the type the edges had, strings as utf8.
#[derive(Clone, Debug, PartialEq)]
pub struct VertexIds {
    /// One id per vertex.
    pub ids: IdBuffer,
    /// Whether they ascend, which makes look-ups binary searches.
    pub sorted: bool,
}

macro_rules! buffers {
    ($($variant:ident $type:ty;)*) => {
        /// Owned id values.
        #[derive(Clone, Debug, PartialEq)]
        pub enum IdBuffer {
            /// Ids are the dense indexes 0…V−1 themselves.
            Dense(u32),
            $(#[doc = stringify!($type)] $variant(Vec<$type>),)*
            /// utf8, whatever encoding the edges' strings had.
            Utf8 {
                /// V + 1 entries.
                offsets: Vec<i32>,
                /// UTF-8 bytes.
                data: Vec<u8>,
            },
        }

        impl IdBuffer {
            /// The same, borrowed; None for dense ids, which have no array.
            pub fn values(&self) -> Option<IdValues<'_>> {
                match self {
                    Self::Dense(_) => None,
                    $(Self::$variant(ids) => Some(IdValues::$variant(ids)),)*
                    Self::Utf8 { offsets, data } => Some(IdValues::Utf8 { offsets, data }),
                }
            }

            /// Bytes of the arrays.
            pub fn bytes(&self) -> usize {
                match self {
                    Self::Dense(_) => 0,
                    $(Self::$variant(ids) => size_of_val(&ids[..]),)*
                    Self::Utf8 { offsets, data } => size_of_val(&offsets[..]) + data.len(),
                }
            }
        }
    };
}
buffers! { I8 i8; I16 i16; I32 i32; I64 i64; U8 u8; U16 u16; U32 u32; U64 u64; }

impl VertexIds {
    /// V.
    pub fn len(&self) -> usize {
        match self.ids.values() {
            Some(values) => values.len(),
            None => match self.ids {
                IdBuffer::Dense(vertices) => position(vertices),
                _ => 0,
            },
        }
    }

    /// Whether there are no vertices.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The dense index of each wanted id, as [`lookup_ids`].
    ///
    /// # Errors
    /// As [`lookup_ids`].
    pub fn lookup(&self, wanted: &IdColumn<'_>) -> Result<Vec<u32>, GraphError> {
        match self.ids.values() {
            Some(ids) => lookup_ids(&ids, self.sorted, wanted),
            None => lookup_dense(self.len(), wanted),
        }
    }
}

/// The dense index of each wanted id among the ids of all vertices. Integers of any type match by value. O(log V) each when the ids
/// are known to ascend, else one pass over them for all, on all threads.
///
/// # Errors
/// `VERTEX_NOT_FOUND` names the first id that is absent; `NULL_VERTEX_ID`; `INVALID_ARGUMENT` for strings among integers or the reverse.
pub fn lookup_ids(ids: &IdValues<'_>, sorted: bool, wanted: &IdColumn<'_>) -> Result<Vec<u32>, GraphError> {
    if ids.is_strings() != wanted.values.is_strings() {
        let (own, other) = (ids.type_name(), wanted.values.type_name());
        return Err(GraphError::invalid(format!("the graph's ids are {own}, received {other}")));
    }
    if ids.is_strings() {
        find_all(ids.len(), sorted, wanted, |at| ids.bytes(at).unwrap_or_default(), |row| wanted.values.bytes(row).unwrap_or_default())
    } else {
        find_all(ids.len(), sorted, wanted, |at| ids.integer(at).unwrap_or_default(), |row| wanted.values.integer(row).unwrap_or_default())
    }
}

/// [`lookup_ids`] where ids are the indexes 0…V−1 themselves.
///
/// # Errors
/// As [`lookup_ids`].
pub fn lookup_dense(vertices: usize, wanted: &IdColumn<'_>) -> Result<Vec<u32>, GraphError> {
    check_nulls(wanted)?;
    let find = |row| match wanted.values.integer(row) {
        None => Err(GraphError::invalid(format!("the graph's ids are dense integers, received {}", wanted.values.type_name()))),
        Some(id) => u32::try_from(id).ok().filter(|&id| position(id) < vertices).ok_or_else(|| absent(wanted, row, vertices)),
    };
    (0..wanted.len()).map(find).collect()
}

fn find_all<K: Ord + Hash + Send + Sync>(
    vertices: usize,
    sorted: bool,
    wanted: &IdColumn<'_>,
    key: impl Fn(usize) -> K + Sync,
    wanted_key: impl Fn(usize) -> K,
) -> Result<Vec<u32>, GraphError> {
    check_nulls(wanted)?;
    let found: Vec<Option<usize>> = if sorted {
        (0..wanted.len()).map(|row| binary_search(vertices, &key, &wanted_key(row))).collect()
    } else {
        let asked: HashMap<K, ()> = (0..wanted.len()).map(|row| (wanted_key(row), ())).collect();
        let all = (0..vertices).into_par_iter().with_min_len(1 << 12);
        let places: HashMap<K, usize> = all.map(|at| (key(at), at)).filter(|(key, _)| asked.contains_key(key)).collect();
        (0..wanted.len()).map(|row| places.get(&wanted_key(row)).copied()).collect()
    };
    let dense = |at: usize| u32::try_from(at).ok();
    found.into_iter().enumerate().map(|(row, at)| at.and_then(dense).ok_or_else(|| absent(wanted, row, vertices))).collect()
}

fn binary_search<K: Ord>(length: usize, key: impl Fn(usize) -> K, wanted: &K) -> Option<usize> {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low.midpoint(high);
        match key(middle).cmp(wanted) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return Some(middle),
            Ordering::Greater => high = middle,
        }
    }
    None
}

fn check_nulls(wanted: &IdColumn<'_>) -> Result<(), GraphError> {
    match first_null(wanted.validity, wanted.len()) {
        Some(row) => Err(GraphError::NullVertexId { row, column: EdgeColumn::Vertex }),
        None => Ok(()),
    }
}

fn absent(wanted: &IdColumn<'_>, row: usize, vertices: usize) -> GraphError {
    GraphError::VertexNotFound { id: wanted.values.text(row), vertices: vertices.try_into().unwrap_or(u64::MAX) }
}
