//! Indexes of vertices → their ids: the `predecessor` column of results. Where the index is [`NONE`] the row is null, and its slot holds 0
//! or an empty string; the validity bitmap is that of the indexes ([`crate::validity_of_u32`]).

use super::column::position;
use super::{IdBuffer, IdValues};
use crate::{GraphError, IdType, NONE, parallel};

/// Ids that one task takes.
const CHUNK: usize = 1 << 14;

/// The id of each index; strings as utf8.
///
/// # Errors
/// `GRAPH_TOO_LARGE` when the strings take 2^31 bytes or more.
pub fn take_ids(ids: &IdValues<'_>, indexes: &[u32]) -> Result<IdBuffer, GraphError> {
    macro_rules! take {
        ($($integer:ident)*) => {
            match *ids {
                $(IdValues::$integer(ids) => each(indexes, |at| ids[position(at)]).map(IdBuffer::$integer),)*
                IdValues::Utf8 { .. } | IdValues::LargeUtf8 { .. } => strings(ids, indexes),
            }
        };
    }
    take!(I8 I16 I32 I64 U8 U16 U32 U64)
}

/// The indexes themselves as ids of a dense graph.
///
/// # Errors
/// `VERTEX_NOT_FOUND` for an index that the type does not hold, which no edge can have named; `INVALID_ARGUMENT` for strings.
pub fn take_dense(id_type: IdType, indexes: &[u32]) -> Result<IdBuffer, GraphError> {
    macro_rules! take {
        ($($integer:ident $id_type:ident;)*) => {
            match id_type {
                $(IdType::$id_type => narrow(indexes).map(IdBuffer::$integer),)*
                IdType::Utf8 => Err(GraphError::invalid("dense ids are integers")),
            }
        };
    }
    take! { I8 Int8; I16 Int16; I32 Int32; I64 Int64; U8 Uint8; U16 Uint16; U32 Uint32; U64 Uint64; }
}

fn each<T: Copy + Default + Send>(indexes: &[u32], id: impl Fn(u32) -> T + Sync) -> Result<Vec<T>, GraphError> {
    filled(indexes, |at| Ok(if at == NONE { T::default() } else { id(at) }))
}

fn narrow<T: TryFrom<u32> + Copy + Default + Send>(indexes: &[u32]) -> Result<Vec<T>, GraphError> {
    let fit = |at: u32| match at {
        NONE => Ok(T::default()),
        _ => T::try_from(at).map_err(|_| GraphError::VertexNotFound { id: at.to_string(), vertices: u64::from(u32::MAX) }),
    };
    filled(indexes, fit)
}

fn filled<T: Copy + Default + Send>(indexes: &[u32], id: impl Fn(u32) -> Result<T, GraphError> + Sync) -> Result<Vec<T>, GraphError> {
    let mut ids = vec![T::default(); indexes.len()];
    parallel::for_each_part(ids.chunks_mut(CHUNK).collect(), &|at, ids| {
        for (slot, &index) in ids.iter_mut().zip(&indexes[at * CHUNK..]) {
            *slot = id(index)?;
        }
        Ok(())
    })?;
    Ok(ids)
}

fn strings(ids: &IdValues<'_>, indexes: &[u32]) -> Result<IdBuffer, GraphError> {
    let bytes = |at: u32| if at == NONE { &[][..] } else { ids.bytes(position(at)).unwrap_or_default() };
    let length = indexes.iter().map(|&at| bytes(at).len()).sum();
    i32::try_from(length).map_err(|_| GraphError::IdsTooLong { bytes: length })?;
    let (mut offsets, mut data) = (Vec::with_capacity(indexes.len() + 1), Vec::with_capacity(length));
    offsets.push(0);
    for &at in indexes {
        data.extend_from_slice(bytes(at));
        offsets.push(i32::try_from(data.len()).unwrap_or(i32::MAX));
    }
    Ok(IdBuffer::Utf8 { offsets, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_ids_and_leaves_nulls_empty() {
        assert_eq!(take_ids(&IdValues::I8(&[5, -6, 7]), &[2, NONE, 1]), Ok(IdBuffer::I8(vec![7, 0, -6])));
        let strings = IdValues::LargeUtf8 { offsets: &[0, 1, 3], data: b"abb" };
        let expected = IdBuffer::Utf8 { offsets: vec![0, 2, 2, 3], data: b"bba".to_vec() };
        assert_eq!(take_ids(&strings, &[1, NONE, 0]), Ok(expected));
    }

    #[test]
    fn dense_ids_are_the_indexes_in_their_type() {
        assert_eq!(take_dense(IdType::Int64, &[2, NONE]), Ok(IdBuffer::I64(vec![2, 0])));
        assert_eq!(take_dense(IdType::Uint8, &[255]), Ok(IdBuffer::U8(vec![255])));
        assert_eq!(take_dense(IdType::Uint8, &[256]).expect_err("too wide").code(), "VERTEX_NOT_FOUND");
    }
}
