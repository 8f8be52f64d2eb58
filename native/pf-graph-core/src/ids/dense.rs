//! Ids that are already 0…V−1: checked, converted where they are not u32, and borrowed where they are.

use super::{IdBuffer, IdColumn, IdMapping, IdValues, MappedIds, VertexIds};
use crate::{Control, EdgeColumn, GraphError, parallel};
use std::borrow::Cow;

const CHUNK: usize = 1 << 16;

pub(super) fn map<'a>(
    src: &IdColumn<'a>,
    dst: &IdColumn<'a>,
    table: Option<&IdColumn<'a>>,
    count: u64,
    control: &Control<'_>,
) -> Result<MappedIds<'a>, GraphError> {
    let vertices = u32::try_from(count).map_err(|_| GraphError::TooManyVertices { vertices: count })?;
    let convert = |column: &IdColumn<'a>| match column.values {
        IdValues::I8(ids) => narrow(ids, vertices, control),
        IdValues::I16(ids) => narrow(ids, vertices, control),
        IdValues::I32(ids) => narrow(ids, vertices, control),
        IdValues::I64(ids) => narrow(ids, vertices, control),
        IdValues::U8(ids) => narrow(ids, vertices, control),
        IdValues::U16(ids) => narrow(ids, vertices, control),
        IdValues::U64(ids) => narrow(ids, vertices, control),
        IdValues::U32(ids) => Ok(match first_outside(ids, |&id| id < vertices, control)? {
            Some(row) => Converted::OutOfRange(row),
            None => Converted::Ids(Cow::Borrowed(ids)),
        }),
        IdValues::Utf8 { .. } | IdValues::LargeUtf8 { .. } => Ok(Converted::NotIntegers),
    };
    let error = |column: &IdColumn<'a>, name: EdgeColumn, row: usize| GraphError::VertexIdOutOfRange {
        id: column.values.text(row),
        row,
        column: name,
        vertices: count,
    };
    let converted = (convert(src)?, convert(dst)?);
    let (new_src, new_dst) = match converted {
        (Converted::Ids(src), Converted::Ids(dst)) => (src, dst),
        (Converted::OutOfRange(one), Converted::OutOfRange(two)) if two < one => return Err(error(dst, EdgeColumn::Dst, two)),
        (Converted::OutOfRange(row), _) => return Err(error(src, EdgeColumn::Src, row)),
        (_, Converted::OutOfRange(row)) => return Err(error(dst, EdgeColumn::Dst, row)),
        (Converted::NotIntegers, _) | (_, Converted::NotIntegers) => {
            let message = format!("{:?} needs integer ids, received {}", IdMapping::Dense(count), src.values.type_name());
            return Err(GraphError::InvalidArgument { message });
        }
    };
    if let Some(table) = table
        && let Converted::OutOfRange(row) = convert(table)?
    {
        return Err(error(table, EdgeColumn::Vertex, row));
    }
    Ok(MappedIds { vertices, src: new_src, dst: new_dst, ids: VertexIds { ids: IdBuffer::Dense(vertices), sorted: true } })
}

enum Converted<'a> {
    Ids(Cow<'a, [u32]>),
    OutOfRange(usize),
    NotIntegers,
}

fn narrow<'a, T: Copy + Sync + TryInto<u32>>(ids: &[T], vertices: u32, control: &Control<'_>) -> Result<Converted<'a>, GraphError> {
    let inside = |id: T| id.try_into().ok().filter(|&id| id < vertices);
    if let Some(row) = first_outside(ids, |&id| inside(id).is_some(), control)? {
        return Ok(Converted::OutOfRange(row));
    }
    let mut dense = vec![0u32; ids.len()];
    parallel::for_each_part(dense.chunks_mut(CHUNK).collect(), &|at, dense| {
        control.check()?;
        dense.iter_mut().zip(&ids[at * CHUNK..]).for_each(|(dense, &id)| *dense = inside(id).unwrap_or_default());
        Ok(())
    })?;
    Ok(Converted::Ids(dense.into()))
}

/// The first row whose id is not inside.
fn first_outside<T: Sync>(ids: &[T], inside: impl Fn(&T) -> bool + Sync, control: &Control<'_>) -> Result<Option<usize>, GraphError> {
    let chunks: Vec<&[T]> = ids.chunks(CHUNK).collect();
    let firsts = parallel::map(chunks.len(), &|at| {
        control.check()?;
        Ok(chunks[at].iter().position(|id| !inside(id)).map(|row| at * CHUNK + row))
    })?;
    Ok(firsts.into_iter().flatten().next())
}
