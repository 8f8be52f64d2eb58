//! Vertex ids of a built graph: the `vertex` column of results, and the way from an id to its dense index.

use super::column::position;
use super::{IdColumn, IdValues};
use crate::bitmap::first_null;
use crate::{EdgeColumn, GraphError};
use rayon::prelude::*;

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

    /// The dense index of each wanted id. Integers of any type match by value. O(log V) each when sorted, else O(V / threads).
    ///
    /// # Errors
    /// `VERTEX_NOT_FOUND` names the first id that is absent; `NULL_VERTEX_ID`; `INVALID_ARGUMENT` for a string among integers or the reverse.
    pub fn lookup(&self, wanted: &IdColumn<'_>) -> Result<Vec<u32>, GraphError> {
        if let Some(row) = first_null(wanted.validity, wanted.len()) {
            return Err(GraphError::NullVertexId { row, column: EdgeColumn::Vertex });
        }
        (0..wanted.len()).map(|row| self.find(&wanted.values, row)).collect()
    }

    fn find(&self, wanted: &IdValues<'_>, row: usize) -> Result<u32, GraphError> {
        let vertices = self.len();
        let found = match (self.ids.values(), wanted.integer(row), wanted.bytes(row)) {
            (None, Some(id), _) => usize::try_from(id).ok().filter(|&id| id < vertices),
            (Some(ids), Some(_), _) if ids.is_strings() => return Err(self.mismatch(wanted)),
            (Some(ids), Some(id), _) => self.position(&id, |at| ids.integer(at)),
            (Some(ids), None, Some(id)) if ids.is_strings() => self.position(&id, |at| ids.bytes(at)),
            _ => return Err(self.mismatch(wanted)),
        };
        found
            .and_then(|at| u32::try_from(at).ok())
            .ok_or_else(|| GraphError::VertexNotFound { id: wanted.text(row), vertices: vertices.try_into().unwrap_or(u64::MAX) })
    }

    fn position<K: Ord + Sync + Send>(&self, wanted: &K, key: impl Fn(usize) -> Option<K> + Sync) -> Option<usize> {
        if !self.sorted {
            return (0..self.len()).into_par_iter().find_first(|&at| key(at).as_ref() == Some(wanted));
        }
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match key(middle).as_ref().cmp(&Some(wanted)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn mismatch(&self, wanted: &IdValues<'_>) -> GraphError {
        let own = self.ids.values().map_or("dense integers", |values| values.type_name());
        GraphError::invalid(format!("the graph's ids are {own}, received {}", wanted.type_name()))
    }
}
