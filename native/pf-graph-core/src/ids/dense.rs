//! Ids that are already 0…V−1: checked, converted where they are not u32, and borrowed where they are.

use super::{IdBuffer, IdColumn, IdMapping, IdValues, MappedIds, VertexIds};
use crate::{Control, EdgeColumn, GraphError};
use rayon::prelude::*;
use std::borrow::Cow;

pub(super) fn map<'a>(
    src: &IdColumn<'a>,
    dst: &IdColumn<'a>,
    table: Option<&IdColumn<'a>>,
    count: u64,
    control: &Control<'_>,
) -> Result<MappedIds<'a>, GraphError> {
    let vertices = u32::try_from(count).map_err(|_| GraphError::TooManyVertices { vertices: count })?;
    let convert = |column: &IdColumn<'a>| match column.values {
        IdValues::I8(ids) => signed(ids, vertices),
        IdValues::I16(ids) => signed(ids, vertices),
        IdValues::I32(ids) => signed(ids, vertices),
        IdValues::I64(ids) => signed(ids, vertices),
        IdValues::U8(ids) => signed(ids, vertices),
        IdValues::U16(ids) => signed(ids, vertices),
        IdValues::U64(ids) => signed(ids, vertices),
        IdValues::U32(ids) => match ids.par_iter().position_first(|&id| id >= vertices) {
            Some(row) => Converted::OutOfRange(row),
            None => Converted::Ids(Cow::Borrowed(ids)),
        },
        IdValues::Utf8 { .. } | IdValues::LargeUtf8 { .. } => Converted::NotIntegers,
    };
    let error = |column: &IdColumn<'a>, name: EdgeColumn, row: usize| GraphError::VertexIdOutOfRange {
        id: column.values.text(row),
        row,
        column: name,
        vertices: count,
    };
    control.check()?;
    let converted = (convert(src), convert(dst));
    control.check()?;
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
        && let Converted::OutOfRange(row) = convert(table)
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

fn signed<'a, T: Copy + Sync + TryInto<u32>>(ids: &[T], vertices: u32) -> Converted<'a> {
    let inside = |id: T| id.try_into().ok().filter(|&id| id < vertices);
    match ids.par_iter().position_first(|&id| inside(id).is_none()) {
        Some(row) => Converted::OutOfRange(row),
        None => Converted::Ids(ids.par_iter().map(|&id| inside(id).unwrap_or_default()).collect::<Vec<u32>>().into()),
    }
}
